using Apache.Arrow.Types;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Columns;

/// <summary>Decimals: 2, 4 or 8 bytes by their precision in the engine, 16 in Arrow.</summary>
internal sealed unsafe class DecimalColumn(IArrowType type, DuckType stored) : ColumnBuilder(type)
{
    private NativeBuffer values;

    public static ColumnBuilder? For(DuckType stored, IArrowType type) => stored switch
    {
        DuckType.HugeInt => new FixedColumn(type, sizeof(Int128)),
        DuckType.SmallInt or DuckType.Integer or DuckType.BigInt => new DecimalColumn(type, stored),
        _ => null,
    };

    public override void Dispose()
    {
        values.Dispose();
        base.Dispose();
    }

    protected override void AppendValues(byte* data, ulong* valid, int rows)
    {
        values.Reserve((long)(Rows + rows) * sizeof(Int128));
        var target = (long*)values.Data + ((long)Rows * 2);
        for (var row = 0; row < rows; row++)
        {
            var value = stored switch
            {
                DuckType.SmallInt => ((short*)data)[row],
                DuckType.Integer => ((int*)data)[row],
                _ => ((long*)data)[row],
            };
            target[row * 2] = value;
            target[(row * 2) + 1] = value >> 63;
        }
    }

    protected override (nint First, nint Second, int Count) TakeBuffers() => ((nint)values.Take(), 0, 2);
}
