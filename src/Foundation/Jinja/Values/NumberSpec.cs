using System.Globalization;
using System.Numerics;
using System.Text;

namespace Talentys.Jinja.Values;

/// <summary>How a value is laid out, in <c>%</c> and in <c>format</c>.</summary>
internal sealed record NumberSpec
{
    public char Fill { get; init; } = ' ';

    /// <summary><c>&lt;</c> left, <c>&gt;</c> right, <c>^</c> in the middle, <c>=</c> behind the sign.</summary>
    public char Align { get; init; } = '>';

    public char Sign { get; init; } = '-';

    public bool Alternate { get; init; }

    public int Width { get; init; }

    /// <summary>What stands between thousands: a comma, an underscore, or nothing.</summary>
    public char? Grouping { get; init; }

    public int? Precision { get; init; }

    public char Kind { get; init; }

    public string Padded(string text, char align, char fill)
    {
        var missing = Width - Texts.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        var left = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        return new string(fill, left) + text + new string(fill, missing - left);
    }

    /// <param name="value">The number.</param>
    /// <param name="least">Digits at least, for <c>%</c>.</param>
    public string Integer(BigInteger value, int? least = null)
    {
        var size = BigInteger.Abs(value);
        var (digits, prefix) = Kind switch
        {
            'x' => (Hex(size), "0x"),
            'X' => (Hex(size).ToUpperInvariant(), "0X"),
            'o' => (Radix(size, 8), "0o"),
            'b' => (Radix(size, 2), "0b"),
            _ => (size.ToString(CultureInfo.InvariantCulture), ""),
        };
        digits = digits.PadLeft(least ?? 0, '0');
        return Laid(value.Sign < 0, Alternate ? prefix : "", Kind is 'x' or 'X' or 'o' or 'b' ? Grouped(digits, 4) : Grouped(digits, 3), "");
    }

    public string Float(double value)
    {
        var upper = char.IsUpper(Kind);
        if (!double.IsFinite(value))
        {
            var name = double.IsNaN(value) ? "nan" : "inf";
            return (Fill == '0' ? this with { Fill = ' ', Align = Align == '=' ? '>' : Align } : this).Laid(value < 0, "", upper ? name.ToUpperInvariant() : name, "");
        }

        var size = Math.Abs(value);
        var text = char.ToLowerInvariant(Kind) switch
        {
            'e' => Exponent(size, Precision ?? 6),
            'g' => General(size, Precision ?? 6),
            _ => size.ToString("F" + (Precision ?? 6), CultureInfo.InvariantCulture),
        };
        if (Alternate && Precision == 0 && !text.Contains('.', StringComparison.Ordinal))
        {
            text += ".";
        }

        text = upper ? text.ToUpperInvariant() : text;
        var end = text.AsSpan().IndexOfAny('.', 'e', 'E');
        return Laid(double.IsNegative(value), "", Grouped(end < 0 ? text : text[..end], 3), end < 0 ? "" : text[end..]);
    }

    public string Laid(bool isNegative, string prefix, string digits, string rest)
    {
        var sign = isNegative ? "-" : Sign is '+' or ' ' ? Sign.ToString() : "";
        if (Align != '=')
        {
            return Padded(sign + prefix + digits + rest, Align, Fill);
        }

        var missing = Width - sign.Length - prefix.Length - digits.Length - rest.Length;
        if (missing > 0 && Fill == '0' && Grouping is { } mark)
        {
            return sign + prefix + FilledGroups(digits, digits.Length + missing, mark) + rest;
        }

        return sign + prefix + (missing > 0 ? new string(Fill, missing) : "") + digits + rest;
    }

    private static string FilledGroups(string digits, int width, char mark)
    {
        var plain = digits.Replace(mark.ToString(), "", StringComparison.Ordinal);
        while (true)
        {
            var grouped = Grouped(plain, 3, mark);
            if (grouped.Length >= width)
            {
                return grouped;
            }

            plain = "0" + plain;
        }
    }

    private static string Hex(BigInteger size) => size.IsZero ? "0" : size.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    private static string Radix(BigInteger size, int radix)
    {
        var digits = new StringBuilder();
        do
        {
            size = BigInteger.DivRem(size, radix, out var digit);
            digits.Insert(0, (char)('0' + (int)digit));
        }
        while (!size.IsZero);
        return digits.ToString();
    }

    private static string Exponent(double size, int precision)
    {
        var text = size.ToString((precision == 0 ? "0" : "0." + new string('0', precision)) + "e+00", CultureInfo.InvariantCulture);
        return text;
    }

    private string General(double size, int precision)
    {
        precision = Math.Max(1, precision);
        var scientific = Exponent(size, precision - 1);
        var mark = scientific.IndexOf('e', StringComparison.Ordinal);
        var exponent = int.Parse(scientific.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent < -4 || exponent >= precision)
        {
            return Trimmed(scientific[..mark]) + scientific[mark..];
        }

        return Trimmed(size.ToString("F" + Math.Max(0, precision - 1 - exponent), CultureInfo.InvariantCulture));
    }

    private string Trimmed(string digits) => Alternate || !digits.Contains('.', StringComparison.Ordinal) ? digits : digits.TrimEnd('0').TrimEnd('.');

    private string Grouped(string digits, int size) => Grouping is { } mark ? Grouped(digits, size, mark) : digits;

    private static string Grouped(string digits, int size, char mark)
    {
        var text = new StringBuilder(digits);
        for (var at = digits.Length - size; at > 0; at -= size)
        {
            text.Insert(at, mark);
        }

        return text.ToString();
    }
}
