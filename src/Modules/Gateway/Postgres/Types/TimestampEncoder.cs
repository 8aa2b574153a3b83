using Apache.Arrow.Types;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>timestamp</c> and <c>timestamptz</c>.</summary>
internal sealed class TimestampEncoder(TimestampType type, TimeZoneInfo zone) : FixedEncoder<long>
{
    private const long MicrosTo2000 = 10_957 * CalendarText.MicrosecondsPerDay;
    private readonly TimeZoneInfo? zone = type.Timezone is null ? null : zone;

    public override void Text(OutBuffer to, int row)
    {
        var raw = Numbers[row];
        if (raw is long.MaxValue or -long.MaxValue)
        {
            to.Bytes(raw > 0 ? "infinity"u8 : "-infinity"u8);
            return;
        }

        CalendarText.Timestamp(to, Micros(raw, type.Unit), zone);
    }

    public override void Binary(OutBuffer to, int row)
    {
        var raw = Numbers[row];
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
