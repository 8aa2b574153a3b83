using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>
/// Turns the engine's text of a smallest or largest value into Iceberg's bytes (spec, appendix D, "Binary single-value
/// serialization"). Null where there is no sound bound: readers then do not prune.
/// </summary>
internal static class BoundBytes
{
    /// <summary>Code points of a string, or bytes of a binary, that a bound keeps when nothing else is told.</summary>
    public const int TruncateTo = 16;

    /// <summary>A bound that no value is below.</summary>
    public static byte[]? Lower(IcebergType.Primitive type, string text, int length = TruncateTo) => type.Kind switch
    {
        PrimitiveKind.String => Encoding.UTF8.GetBytes(Truncate(text, length)),
        PrimitiveKind.Binary => Hex(text) is { } bytes ? bytes[..Math.Min(length, bytes.Length)] : null,
        // -0.0 and 0.0 are equal to the engine, and in order to Iceberg
        PrimitiveKind.Float when Single(text) is 0f => Exact(type, "-0.0"),
        PrimitiveKind.Double when Number(text) is 0d => Exact(type, "-0.0"),
        _ => Exact(type, text),
    };

    /// <summary>A bound that no value is above.</summary>
    public static byte[]? Upper(IcebergType.Primitive type, string text, int length = TruncateTo) => type.Kind switch
    {
        PrimitiveKind.String => UpperString(text, length),
        PrimitiveKind.Binary => UpperBinary(Hex(text), length),
        PrimitiveKind.Float when Single(text) is 0f => Exact(type, "0.0"),
        PrimitiveKind.Double when Number(text) is 0d => Exact(type, "0.0"),
        _ => Exact(type, text),
    };

    /// <summary>A value that is not text or bytes of any length; null where the format has no such value.</summary>
    public static byte[]? Exactly(IcebergType.Primitive type, string text) => Exact(type, text);

    private static byte[]? Exact(IcebergType.Primitive type, string text)
    {
        switch (type.Kind)
        {
            case PrimitiveKind.Boolean:
                return text is "1" or "true" ? [1] : [0];
            case PrimitiveKind.Int:
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small) ? LittleEndian(small) : null;
            case PrimitiveKind.Long:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? LittleEndian(large) : null;
            case PrimitiveKind.Float:
                return Single(text) is { } single && !float.IsNaN(single) ? LittleEndian(BitConverter.SingleToInt32Bits(single)) : null;
            case PrimitiveKind.Double:
                return Number(text) is { } number && !double.IsNaN(number) ? LittleEndian(BitConverter.DoubleToInt64Bits(number)) : null;
            case PrimitiveKind.Decimal:
                return Unscaled(text, type.Scale) is { } unscaled ? unscaled.ToByteArray(isBigEndian: true) : null;
            case PrimitiveKind.Date:
                return EngineTimeText.Days(text) is { } days ? LittleEndian(days) : null;
            case PrimitiveKind.Time:
                return EngineTimeText.TimeMicros(text) is { } time ? LittleEndian(time) : null;
            case PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz:
                return EngineTimeText.TimestampMicros(text) is { } moment ? LittleEndian(moment) : null;
            case PrimitiveKind.Uuid:
                return Guid.TryParse(text, out var guid) ? guid.ToByteArray(bigEndian: true) : null;
            case PrimitiveKind.Fixed:
                return Hex(text);
            default:
                throw new InvalidOperationException($"Type {type} has no exact bound.");
        }
    }

    private static string Truncate(string text, int most)
    {
        var length = 0;
        for (var points = 0; points < most && length < text.Length; points++)
        {
            length += char.IsSurrogatePair(text, length) ? 2 : 1;
        }

        return text[..length];
    }

    /// <summary>The truncated text with its last code point raised, so that nothing that began with it is above.</summary>
    private static byte[]? UpperString(string text, int most)
    {
        var kept = Truncate(text, most);
        if (kept.Length == text.Length)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var runes = kept.EnumerateRunes().ToArray();
        for (var last = runes.Length - 1; last >= 0; last--)
        {
            var next = runes[last].Value == 0xD7FF ? 0xE000 : runes[last].Value + 1;
            if (next <= 0x10FFFF)
            {
                var raised = runes[..last].Append(new Rune(next)).Select(rune => rune.ToString());
                return Encoding.UTF8.GetBytes(string.Concat(raised));
            }
        }

        return null;
    }

    private static byte[]? UpperBinary(byte[]? bytes, int most)
    {
        if (bytes is null || bytes.Length <= most)
        {
            return bytes;
        }

        for (var last = most - 1; last >= 0; last--)
        {
            if (bytes[last] < 0xFF)
            {
                var raised = bytes[..(last + 1)];
                raised[last]++;
                return raised;
            }
        }

        return null;
    }

    private static BigInteger? Unscaled(string text, int scale)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? "" : text[(point + 1)..];
        return fraction.Length <= scale
            && BigInteger.TryParse(
                (point < 0 ? text : text[..point]) + fraction.PadRight(scale, '0'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }

    private static byte[]? Hex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;

    private static double? Number(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
    };

    private static float? Single(string text) => text switch
    {
        "inf" => float.PositiveInfinity,
        "-inf" => float.NegativeInfinity,
        _ => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
    };

    private static byte[] LittleEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] LittleEndian(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
