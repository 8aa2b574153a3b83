namespace Talentys.Projects.Validation;

/// <summary>Finds what somebody probably meant to type.</summary>
internal static class Suggestion
{
    /// <summary>"Did you mean 'x'?", or all that is known when nothing is near.</summary>
    internal static string? Mend(string typed, IReadOnlyCollection<string> known, string listed)
    {
        if (Nearest(typed, known) is { } near)
        {
            return $"Did you mean '{near}'?";
        }

        return known.Count is > 0 and <= 40 ? $"{listed}: {string.Join(", ", known)}." : null;
    }

    internal static string? Nearest(string typed, IEnumerable<string> known)
    {
        var allowed = Math.Max(1, Math.Min(3, typed.Length / 3));
        return known
            .Select(word => (word, distance: Distance(typed.ToUpperInvariant(), word.ToUpperInvariant())))
            .Where(found => found.distance <= allowed && found.distance < found.word.Length)
            .OrderBy(found => found.distance)
            .ThenBy(found => found.word, StringComparer.Ordinal)
            .Select(found => found.word)
            .FirstOrDefault();
    }

    // optimal string alignment: letters put in, left out, changed, or two neighbours swapped
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 3)
        {
            return int.MaxValue;
        }

        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                rows[i, j] = swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
            }
        }

        return rows[left.Length, right.Length];
    }
}
