using System.Globalization;
using System.Numerics;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Planning;

/// <summary>
/// Constants of statements as values of columns, where the engine compares them just so; null where it may cast the column
/// instead, or rounds, or where the text is written in a way that is not plain: then nothing is pruned by it.
/// </summary>
internal static class LiteralValue
{
    // beyond it whole numbers are rounded in a double
    private static readonly BigInteger Exact = BigInteger.Pow(2, 53);

    private static readonly string[] MomentFormats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
    ];

    /// <summary>The value; null when it is not to be had.</summary>
    public static object? Read(IcebergType.Primitive type, ScanLiteral literal) => type.Kind switch
    {
        PrimitiveKind.Int => Whole(literal, text: true) is { } number && number >= int.MinValue && number <= int.MaxValue ? (int)number : null,
        PrimitiveKind.Long => Whole(literal, text: true) is { } number && number >= long.MinValue && number <= long.MaxValue ? (long)number : null,
        PrimitiveKind.Double => Double(literal),
        PrimitiveKind.Decimal => Number(literal) is var (unscaled, scale) ? Rescaled(unscaled, scale, type.Scale) : null,
        PrimitiveKind.Date => Date(literal),
        PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz => Moment(literal) is { } moment ? Micros(moment) : null,
        PrimitiveKind.String => literal.Type == "VARCHAR" ? literal.Text : null,
        _ => null,
    };

    private static long Micros(DateTime moment) => (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static BigInteger? Whole(ScanLiteral literal, bool text)
    {
        if (text && literal.Type == "VARCHAR")
        {
            // the engine takes more (blanks, 1e3, 2.5 rounded); only what has one meaning is taken here
            return BigInteger.TryParse(literal.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var plain) && plain.ToString(CultureInfo.InvariantCulture) == literal.Text
                ? plain
                : null;
        }

        return Number(literal) is var (unscaled, scale) ? Rescaled(unscaled, scale, 0) : null;
    }

    private static (BigInteger Unscaled, int Scale)? Number(ScanLiteral literal)
    {
        if (literal.Type is not ("TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "DECIMAL"))
        {
            return null;
        }

        var point = literal.Text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? literal.Text : literal.Text.Remove(point, 1);
        return BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)
            ? (unscaled, point < 0 ? 0 : literal.Text.Length - point - 1)
            : null;
    }

    private static BigInteger? Rescaled(BigInteger unscaled, int scale, int wanted)
    {
        if (wanted >= scale)
        {
            return unscaled * BigInteger.Pow(10, wanted - scale);
        }

        var whole = BigInteger.DivRem(unscaled, BigInteger.Pow(10, scale - wanted), out var rest);
        return rest.IsZero ? whole : (BigInteger?)null;
    }

    private static double? Double(ScanLiteral literal)
    {
        if (literal.Type == "DOUBLE")
        {
            return double.TryParse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
        }

        // whole numbers alone: fractions are rounded by the engine in a way of its own
        return Whole(literal, text: false) is { } whole && BigInteger.Abs(whole) <= Exact ? (double)whole : null;
    }

    private static int? Date(ScanLiteral literal)
    {
        if (literal.Type is not ("VARCHAR" or "DATE" or "TIMESTAMP") || Moment(literal) is not { } moment)
        {
            return null;
        }

        // a text is cast to a date, which forgets its time; a date that is compared with a moment is one itself
        return moment.TimeOfDay == TimeSpan.Zero ? (moment.Date - DateTime.UnixEpoch).Days : null;
    }

    private static DateTime? Moment(ScanLiteral literal) =>
        literal.Type is "VARCHAR" or "DATE" or "TIMESTAMP" or "TIMESTAMP WITH TIME ZONE"
        && DateTime.TryParseExact(literal.Text, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
        && (literal.Type != "DATE" || moment.TimeOfDay == TimeSpan.Zero)
            ? moment
            : null;
}
