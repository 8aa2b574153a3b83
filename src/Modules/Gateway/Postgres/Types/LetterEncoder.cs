using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>"char"</c>: one byte, which is zero in binary form where the text is empty.</summary>
internal sealed class LetterEncoder : DictionaryEncoder
{
    public LetterEncoder()
        : base(new TextEncoder())
    {
    }

    public override void Binary(OutBuffer to, int row)
    {
        var before = to.Length;
        Text(to, row);
        if (to.Length == before)
        {
            to.Byte(0);
        }
    }
}
