using System.Globalization;
using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

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
