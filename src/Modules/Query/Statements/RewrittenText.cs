using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Query.Statements;

/// <summary>A statement of which some parts were replaced, and the way back from places in it to those that people wrote.</summary>
internal sealed partial class RewrittenText
{
    private readonly string original;
    private readonly IReadOnlyList<TextEdit> edits;

    /// <summary>Replaces parts, which do not overlap.</summary>
    public RewrittenText(string sql, IEnumerable<TextEdit> changes)
    {
        original = sql;
        edits = [.. changes.OrderBy(edit => edit.Start)];
        var text = new StringBuilder();
        var at = 0;
        foreach (var edit in edits)
        {
            text.Append(sql, at, edit.Start - at).Append(edit.Text);
            at = edit.Start + edit.Length;
        }

        Sql = text.Append(sql, at, sql.Length - at).ToString();
    }

    /// <summary>The statement as it runs.</summary>
    public string Sql { get; }

    /// <summary>A fault of the engine with its place in the statement as it was written: <c>line 2, column 5</c>.</summary>
    public Fault Original(Fault fault, StatementText text)
    {
        if (fault.Place is not { } place || (Sql == original && text.Origin is null) || PlaceText().Match(place) is not { Success: true } match)
        {
            return fault;
        }

        var start = 0;
        for (var line = int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture); line > 1; line--)
        {
            start = Sql.IndexOf('\n', start) + 1;
        }

        var at = Back(start + int.Parse(match.Groups["column"].ValueSpan, CultureInfo.InvariantCulture) - 1);
        return ReferenceEquals(original, text.Sql) || original == text.Sql ? text.At(fault, at) : fault with { Place = SourcePlace.Of(original, at) };
    }

    /// <summary>Blanks as long as a part, with its line ends: what follows stays where it was.</summary>
    public static string Blank(ReadOnlySpan<char> part)
    {
        var blank = part.ToArray();
        for (var i = 0; i < blank.Length; i++)
        {
            blank[i] = blank[i] is '\n' or '\r' ? blank[i] : ' ';
        }

        return new string(blank);
    }

    private int Back(int at)
    {
        var shift = 0;
        foreach (var edit in edits)
        {
            var start = edit.Start + shift;
            if (at < start)
            {
                break;
            }

            if (at < start + edit.Text.Length)
            {
                return edit.Start;
            }

            shift += edit.Text.Length - edit.Length;
        }

        return at - shift;
    }

    [GeneratedRegex(@"^line (?<line>\d{1,7}), column (?<column>\d{1,7})$")]
    private static partial Regex PlaceText();
}

/// <summary>A part of a text that is replaced.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Text">What stands there instead.</param>
internal sealed record TextEdit(int Start, int Length, string Text);
