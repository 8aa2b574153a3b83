using System.Globalization;
using Apache.Arrow.Types;

namespace Talentys.Query.Kept.Columns;

/// <summary>How values of numbers and times lie on a line: their place on it as SQL, and the text of a place.</summary>
/// <param name="IsNumber">Whether values have a mean.</param>
/// <param name="Whole">Whether only whole places exist.</param>
/// <param name="Position">The place of <c>v</c>, as SQL of type DOUBLE.</param>
/// <param name="Finite">Whether <c>v</c> has a place, as SQL.</param>
/// <param name="Write">Text of a place, given the distance of neighbours.</param>
internal sealed record Scale(bool IsNumber, bool Whole, string Position, string Finite, Func<double, double, string?> Write)
{
    private const int MostBins = 20;
    private const string NotNull = "v IS NOT NULL";
    private const double MicrosecondsPerDay = 86_400_000_000;

    /// <summary>The scale of a type; null for texts and nested values.</summary>
    public static Scale? Of(IArrowType type) => type switch
    {
        Int8Type or Int16Type or Int32Type or Int64Type or UInt8Type or UInt16Type or UInt32Type or UInt64Type =>
            new Scale(true, true, "v::DOUBLE", NotNull, Number),
        Decimal128Type { Scale: 0 } => new Scale(true, true, "v::DOUBLE", NotNull, Number),
        Decimal128Type => new Scale(true, false, "v::DOUBLE", NotNull, Number),
        FloatType or DoubleType => new Scale(true, false, "v::DOUBLE", "isfinite(v)", Number),
        Date32Type => new Scale(false, true, "(v - DATE '1970-01-01')::DOUBLE", "isfinite(v)", (at, _) => Moment(at * MicrosecondsPerDay, "yyyy-MM-dd")),
        TimestampType { Timezone: null } => new Scale(false, false, "epoch_us(v)::DOUBLE", "isfinite(v)", (at, _) => Moment(at, "yyyy-MM-ddTHH:mm:ss.FFFFFF")),
        TimestampType => new Scale(false, false, "epoch_us(v)::DOUBLE", "isfinite(v)", (at, _) => Moment(at, "yyyy-MM-ddTHH:mm:ss.FFFFFF'Z'")),
        Time64Type or Time32Type => new Scale(false, false, "epoch_us(v)::DOUBLE", NotNull, (at, _) => Moment(at, "HH:mm:ss.FFFFFF")),
        _ => null,
    };

    /// <summary>Text of a place.</summary>
    public string? Text(double at, double width) => Write(at, width);

    /// <summary>Bins of one width; null when the ends cannot be told.</summary>
    public (int Count, double Width)? Divide(double least, double greatest)
    {
        var range = greatest - least;
        if (!double.IsFinite(range) || Write(least, 1) is null || Write(greatest, 1) is null)
        {
            return null;
        }

        if (range == 0)
        {
            return (1, 1);
        }

        if (!Whole)
        {
            return (MostBins, range / MostBins);
        }

        var width = Math.Ceiling((range + 1) / MostBins);
        return ((int)Math.Min(MostBins, Math.Ceiling((range + 1) / width)), width);
    }

    // as many digits as neighbours differ in
    private static string Number(double at, double width)
    {
        var digits = (int)Math.Clamp(3 - Math.Floor(Math.Log10(width)), 0, 15);
        return Math.Round(at, digits).ToString("R", CultureInfo.InvariantCulture);
    }

    private static string? Moment(double microseconds, string format)
    {
        const double year1 = -62_135_596_800_000_000;
        const double year10000 = 253_402_300_800_000_000;
        return microseconds is >= year1 and < year10000
            ? DateTimeOffset.UnixEpoch.AddTicks((long)microseconds * 10).ToString(format, CultureInfo.InvariantCulture)
            : null;
    }
}
