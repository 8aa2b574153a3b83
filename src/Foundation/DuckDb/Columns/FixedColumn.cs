using Apache.Arrow.Types;

namespace Talentys.DuckDb.Columns;

/// <summary>Values of one width that are the same bytes in both formats.</summary>
internal sealed unsafe class FixedColumn(IArrowType type, int width) : ColumnBuilder(type)
{
    private NativeBuffer values;

    public override long Bytes => (long)Rows * width;

    public override void Dispose()
    {
        values.Dispose();
        base.Dispose();
    }

    protected override void AppendValues(byte* data, ulong* valid, int rows)
    {
        values.Reserve((long)(Rows + rows) * width);
        var bytes = (long)rows * width;
        Buffer.MemoryCopy(data, values.Data + ((long)Rows * width), bytes, bytes);
    }

    protected override (nint First, nint Second, int Count) TakeBuffers() => ((nint)values.Take(), 0, 2);
}
