using System.Buffers;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Texts of values inside of the text of another one: in quotes where they hold what would mean something there.</summary>
/// <param name="special">Letters that mean something.</param>
/// <param name="doubled">Whether quotes and backslashes are doubled; else a backslash stands before them.</param>
/// <param name="word">A word that means something; none when empty.</param>
internal sealed class QuotedText(ReadOnlySpan<byte> special, bool doubled, string word)
{
    private readonly SearchValues<byte> letters = SearchValues.Create(special);

    /// <summary>Quotes what was written from a place on, where that is needed. A value of nothing is quoted: null is nothing.</summary>
    public void Quote(OutBuffer to, int start)
    {
        var text = to.From(start);
        if (!text.IsEmpty && text.IndexOfAny(letters) < 0 && !(word.Length > 0 && System.Text.Ascii.EqualsIgnoreCase(text, word)))
        {
            return;
        }

        var plain = text.ToArray();
        to.Cut(start);
        to.Byte((byte)'"');
        foreach (var letter in plain)
        {
            if (letter is (byte)'"' or (byte)'\\')
            {
                to.Byte(doubled ? letter : (byte)'\\');
            }

            to.Byte(letter);
        }

        to.Byte((byte)'"');
    }
}
