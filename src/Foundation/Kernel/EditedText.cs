using System.Text;

namespace Talentys.Kernel;

/// <summary>A text of which some parts were replaced, and the way back from places in it to those that people wrote.</summary>
public sealed class EditedText
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
}
