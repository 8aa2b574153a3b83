using System.Buffers.Binary;
using System.Globalization;
using Apache.Arrow;

namespace Talentys.DuckDb.Values;

/// <summary>Decimals of up to 38 digits, of which .NET's type holds 28.</summary>
internal static class DecimalValues
{
    private static readonly Int128 Largest = (Int128)decimal.MaxValue;

    /// <summary>A decimal where it fits; else its digits as text. Whole numbers (HUGEINT) lose nothing either way.</summary>
    public static object At(Decimal128Array numbers, int row)
    {
        var bytes = numbers.ValueBuffer.Span.Slice((numbers.Offset + row) * 16, 16);
        var unscaled = BinaryPrimitives.ReadInt128LittleEndian(bytes);
        return unscaled <= Largest && unscaled >= -Largest && numbers.Scale <= 28
            ? Scaled(unscaled, numbers.Scale)
            : Text(unscaled, numbers.Scale);
    }

    private static decimal Scaled(Int128 unscaled, int scale)
    {
        var size = unscaled < 0 ? (UInt128)(-unscaled) : (UInt128)unscaled;
        return new decimal((int)(uint)size, (int)(uint)(size >> 32), (int)(uint)(size >> 64), unscaled < 0, (byte)scale);
    }

    private static string Text(Int128 unscaled, int scale)
    {
        var sign = unscaled < 0 ? "-" : "";
        var digits = unscaled.ToString(CultureInfo.InvariantCulture).TrimStart('-').PadLeft(scale + 1, '0');
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }
}
