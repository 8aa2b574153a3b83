namespace Talentys.Runs.Log;

/// <summary>Makes any text fit for the log: it may quote data of files, which may hold anything.</summary>
internal static class LogText
{
    private const int LongestLine = 8_000;
    private const char Replacement = '\uFFFD';

    /// <summary>Without what PostgreSQL cannot store (NUL, halves of surrogate pairs), and cut when it is very long.</summary>
    public static string Clean(string text)
    {
        var kept = text.Length <= LongestLine ? text : string.Concat(text.AsSpan(0, LongestLine), "…");
        var letters = kept.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (i + 1 < letters.Length && char.IsSurrogatePair(letters[i], letters[i + 1]))
            {
                i++;
            }
            else if (letters[i] == '\0' || char.IsSurrogate(letters[i]))
            {
                letters[i] = Replacement;
            }
        }

        return new string(letters);
    }
}
