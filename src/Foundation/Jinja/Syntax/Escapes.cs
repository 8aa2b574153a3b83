using System.Globalization;
using System.Text;

namespace Talentys.Jinja.Syntax;

/// <summary>Python's escapes in strings.</summary>
internal static class Escapes
{
    /// <exception cref="FormatException">An escape is cut off.</exception>
    public static string Read(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
        {
            return text.ToString();
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            switch (text[i])
            {
                case '\n':
                    break;
                case '\\' or '\'' or '"':
                    result.Append(text[i]);
                    break;
                case 'a':
                    result.Append('\a');
                    break;
                case 'b':
                    result.Append('\b');
                    break;
                case 'f':
                    result.Append('\f');
                    break;
                case 'n':
                    result.Append('\n');
                    break;
                case 'r':
                    result.Append('\r');
                    break;
                case 't':
                    result.Append('\t');
                    break;
                case 'v':
                    result.Append('\v');
                    break;
                case 'x':
                    i += Point(result, text[(i + 1)..], 2, "truncated \\xXX escape");
                    break;
                case 'u':
                    i += Point(result, text[(i + 1)..], 4, "truncated \\uXXXX escape");
                    break;
                case 'U':
                    i += Point(result, text[(i + 1)..], 8, "truncated \\UXXXXXXXX escape");
                    break;
                case >= '0' and <= '7':
                    i += Octal(result, text[i..]) - 1;
                    break;
                default:
                    result.Append('\\').Append(text[i]);
                    break;
            }
        }

        return result.ToString();
    }

    private static int Point(StringBuilder result, ReadOnlySpan<char> digits, int count, string otherwise)
    {
        if (digits.Length < count || !int.TryParse(digits[..count], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) || point is < 0 or > 0x10FFFF)
        {
            throw new FormatException(otherwise);
        }

        if (point < 0x10000)
        {
            result.Append((char)point);
        }
        else
        {
            result.Append(char.ConvertFromUtf32(point));
        }

        return count;
    }

    private static int Octal(StringBuilder result, ReadOnlySpan<char> digits)
    {
        var (count, value) = (0, 0);
        while (count < 3 && count < digits.Length && digits[count] is >= '0' and <= '7')
        {
            value = (value * 8) + digits[count++] - '0';
        }

        result.Append((char)value);
        return count;
    }
}
