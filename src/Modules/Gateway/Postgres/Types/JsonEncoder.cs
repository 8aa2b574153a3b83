using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Structs, maps, unions and lists of lists, as JSON; and the text of what has no type of its own.</summary>
internal sealed class JsonEncoder(TimeZoneInfo zone) : ColumnEncoder<IArrowArray>
{
    private readonly ArrayBufferWriter<byte> json = new();
    private readonly OutBuffer scratch = new();
    private readonly Dictionary<IArrowArray, ColumnEncoder> leaves = [];

    public override void Load(IArrowArray array)
    {
        base.Load(array);
        leaves.Clear();
    }

    public override void Text(OutBuffer to, int row)
    {
        var (array, at) = Chosen(Values, row);
        if (array is StringArray text)
        {
            to.Bytes(array.IsNull(at) ? default : text.GetBytes(at));
            return;
        }

        json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer, array, at);
        }

        to.Bytes(json.WrittenSpan);
    }

    public override void Binary(OutBuffer to, int row) => Text(to, row);

    private void Write(Utf8JsonWriter to, IArrowArray array, int row)
    {
        (array, row) = Chosen(array, row);
        if (array.IsNull(row))
        {
            to.WriteNullValue();
            return;
        }

        switch (array)
        {
            case BooleanArray flag:
                to.WriteBooleanValue(flag.GetValue(row) is true);
                break;
            case MapArray map:
                WriteMap(to, map, row);
                break;
            case ListArray list:
                WriteList(to, list.Values, list.ValueOffsets[row], list.ValueOffsets[row + 1]);
                break;
            case FixedSizeListArray list:
                var size = ((FixedSizeListType)list.Data.DataType).ListSize;
                WriteList(to, list.Values, (list.Offset + row) * size, (list.Offset + row + 1) * size);
                break;
            case StructArray values:
                WriteStruct(to, values, row);
                break;
            default:
                WriteLeaf(to, array, row);
                break;
        }
    }

    private void WriteList(Utf8JsonWriter to, IArrowArray values, int start, int end)
    {
        to.WriteStartArray();
        for (var index = start; index < end; index++)
        {
            Write(to, values, index);
        }

        to.WriteEndArray();
    }

    private void WriteStruct(Utf8JsonWriter to, StructArray values, int row)
    {
        to.WriteStartObject();
        var fields = ((StructType)values.Data.DataType).Fields;
        for (var index = 0; index < fields.Count; index++)
        {
            to.WritePropertyName(fields[index].Name);
            Write(to, values.Fields[index], row);
        }

        to.WriteEndObject();
    }

    private void WriteMap(Utf8JsonWriter to, MapArray map, int row)
    {
        to.WriteStartObject();
        for (var index = map.ValueOffsets[row]; index < map.ValueOffsets[row + 1]; index++)
        {
            to.WritePropertyName(Leaf(map.Keys, index));
            Write(to, map.Values, index);
        }

        to.WriteEndObject();
    }

    private void WriteLeaf(Utf8JsonWriter to, IArrowArray array, int row)
    {
        var text = Leaf(array, row);
        if (IsNumber(array) && text.Length > 0 && char.IsAsciiDigit(text[^1]))
        {
            to.WriteRawValue(text);
        }
        else
        {
            to.WriteStringValue(text);
        }
    }

    private string Leaf(IArrowArray array, int row)
    {
        if (!leaves.TryGetValue(array, out var encoder))
        {
            leaves[array] = encoder = For(new Field("", array.Data.DataType, true), zone);
            encoder.Load(array);
        }

        scratch.Clear();
        encoder.Text(scratch, row);
        return Encoding.UTF8.GetString(scratch.Written.Span);
    }

    private static bool IsNumber(IArrowArray array) => array is Int64Array or Int32Array or Int16Array or Int8Array
        or UInt64Array or UInt32Array or UInt16Array or UInt8Array or DoubleArray or FloatArray or Decimal128Array;

    private static (IArrowArray Array, int Row) Chosen(IArrowArray array, int row) => array switch
    {
        DenseUnionArray union => Chosen(union.Fields[union.TypeIds[row]], union.ValueOffsets[row]),
        SparseUnionArray union => Chosen(union.Fields[union.TypeIds[row]], row),
        _ => (array, row),
    };
}
