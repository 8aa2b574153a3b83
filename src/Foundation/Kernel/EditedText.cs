using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Talentys.Kernel;

/// <summary>A text of which some parts were replaced, and the way back from places in it to those that people wrote.</summary>
public sealed partial class EditedText
{
    private readonly IReadOnlyList<TextEdit> edits;

    /// <summary>Replaces parts, which do not overlap.</summary>
    public EditedText(string original, IEnumerable<TextEdit> changes)
    {
        Original = original;
        edits = [.. changes.OrderBy(edit => edit.Start).ThenBy(edit => edit.Length)]; // what is put before a part goes first
        var text = new StringBuilder();
        var at = 0;
        foreach (var edit in edits)
        {
            text.Append(original, at, edit.Start - at).Append(edit.Text);
            at = edit.Start + edit.Length;
        }

        Text = text.Append(original, at, original.Length - at).ToString();
    }

    /// <summary>As it was written.</summary>
    public string Original { get; }

    /// <summary>With the parts replaced.</summary>
    public string Text { get; }

    /// <summary>The index in the original of a place in the text, <c>line 2, column 5</c>, both from 1; null when it is none.</summary>
    public int? OriginalIndex(string? place)
    {
        if (place is null || Place().Match(place) is not { Success: true } match)
        {
            return null;
        }

        var start = 0;
        for (var line = int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture); line > 1; line--)
        {
            var end = Text.IndexOf('\n', start);
            if (end < 0)
            {
                return null;
            }

            start = end + 1;
        }

        return Math.Clamp(OriginalIndex(start + int.Parse(match.Groups["column"].ValueSpan, CultureInfo.InvariantCulture) - 1), 0, Original.Length);
    }

    /// <summary>The index in the original of an index in the text; what was put in leads to where the replaced part began.</summary>
    public int OriginalIndex(int at)
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

    [GeneratedRegex(@"^line (?<line>\d{1,7}), column (?<column>\d{1,7})", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
