using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>An enum, as text.</summary>
internal class DictionaryEncoder(ColumnEncoder inner) : ColumnEncoder<DictionaryArray>
{
    public override void Load(IArrowArray array)
    {
        base.Load(array);
        inner.Load(Values.Dictionary);
    }

    public override void Text(OutBuffer to, int row) => inner.Text(to, Index(row));

    public override void Binary(OutBuffer to, int row) => inner.Binary(to, Index(row));

    private int Index(int row) => Values.Indices switch
    {
        UInt8Array indices => indices.Values[row],
        Int8Array indices => indices.Values[row],
        UInt16Array indices => indices.Values[row],
        Int16Array indices => indices.Values[row],
        UInt32Array indices => (int)indices.Values[row],
        Int32Array indices => indices.Values[row],
        var other => throw new InvalidOperationException($"A dictionary has indices of {other.GetType().Name}."),
    };
}
