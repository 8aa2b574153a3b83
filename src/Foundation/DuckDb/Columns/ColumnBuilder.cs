using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Columns;

/// <summary>Joins the vectors of one column, chunk after chunk, into the buffers of one Arrow array.</summary>
internal abstract unsafe class ColumnBuilder(IArrowType type) : IDisposable
{
    private Validity validity;

    protected int Rows { get; private set; }

    /// <summary>Bytes of values held now: a batch ends early when they are many.</summary>
    public virtual long Bytes => 0;

    /// <summary>The builder for a column, or null when its type is left to the engine's own conversion.</summary>
    /// <param name="logical">Type in the engine.</param>
    /// <param name="type">Type that the engine gives it in Arrow.</param>
    public static ColumnBuilder? For(nint logical, IArrowType type)
    {
        var id = DuckNative.TypeId(logical);
        return (id, type) switch
        {
            (DuckType.Boolean, BooleanType) => new BooleanColumn(type),
            (DuckType.Varchar, StringType) or (DuckType.Blob, BinaryType) => new TextColumn(type),
            (DuckType.TimeTz, StringType) => new TimeTzColumn(type),
            (DuckType.Bit, StringType) => new BitColumn(type),
            (DuckType.Bignum, StringType) => new BignumColumn(type),
            (DuckType.Decimal, Decimal128Type) => DecimalColumn.For(DuckNative.DecimalInternalType(logical), type),
            (_, FixedWidthType width) when WidthOf(id) is > 0 and var bytes && bytes * 8 == width.BitWidth => new FixedColumn(type, bytes),
            _ => null,
        };
    }

    /// <summary>Appends a vector.</summary>
    public void Append(nint vector, int rows)
    {
        var valid = DuckNative.VectorValidity(vector);
        validity.Append(valid, Rows, rows);
        AppendValues((byte*)DuckNative.VectorData(vector), valid, rows);
        Rows += rows;
    }

    /// <summary>The array of all rows since the last one.</summary>
    public IArrowArray Build()
    {
        var nulls = validity.Nulls;
        var (first, second, buffers) = TakeBuffers();
        var bits = validity.Take();
        validity = default;
        var rows = Rows;
        Rows = 0;
        return ExportedArray.Import(type, rows, nulls, bits, (byte*)first, (byte*)second, buffers);
    }

    public virtual void Dispose() => validity.Dispose();

    protected abstract void AppendValues(byte* data, ulong* valid, int rows);

    /// <summary>Hands over the buffers after the validity, and tells how many there are with it.</summary>
    protected abstract (nint First, nint Second, int Count) TakeBuffers();

    private static int WidthOf(DuckType id) => id switch
    {
        DuckType.TinyInt or DuckType.UTinyInt => 1,
        DuckType.SmallInt or DuckType.USmallInt => 2,
        DuckType.Integer or DuckType.UInteger or DuckType.Float or DuckType.Date => 4,
        DuckType.BigInt or DuckType.UBigInt or DuckType.Double or DuckType.Time => 8,
        DuckType.Timestamp or DuckType.TimestampS or DuckType.TimestampMs or DuckType.TimestampNs or DuckType.TimestampTz => 8,
        DuckType.HugeInt => 16,
        _ => 0,
    };
}
