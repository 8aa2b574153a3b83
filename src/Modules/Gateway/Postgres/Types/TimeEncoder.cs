using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>time</c>.</summary>
internal sealed class TimeEncoder(IArrowType type) : ColumnEncoder<IArrowArray>
{
    private readonly TimeUnit unit = type is Time64Type time ? time.Unit : ((Time32Type)type).Unit;

    public override void Text(OutBuffer to, int row) => CalendarText.Time(to, Micros(row));

    public override void Binary(OutBuffer to, int row) => to.Int64(Micros(row));

    private long Micros(int row) => TimestampEncoder.Micros(Values is Time64Array times ? times.Values[row] : ((Time32Array)Values).Values[row], unit);
}
