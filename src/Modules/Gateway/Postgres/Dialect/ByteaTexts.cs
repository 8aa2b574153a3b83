using System.Buffers;
using System.Text;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>Constants of bytes as PostgreSQL writes them in hex, <c>'\x00ff'::bytea</c>; the engine wants <c>'\x00\xff'</c>.</summary>
internal sealed class ByteaTexts : IDialectRule
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 0; index + 3 < input.Count; index++)
        {
            if (!done[index] && input.IsText(index) && input.IsSymbol(index + 1, ':') && input.IsSymbol(index + 2, ':') && input.IsName(index + 3, "bytea")
                && Hex(input.Tokens[index].In(input.Sql)) is { } text)
            {
                edits.Add(input.Replace(index, index, text));
                done[index] = true;
            }
        }
    }

    // also with the backslash doubled, E'\\x00ff'
    private static string? Hex(ReadOnlySpan<char> constant)
    {
        var quote = constant.IndexOf('\'');
        var plain = quote < 0 ? default : constant[(quote + 1)..^1];
        plain = quote == 1 && plain.StartsWith("\\\\") ? plain[1..] : plain;
        if (quote > 1 || !plain.StartsWith("\\x") || plain.Length % 2 != 0 || plain[2..].ContainsAnyExcept(HexDigits))
        {
            return null;
        }

        var text = new StringBuilder("'");
        for (var at = 2; at < plain.Length; at += 2)
        {
            text.Append("\\x").Append(plain.Slice(at, 2));
        }

        return text.Append('\'').ToString();
    }
}
