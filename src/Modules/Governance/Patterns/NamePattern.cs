using System.Text;
using Talentys.Kernel;

namespace Talentys.Governance.Patterns;

/// <summary>
/// Names of tables or columns: <c>schema.table</c> or <c>schema.table.column</c>, where <c>*</c> stands for any letters and
/// <c>?</c> for one. Compared without regard to case. A part with dots or blanks stands in double quotes.
/// </summary>
internal sealed class NamePattern
{
    private readonly string[] parts;

    private NamePattern(string text, string[] parts) => (Text, this.parts) = (text, parts);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Whether it names columns.</summary>
    public bool NamesColumns => parts.Length == 3;

    /// <summary>The pattern of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Most parts: 2 where tables are named, 3 where columns may be.</param>
    /// <param name="least">Fewest parts.</param>
    /// <returns>The pattern, or what is wrong with it in one sentence.</returns>
    public static (NamePattern? Pattern, string? Wrong) Read(string text, int least, int most)
    {
        var parts = Split(text);
        if (parts is ["*"] && least < 3)
        {
            parts = ["*", "*"];
        }

        var shape = (least, most) switch
        {
            (2, 2) => "schema.table",
            (3, 3) => "schema.table.column",
            _ => "schema.table or schema.table.column",
        };
        return parts is null ? (null, $"The pattern {text} is not a name: a part is empty, has a blank, or a quote is open.")
            : parts.Count < least || parts.Count > most ? (null, $"The pattern {text} does not have the parts of {shape}.")
            : (new NamePattern(text, [.. parts]), null);
    }

    /// <summary>Whether a table, or columns of it, are meant.</summary>
    public bool MatchesTable(TableName table) => Matches(parts[0], table.Schema) && Matches(parts[1], table.Name);

    /// <summary>Whether a column is meant; a pattern of tables means all their columns.</summary>
    public bool MatchesColumn(TableName table, string column) => MatchesTable(table) && (parts.Length < 3 || Matches(parts[2], column));

    private static List<string>? Split(string text)
    {
        List<string> parts = [];
        var part = new StringBuilder();
        var (quoted, closed) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (quoted)
            {
                if (letter != '"')
                {
                    part.Append(letter);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    part.Append('"');
                    i++;
                }
                else
                {
                    (quoted, closed) = (false, true);
                }
            }
            else if (letter == '.')
            {
                parts.Add(part.ToString());
                (part, closed) = (part.Clear(), false);
            }
            else if (letter == '"' && part.Length == 0 && !closed)
            {
                quoted = true;
            }
            else if (closed || letter == '"' || char.IsWhiteSpace(letter) || char.IsControl(letter))
            {
                return null;
            }
            else
            {
                part.Append(letter);
            }
        }

        parts.Add(part.ToString());
        return quoted || parts.Contains("") ? null : parts;
    }

    /// <summary>Matches with stars by going back to the last one: at most pattern times name steps.</summary>
    private static bool Matches(string pattern, string name)
    {
        var (p, n, star, mark) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, n);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Same(pattern[p], name[n])))
            {
                (p, n) = (p + 1, n + 1);
            }
            else if (star >= 0)
            {
                (p, n) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).Trim('*').IsEmpty;
    }

    private static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
