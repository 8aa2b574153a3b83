using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>A column that holds nothing.</summary>
internal sealed class NullEncoder : ColumnEncoder<IArrowArray>
{
    public override bool IsNull(int row) => true;

    public override void Text(OutBuffer to, int row)
    {
    }

    public override void Binary(OutBuffer to, int row)
    {
    }
}
