using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>date</c>.</summary>
internal sealed class DateEncoder : ColumnEncoder<Date32Array>
{
    private const int DaysTo2000 = 10_957;

    public override void Text(OutBuffer to, int row)
    {
        var days = Values.Values[row];
        if (days is int.MaxValue or -int.MaxValue)
        {
            to.Bytes(days > 0 ? "infinity"u8 : "-infinity"u8);
            return;
        }

        CalendarText.End(to, CalendarText.Date(to, days));
    }

    public override void Binary(OutBuffer to, int row)
    {
        var days = Values.Values[row];
        to.Int32(days switch { int.MaxValue => int.MaxValue, -int.MaxValue => int.MinValue, _ => days - DaysTo2000 });
    }
}

/// <summary><c>time</c>.</summary>
internal sealed class TimeEncoder(IArrowType type) : ColumnEncoder<IArrowArray>
{
    private readonly TimeUnit unit = type is Time64Type time ? time.Unit : ((Time32Type)type).Unit;

    public override void Text(OutBuffer to, int row) => CalendarText.Time(to, Micros(row));

    public override void Binary(OutBuffer to, int row) => to.Int64(Micros(row));

    private long Micros(int row) => TimestampEncoder.Micros(Values is Time64Array times ? times.Values[row] : ((Time32Array)Values).Values[row], unit);
}

/// <summary><c>timestamp</c> and <c>timestamptz</c>.</summary>
internal sealed class TimestampEncoder(TimestampType type, TimeZoneInfo zone) : ColumnEncoder<TimestampArray>
{
    private const long MicrosTo2000 = 10_957 * CalendarText.MicrosecondsPerDay;
    private readonly TimeZoneInfo? zone = type.Timezone is null ? null : zone;

    public override void Text(OutBuffer to, int row)
    {
        var raw = Values.Values[row];
        if (raw is long.MaxValue or -long.MaxValue)
        {
            to.Bytes(raw > 0 ? "infinity"u8 : "-infinity"u8);
            return;
        }

        CalendarText.Timestamp(to, Micros(raw, type.Unit), zone);
    }

    public override void Binary(OutBuffer to, int row)
    {
        var raw = Values.Values[row];
        to.Int64(raw switch
        {
            long.MaxValue => long.MaxValue,
            -long.MaxValue => long.MinValue,
            _ => Micros(raw, type.Unit) - MicrosTo2000,
        });
    }

    internal static long Micros(long value, TimeUnit unit) => unit switch
    {
        TimeUnit.Second => value * 1_000_000,
        TimeUnit.Millisecond => value * 1000,
        TimeUnit.Nanosecond => CalendarText.FloorDivide(value, 1000).Quotient,
        _ => value,
    };
}

/// <summary><c>interval</c>, with IntervalStyle postgres.</summary>
internal sealed class IntervalEncoder : ColumnEncoder<MonthDayNanosecondIntervalArray>
{
    public override void Text(OutBuffer to, int row)
    {
        var value = Values.GetValue(row)!.Value;
        var micros = value.Nanoseconds / 1000;
        var start = to.Length;
        var negative = false;
        Part(value.Months / 12, "year");
        Part(value.Months % 12, "mon");
        Part(value.Days, "day");
        if (micros != 0 || to.Length == start)
        {
            Space();
            if (micros < 0 || negative)
            {
                to.Byte((byte)(micros < 0 ? '-' : '+'));
            }

            CalendarText.Time(to, Math.Abs(micros));
        }

        void Part(int count, string unit)
        {
            if (count != 0)
            {
                Space();
                to.Text(string.Create(CultureInfo.InvariantCulture, $"{(negative && count > 0 ? "+" : "")}{count} {unit}{(count == 1 ? "" : "s")}"));
                negative = count < 0;
            }
        }

        void Space()
        {
            if (to.Length > start)
            {
                to.Byte((byte)' ');
            }
        }
    }

    public override void Binary(OutBuffer to, int row)
    {
        var value = Values.GetValue(row)!.Value;
        to.Int64(value.Nanoseconds / 1000);
        to.Int32(value.Days);
        to.Int32(value.Months);
    }
}
