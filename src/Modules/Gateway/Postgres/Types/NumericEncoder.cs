using System.Globalization;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>numeric</c>, of decimals and of integers that no other type holds.</summary>
/// <param name="unsigned">The bits are those of a number that has no sign.</param>
internal sealed class NumericEncoder(bool unsigned) : ColumnEncoder<IArrowArray>
{
    private const int MostDigits = 48;
    private Int128[] numbers = [];
    private ulong[] integers = [];
    private int scale;
    private bool isDecimal;

    public override void Load(IArrowArray array)
    {
        base.Load(array);
        isDecimal = array is Decimal128Array;
        if (array is Decimal128Array decimals)
        {
            scale = decimals.Scale;
            numbers = Validity.Copied(MemoryMarshal.Cast<byte, Int128>(decimals.ValueBuffer.Span.Slice(decimals.Offset * 16, decimals.Length * 16)), numbers);
        }
        else
        {
            integers = Validity.Copied(((UInt64Array)array).Values, integers);
        }
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
        int count;
        if (magnitude <= ulong.MaxValue)
        {
            ((ulong)magnitude).TryFormat(digits, out count, default, CultureInfo.InvariantCulture); // much sooner done
        }
        else
        {
            magnitude.TryFormat(digits, out count, default, CultureInfo.InvariantCulture);
        }

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
        if (!isDecimal)
        {
            return (false, integers[row]);
        }

        var value = numbers[row];
        return value < 0 && !unsigned ? (true, (UInt128)(-value)) : (false, (UInt128)value);
    }
}
