using System.Globalization;
using System.Text;

namespace Talentys.Ingestion.Csv;

/// <summary>Makes names of columns and tables that can be written in SQL without quotes.</summary>
internal static class ColumnNames
{
    private const int Longest = 120;

    /// <summary>Safe and unique names, in order: <c>Customer ID</c> becomes <c>customer_id</c>, an empty one <c>column_3</c>.</summary>
    public static IReadOnlyList<string> Safe(IReadOnlyList<string> originals)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        List<string> names = new(originals.Count);
        for (var i = 0; i < originals.Count; i++)
        {
            var name = Safe(originals[i]);
            if (name.Length == 0)
            {
                name = $"column_{i + 1}";
            }

            var unique = name;
            for (var number = 2; !taken.Add(unique); number++)
            {
                unique = $"{name}_{number.ToString(CultureInfo.InvariantCulture)}";
            }

            names.Add(unique);
        }

        return names;
    }

    /// <summary>A safe name, or the empty text when nothing is left of it.</summary>
    public static string Safe(string original)
    {
        var name = new StringBuilder();
        var text = original.Trim().Normalize(NormalizationForm.FormC);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) && char.IsLetter(text, char.IsLowSurrogate(letter) ? i - 1 : i)
                || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                if (char.IsUpper(letter) && i > 0 && (char.IsLower(text[i - 1]) || (char.IsUpper(text[i - 1]) && i + 1 < text.Length && char.IsLower(text[i + 1]))))
                {
                    Underscore(name);
                }

                name.Append(char.ToLowerInvariant(letter));
            }
            else if (letter != '\'')
            {
                Underscore(name);
            }
        }

        var safe = name.ToString().Trim('_');
        safe = safe.Length > Longest ? safe[..Longest] : safe;
        return safe.Length > 0 && char.IsDigit(safe[0]) ? $"_{safe}" : safe;
    }

    private static void Underscore(StringBuilder name)
    {
        if (name.Length > 0 && name[^1] != '_')
        {
            name.Append('_');
        }
    }
}
