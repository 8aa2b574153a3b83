using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Talentys.Lake.Types;

/// <summary>
/// One value of a primitive type as an object, and its bytes in metadata (spec, appendix D, "Binary single-value serialization").
/// </summary>
/// <remarks>
/// boolean: <see cref="bool"/>; int: <see cref="int"/>; long: <see cref="long"/>; float: <see cref="float"/>; double: <see cref="double"/>;
/// decimal: the unscaled <see cref="BigInteger"/>; date: days since 1970, <see cref="int"/>; time, timestamp and timestamptz: microseconds,
/// <see cref="long"/>; string: <see cref="string"/>; uuid, fixed and binary: <see cref="byte"/>[] (uuid in network order).
/// </remarks>
internal static class SingleValue
{
    /// <summary>Reads a value; a bound of a type that was widened since is read as what it was (4 bytes of a long).</summary>
    /// <exception cref="InvalidDataException">The bytes are no such value.</exception>
    public static object Read(IcebergType.Primitive type, ReadOnlySpan<byte> bytes) => (type.Kind, bytes.Length) switch
    {
        (PrimitiveKind.Boolean, 1) => bytes[0] != 0,
        (PrimitiveKind.Int or PrimitiveKind.Date, 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (PrimitiveKind.Long, 4) => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (PrimitiveKind.Long or PrimitiveKind.Time or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz, 8) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (PrimitiveKind.Float, 4) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (PrimitiveKind.Double, 4) => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (PrimitiveKind.Double, 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        (PrimitiveKind.Decimal, > 0 and <= 17) => new BigInteger(bytes, isUnsigned: false, isBigEndian: true),
        (PrimitiveKind.String, _) => Encoding.UTF8.GetString(bytes),
        (PrimitiveKind.Uuid, 16) => bytes.ToArray(),
        (PrimitiveKind.Fixed or PrimitiveKind.Binary, _) => bytes.ToArray(),
        _ => throw new InvalidDataException($"{bytes.Length} bytes are no value of type {IcebergTypeJson.NameOf(type)}."),
    };

    /// <summary>Writes a value.</summary>
    public static byte[] Write(IcebergType.Primitive type, object value)
    {
        switch (type.Kind)
        {
            case PrimitiveKind.Boolean:
                return [(bool)value ? (byte)1 : (byte)0];
            case PrimitiveKind.Int or PrimitiveKind.Date:
                var four = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(four, (int)value);
                return four;
            case PrimitiveKind.Long or PrimitiveKind.Time or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz:
                var eight = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(eight, (long)value);
                return eight;
            case PrimitiveKind.Float:
                var single = new byte[4];
                BinaryPrimitives.WriteSingleLittleEndian(single, (float)value);
                return single;
            case PrimitiveKind.Double:
                var number = new byte[8];
                BinaryPrimitives.WriteDoubleLittleEndian(number, (double)value);
                return number;
            case PrimitiveKind.Decimal:
                return ((BigInteger)value).ToByteArray(isUnsigned: false, isBigEndian: true);
            case PrimitiveKind.String:
                return Encoding.UTF8.GetBytes((string)value);
            default:
                return (byte[])value;
        }
    }

    /// <summary>A value of a column as it is after the column was widened to a type.</summary>
    public static object Widen(IcebergType.Primitive type, object value) => (type.Kind, value) switch
    {
        (PrimitiveKind.Long, int number) => (long)number,
        (PrimitiveKind.Double, float number) => (double)number,
        _ => value,
    };

    /// <summary>
    /// Compares two values of one type (or of the type it was widened from) as the spec orders them: strings by their UTF-8
    /// bytes, bytes without sign, -0.0 before 0.0, NaN last.
    /// </summary>
    public static int Compare(object one, object other) => (one, other) switch
    {
        (bool a, bool b) => a.CompareTo(b),
        (int a, int b) => a.CompareTo(b),
        (long a, long b) => a.CompareTo(b),
        (float a, float b) => TotalOrder(a, b),
        (double a, double b) => TotalOrder(a, b),
        (BigInteger a, BigInteger b) => a.CompareTo(b),
        (string a, string b) => CompareUtf8(a, b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (int a, long b) => ((long)a).CompareTo(b),
        (long a, int b) => a.CompareTo(b),
        (float a, double b) => TotalOrder(a, b),
        (double a, float b) => TotalOrder(a, b),
        _ => throw new InvalidOperationException($"Values of {one.GetType().Name} and {other.GetType().Name} are not compared."),
    };

    private static int TotalOrder(double a, double b) =>
        double.IsNaN(a) ? double.IsNaN(b) ? 0 : 1
        : double.IsNaN(b) ? -1
        : a == 0 && b == 0 ? double.IsNegative(b).CompareTo(double.IsNegative(a))
        : a.CompareTo(b);

    // UTF-16 puts the letters beyond the first plane before the last ones of it; UTF-8 does not
    private static int CompareUtf8(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            if (a[i] != b[i])
            {
                var (first, second) = (char.IsSurrogate(a[i]), char.IsSurrogate(b[i]));
                return first != second ? first.CompareTo(second) : a[i].CompareTo(b[i]);
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}
