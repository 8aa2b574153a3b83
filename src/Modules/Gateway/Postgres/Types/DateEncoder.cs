using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>date</c>.</summary>
internal sealed class DateEncoder : FixedEncoder<int>
{
    private const int DaysTo2000 = 10_957;

    public override void Text(OutBuffer to, int row)
    {
        var days = Numbers[row];
        if (days is int.MaxValue or -int.MaxValue)
        {
            to.Bytes(days > 0 ? "infinity"u8 : "-infinity"u8);
            return;
        }

        CalendarText.End(to, CalendarText.Date(to, days));
    }

    public override void Binary(OutBuffer to, int row)
    {
        var days = Numbers[row];
        to.Int32(days switch { int.MaxValue => int.MaxValue, -int.MaxValue => int.MinValue, _ => days - DaysTo2000 });
    }
}
