namespace Talentys.Kernel;

/// <summary>A part of a text that is replaced.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Text">What stands there instead.</param>
public sealed record TextEdit(int Start, int Length, string Text)
{
    /// <summary>Blanks instead of a part, with its line ends: what follows stays where it was.</summary>
    public static TextEdit Blank(string text, int start, int end)
    {
        var blank = text[start..end].ToCharArray();
        for (var i = 0; i < blank.Length; i++)
        {
            blank[i] = blank[i] is '\n' or '\r' ? blank[i] : ' ';
        }

        return new TextEdit(start, end - start, new string(blank));
    }
}
