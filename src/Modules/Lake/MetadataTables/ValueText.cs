using System.Globalization;
using System.Numerics;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.MetadataTables;

/// <summary>Values of metadata as people read them.</summary>
internal static class ValueText
{
    /// <summary>A value of a column.</summary>
    public static string? Of(IcebergType.Primitive type, object? value) => (value, type.Kind) switch
    {
        (null, _) => null,
        (bool flag, _) => flag ? "true" : "false",
        (int days, PrimitiveKind.Date) => Date(days),
        (long micros, PrimitiveKind.Time) => TimeSpan.FromMicroseconds(micros).ToString("c", CultureInfo.InvariantCulture),
        (long micros, PrimitiveKind.Timestamp) => Moment(micros),
        (long micros, PrimitiveKind.TimestampTz) => $"{Moment(micros)}+00:00",
        (BigInteger unscaled, _) => Decimal(unscaled, type.Scale),
        (byte[] { Length: 16 } bytes, PrimitiveKind.Uuid) => new Guid(bytes, bigEndian: true).ToString(),
        (byte[] bytes, _) => Convert.ToHexString(bytes),
        (IFormattable number, _) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>A value of a partition field.</summary>
    public static string? Of(PartitionField field, IcebergType.Primitive type, object? value) => (field.Transform, value) switch
    {
        (_, null) => null,
        (Transform.Time { Unit: TimeUnit.Year }, int years) => (1970 + years).ToString("0000", CultureInfo.InvariantCulture),
        (Transform.Time { Unit: TimeUnit.Month }, int months) when Within(months, 12) => new DateTime(1970, 1, 1).AddMonths(months).ToString("yyyy-MM", CultureInfo.InvariantCulture),
        (Transform.Time { Unit: TimeUnit.Day }, int days) => Date(days),
        (Transform.Time { Unit: TimeUnit.Hour }, int hours) when Within(hours, 8766) => DateTime.UnixEpoch.AddHours(hours).ToString("yyyy-MM-dd-HH", CultureInfo.InvariantCulture),
        _ => Of(type, value),
    };

    /// <summary>Bytes of a bound; null when they are none of the type.</summary>
    public static string? OfBytes(IcebergType.Primitive type, byte[]? bytes)
    {
        try
        {
            return bytes is null ? null : Of(type, SingleValue.Read(type, bytes));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool Within(int units, int perYear) => units / perYear is > -1900 and < 8000;

    private static string Date(int days) => days is > -719_162 and < 2_932_896
        ? DateTime.UnixEpoch.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : days.ToString(CultureInfo.InvariantCulture);

    private static string Moment(long micros) => micros / 86_400_000_000 is > -719_162 and < 2_932_896
        ? DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)
        : micros.ToString(CultureInfo.InvariantCulture);

    private static string Decimal(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}{(scale > 0 ? "." : "")}{digits[^scale..]}";
    }
}
