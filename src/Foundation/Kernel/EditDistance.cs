namespace Talentys.Kernel;

/// <summary>How far two names are from each other.</summary>
public static class EditDistance
{
    /// <summary>The fewest letters that are put in, left out or changed to make one of the other (Levenshtein 1966), with one row of memory.</summary>
    public static int Of(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                (diagonal, row[j]) = (row[j], left[i - 1] == right[j - 1] ? diagonal : 1 + Math.Min(diagonal, Math.Min(row[j], row[j - 1])));
            }
        }

        return row[^1];
    }
}
