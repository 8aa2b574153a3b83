using System.Globalization;
using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>text</c>, and <c>json</c> that is text already.</summary>
internal sealed class TextEncoder : ColumnEncoder<StringArray>
{
    public override void Text(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));

    public override void Binary(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));
}

/// <summary><c>uuid</c>, which comes as text.</summary>
internal sealed class UuidEncoder : ColumnEncoder<StringArray>
{
    public override void Text(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));

    public override void Binary(OutBuffer to, int row) =>
        Guid.Parse(Values.GetString(row), CultureInfo.InvariantCulture).TryWriteBytes(to.Take(16), bigEndian: true, out _);
}

/// <summary><c>bytea</c>.</summary>
internal sealed class ByteaEncoder : ColumnEncoder<BinaryArray>
{
    public override void Text(OutBuffer to, int row)
    {
        var value = Values.GetBytes(row);
        to.Bytes("\\x"u8);
        var text = to.Take(value.Length * 2);
        for (var index = 0; index < value.Length; index++)
        {
            text[index * 2] = Digit(value[index] >> 4);
            text[index * 2 + 1] = Digit(value[index] & 15);
        }
    }

    public override void Binary(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}

/// <summary>An enum, as text.</summary>
internal sealed class DictionaryEncoder(ColumnEncoder inner) : ColumnEncoder<DictionaryArray>
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
