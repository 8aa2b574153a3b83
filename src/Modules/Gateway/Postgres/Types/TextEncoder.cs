using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>text</c>, and <c>json</c> that is text already.</summary>
internal sealed class TextEncoder : ColumnEncoder<StringArray>
{
    private int[] offsets = [];
    private byte[] bytes = [];
    private int first;

    public override void Load(IArrowArray array)
    {
        base.Load(array);
        offsets = Validity.Copied(Values.ValueOffsets, offsets);
        first = Values.Length > 0 ? offsets[0] : 0;
        bytes = Validity.Copied(Values.ValueBuffer.Span[first..(Values.Length > 0 ? offsets[Values.Length] : 0)], bytes);
    }

    public override void Text(OutBuffer to, int row) => to.Bytes(bytes.AsSpan(offsets[row] - first, offsets[row + 1] - offsets[row]));

    public override void Binary(OutBuffer to, int row) => Text(to, row);
}
