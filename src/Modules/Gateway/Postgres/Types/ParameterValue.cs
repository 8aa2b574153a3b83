using System.Globalization;
using System.Text;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>The value of a parameter as the engine takes it, and the type to which the statement casts it.</summary>
/// <param name="Value">null, bool, long, double, text or bytes.</param>
/// <param name="EngineType">Name of the type in the engine.</param>
internal sealed record ParameterValue(object? Value, string EngineType)
{
    /// <summary>Digits that a decimal of the engine holds.</summary>
    private const int MostDigits = 38;

    /// <summary>A parameter whose value is not known yet.</summary>
    public static ParameterValue Of(PgType type) => new(null, EngineOf(type));

    /// <summary>Reads a value as it came.</summary>
    /// <exception cref="PgException"><c>22P02</c>, <c>22P03</c>, <c>0A000</c>.</exception>
    public static ParameterValue Read(PgType type, bool binary, byte[]? bytes, int number)
    {
        if (bytes is null)
        {
            return Of(type);
        }

        try
        {
            var value = binary ? BinaryParameter.Read(type, bytes) : OfText(type, BodyReader.Text(bytes));
            return new ParameterValue(value, type == PgType.Numeric && value is string digits ? Decimal(digits) : EngineOf(type));
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or OverflowException or InvalidDataException)
        {
            throw new PgException(
                new PgError(binary ? "22P03" : "22P02", $"The value of parameter ${number} is not a valid {type.Name}."), failure);
        }
    }

    private static object OfText(PgType type, string text)
    {
        if (PgType.ElementOf(type.Oid) is { } element)
        {
            return ArrayText.ToEngine(ArrayText.Parse(text), element);
        }

        return type.Oid switch
        {
            16 => Truth(text.Trim()),
            17 => Bytes(text),
            20 or 21 or 23 or 26 => long.Parse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            700 or 701 => Float(text.Trim()),
            1700 => text.Trim(),
            1186 => IntervalText.ToEngine(text),
            _ => text,
        };
    }

    private static bool Truth(string text) => text.ToLowerInvariant() switch
    {
        "t" or "true" or "y" or "yes" or "on" or "1" => true,
        "f" or "false" or "n" or "no" or "off" or "0" => false,
        _ => throw new FormatException("no truth value"),
    };

    private static double Float(string text) => text.ToLowerInvariant() switch
    {
        "inf" or "infinity" or "+infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static byte[] Bytes(string text)
    {
        if (text.StartsWith("\\x", StringComparison.Ordinal))
        {
            return Convert.FromHexString(text.AsSpan(2));
        }

        // the older form: \\ and \nnn
        var bytes = new List<byte>(text.Length);
        var plain = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < plain.Length; at++)
        {
            if (plain[at] != '\\')
            {
                bytes.Add(plain[at]);
            }
            else if (at + 1 < plain.Length && plain[at + 1] == '\\')
            {
                bytes.Add(plain[++at]);
            }
            else
            {
                bytes.Add(Convert.ToByte(text.Substring(at + 1, 3), 8));
                at += 3;
            }
        }

        return [.. bytes];
    }

    private static string EngineOf(PgType type) => type == PgType.Numeric ? "DECIMAL(38, 10)" : type.Engine.Replace("DECIMAL[]", "DECIMAL(38, 10)[]", StringComparison.Ordinal);

    // the narrowest decimal that holds the digits; others are doubles
    private static string Decimal(string text)
    {
        if (!text.All(letter => char.IsAsciiDigit(letter) || letter is '.' or '-' or '+'))
        {
            return "DOUBLE";
        }

        var digits = text.Count(char.IsAsciiDigit);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : text.Length - point - 1;
        return digits is > 0 and <= MostDigits
            ? string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Math.Max(digits, scale + 1)}, {scale})")
            : "DOUBLE";
    }
}
