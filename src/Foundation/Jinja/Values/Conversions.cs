using System.Globalization;
using System.Numerics;
using Talentys.Jinja.Methods;

namespace Talentys.Jinja.Values;

/// <summary>What <c>int()</c>, <c>float()</c> and <c>round()</c> make of values.</summary>
internal static class Conversions
{
    private const int LongestNumber = 4300;

    /// <summary>An int of a number or a text; null when it is none.</summary>
    public static object? Int(object? value, int radix = 10)
    {
        switch (value)
        {
            case string text:
                return Digits(text, radix) is { } digits ? Numbers.Int(digits)
                    : Float(text) is double read && double.IsFinite(read) ? Numbers.Int(new BigInteger(Math.Truncate(read))) : null;
            case double number:
                return double.IsFinite(number) ? Numbers.Int(new BigInteger(Math.Truncate(number))) : null;
            case decimal number:
                return Numbers.Int(new BigInteger(decimal.Truncate(number)));
            default:
                return Numbers.IsInt(value) ? Numbers.Int(Numbers.Big(value!)) : null;
        }
    }

    /// <summary>An int as a text writes it: <c>-12</c>, <c>1_000</c>, and with a base <c>0xff</c>.</summary>
    public static BigInteger? Digits(string text, int radix)
    {
        text = TextMethods.Stripped(text, null, true, true);
        var negative = text.StartsWith('-');
        var digits = text.TrimStart('-', '+');
        if (text.Length - digits.Length > 1 || digits.Length is 0 or > LongestNumber)
        {
            return null;
        }

        if (digits.Length > 2 && digits[0] == '0' && char.ToLowerInvariant(digits[1]) is var mark && mark switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => -1 } is var marked
            && marked > 0 && (radix == marked || radix == 0))
        {
            (digits, radix) = (digits[2..], marked);
        }

        radix = radix == 0 ? 10 : radix;
        var value = BigInteger.Zero;
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == '_' && i > 0 && i + 1 < digits.Length && digits[i - 1] != '_')
            {
                continue;
            }

            var digit = char.IsDigit(digits[i]) ? (int)char.GetNumericValue(digits[i]) : char.IsAsciiLetter(digits[i]) ? char.ToLowerInvariant(digits[i]) - 'a' + 10 : radix;
            if (digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return negative ? -value : value;
    }

    /// <summary>A float of a number or a text; null when it is none.</summary>
    public static object? Float(object? value)
    {
        if (value is not string text)
        {
            return Numbers.IsNumber(value) ? Numbers.Float(value!) : null;
        }

        text = TextMethods.Stripped(text, null, true, true);
        var plain = text.TrimStart('-', '+').ToLowerInvariant();
        if (text.Length - plain.Length <= 1 && plain is "inf" or "infinity" or "nan")
        {
            return plain == "nan" ? double.NaN : text.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var ok = plain.Length > 0 && text.Length - plain.Length <= 1 && (char.IsAsciiDigit(plain[0]) || plain[0] == '.') && !plain.Contains("__", StringComparison.Ordinal);
        return ok && double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Rounded to the nearest, to the even one between two.</summary>
    public static double Rounded(double value, int precision)
    {
        if (!double.IsFinite(value) || precision > 300)
        {
            return value;
        }

        if (precision < 0)
        {
            return precision < -300 ? 0 : (double)Rounded(new BigInteger(Math.Round(value)), precision);
        }

        // the digits of the exact value decide, as in Python
        return double.Parse(Exact(value, precision), CultureInfo.InvariantCulture);
    }

    public static BigInteger Rounded(BigInteger value, int precision)
    {
        if (precision >= 0)
        {
            return value;
        }

        if (precision < -LongestNumber)
        {
            return BigInteger.Zero;
        }

        var unit = BigInteger.Pow(10, -precision);
        var quotient = BigInteger.DivRem(value, unit, out var rest);
        var twice = BigInteger.Abs(rest) * 2;
        return (quotient + (twice > unit || (twice == unit && !quotient.IsEven) ? value.Sign : 0)) * unit;
    }

    private static string Exact(double value, int precision)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var exponent = (int)(bits >> 52);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        (mantissa, exponent) = exponent == 0 ? (mantissa, -1074) : (mantissa | 0x10000000000000L, exponent - 1075);
        var scaled = new BigInteger(mantissa) * BigInteger.Pow(10, precision);
        BigInteger whole;
        if (exponent >= 0)
        {
            whole = scaled << exponent;
        }
        else
        {
            var unit = BigInteger.One << -exponent;
            whole = BigInteger.DivRem(scaled, unit, out var rest);
            var twice = rest * 2;
            whole += twice > unit || (twice == unit && !whole.IsEven) ? 1 : 0;
        }

        var digits = whole.ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        return $"{(double.IsNegative(value) ? "-" : "")}{(precision == 0 ? digits : digits[..^precision])}.{(precision == 0 ? "0" : digits[^precision..])}";
    }
}
