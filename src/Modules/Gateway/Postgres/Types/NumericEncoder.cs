using System.Buffers.Binary;
using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>numeric</c>, of decimals and of integers that no other type holds.</summary>
internal sealed class NumericEncoder : ColumnEncoder<IArrowArray>
{
    private const int MostDigits = 48;
    private int scale;

    public override void Load(IArrowArray array)
    {
        base.Load(array);
        scale = array is Decimal128Array { Data.DataType: Decimal128Type type } ? type.Scale : 0;
    }

    public override void Text(OutBuffer to, int row)
    {
        Span<byte> digits = stackalloc byte[MostDigits];
        var (negative, count) = Digits(row, digits);
        if (negative)
        {
            to.Byte((byte)'-');
        }

        to.Bytes(digits[..(count - scale)]);
        if (scale > 0)
        {
            to.Byte((byte)'.');
            to.Bytes(digits[(count - scale)..count]);
        }
    }

    /// <summary>Groups of four digits from the decimal point: their number, weight of the first, sign, scale, groups.</summary>
    public override void Binary(OutBuffer to, int row)
    {
        Span<byte> digits = stackalloc byte[MostDigits];
        var (negative, count) = Digits(row, digits);
        var whole = count - scale;
        var before = (whole + 3) / 4;
        var after = (scale + 3) / 4;
        Span<short> groups = stackalloc short[before + after];
        for (var group = 0; group < groups.Length; group++)
        {
            var first = whole - 4 * (before - group);
            var value = 0;
            for (var at = first; at < first + 4; at++)
            {
                value = value * 10 + (at >= 0 && at < count ? digits[at] - '0' : 0);
            }

            groups[group] = (short)value;
        }

        var start = 0;
        while (start < groups.Length && groups[start] == 0)
        {
            start++;
        }

        var end = groups.Length;
        while (end > start && groups[end - 1] == 0)
        {
            end--;
        }

        to.Int16(end - start);
        to.Int16(end == start ? 0 : before - 1 - start);
        to.Int16(negative && end > start ? 0x4000 : 0);
        to.Int16(scale);
        foreach (var group in groups[start..end])
        {
            to.Int16(group);
        }
    }

    // the digits of the unscaled value, at least one before the point
    private (bool Negative, int Count) Digits(int row, Span<byte> digits)
    {
        var (negative, magnitude) = Unscaled(row);
        magnitude.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        var missing = scale + 1 - count;
        if (missing > 0)
        {
            digits[..count].CopyTo(digits[missing..]);
            digits[..missing].Fill((byte)'0');
            count += missing;
        }

        return (negative, count);
    }

    private (bool Negative, UInt128 Magnitude) Unscaled(int row)
    {
        if (Values is UInt64Array integers)
        {
            return (false, integers.Values[row]);
        }

        var decimals = (Decimal128Array)Values;
        var value = BinaryPrimitives.ReadInt128LittleEndian(decimals.ValueBuffer.Span.Slice((decimals.Offset + row) * 16, 16));
        return value < 0 ? (true, (UInt128)(-value)) : (false, (UInt128)value);
    }
}
