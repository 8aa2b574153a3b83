using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>bool</c>.</summary>
internal sealed class BooleanEncoder : ColumnEncoder<BooleanArray>
{
    public override void Text(OutBuffer to, int row) => to.Byte((byte)(Values.GetValue(row) is true ? 't' : 'f'));

    public override void Binary(OutBuffer to, int row) => to.Byte((byte)(Values.GetValue(row) is true ? 1 : 0));
}
