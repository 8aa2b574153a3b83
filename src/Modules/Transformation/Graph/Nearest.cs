namespace Talentys.Transformation.Graph;

/// <summary>The name that was most likely meant.</summary>
internal static class Nearest
{
    private const int MostEdits = 3;

    /// <summary>The name that is the fewest letters away; null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> names) =>
        names.Select(known => (known, edits: Distance(known, name))).Where(pair => pair.edits <= MostEdits).OrderBy(pair => pair.edits).Select(pair => pair.known).FirstOrDefault();

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var before = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                (before, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, before + (left[i - 1] == right[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
