using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>bool</c>.</summary>
internal sealed class BooleanEncoder : ColumnEncoder<BooleanArray>
{
    private byte[] bits = [];
    private int offset;

    public override void Load(IArrowArray array)
    {
        base.Load(array);
        offset = Values.Offset;
        bits = Validity.Copied(Values.ValueBuffer.Span, bits);
    }

    public override void Text(OutBuffer to, int row) => to.Byte((byte)(IsTrue(row) ? 't' : 'f'));

    public override void Binary(OutBuffer to, int row) => to.Byte((byte)(IsTrue(row) ? 1 : 0));

    private bool IsTrue(int row) => (bits[(offset + row) >> 3] >> ((offset + row) & 7) & 1) != 0;
}
