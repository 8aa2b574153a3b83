using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Talentys.DuckDb.Public;

/// <summary>Writes values of Arrow arrays as JSON: lists as arrays, structs and maps as objects; who derives from it writes what is in them.</summary>
public abstract class NestedJson
{
    /// <summary>The value of a union, where it is; any other value where it is.</summary>
    public static (IArrowArray Array, int Row) Chosen(IArrowArray array, int row) => array switch
    {
        DenseUnionArray union => Chosen(union.Fields[union.TypeIds[row]], union.ValueOffsets[row]),
        SparseUnionArray union => Chosen(union.Fields[union.TypeIds[row]], row),
        _ => (array, row),
    };

    /// <summary>Whether the text of this type is a JSON number as it stands; NaN and the infinities are texts.</summary>
    public static bool IsNumber(IArrowArray array) => array is Int64Array or Int32Array or Int16Array or Int8Array
        or UInt64Array or UInt32Array or UInt16Array or UInt8Array or DoubleArray or FloatArray or Decimal128Array;

    /// <summary>Writes a value.</summary>
    public void Write(Utf8JsonWriter json, IArrowArray array, int row)
    {
        (array, row) = Chosen(array, row);
        if (array.IsNull(row))
        {
            json.WriteNullValue();
            return;
        }

        switch (array)
        {
            case BooleanArray flag:
                json.WriteBooleanValue(flag.GetValue(row) is true);
                break;
            case MapArray map:
                Map(json, map, row);
                break;
            case ListArray list:
                List(json, list.Values, list.ValueOffsets[row], list.ValueOffsets[row + 1]);
                break;
            case FixedSizeListArray list:
                var size = ((FixedSizeListType)list.Data.DataType).ListSize;
                List(json, list.Values, (list.Offset + row) * size, (list.Offset + row + 1) * size);
                break;
            case StructArray fields:
                Struct(json, fields, row);
                break;
            default:
                Leaf(json, array, row);
                break;
        }
    }

    /// <summary>Writes a value that holds no others and is not null.</summary>
    protected abstract void Leaf(Utf8JsonWriter json, IArrowArray array, int row);

    /// <summary>The name for a key of a map; null when keys of its type are no names: such a map is a list of pairs.</summary>
    protected abstract string? Key(IArrowArray keys, int row);

    /// <summary>Writes the text of a leaf: a number where it is one.</summary>
    protected static void Text(Utf8JsonWriter json, IArrowArray array, string text)
    {
        if (IsNumber(array) && text.Length > 0 && char.IsAsciiDigit(text[^1]))
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private void List(Utf8JsonWriter json, IArrowArray values, int from, int to)
    {
        json.WriteStartArray();
        for (var index = from; index < to; index++)
        {
            Write(json, values, index);
        }

        json.WriteEndArray();
    }

    // the fields of a row, ROW(1, 2), have no names
    private void Struct(Utf8JsonWriter json, StructArray fields, int row)
    {
        var type = (StructType)fields.Data.DataType;
        var isRow = type.Fields.Count > 0 && type.Fields.All(field => field.Name.Length == 0);
        if (isRow)
        {
            json.WriteStartArray();
        }
        else
        {
            json.WriteStartObject();
        }

        for (var index = 0; index < fields.Fields.Count; index++)
        {
            if (!isRow)
            {
                json.WritePropertyName(type.Fields[index].Name);
            }

            Write(json, fields.Fields[index], row);
        }

        if (isRow)
        {
            json.WriteEndArray();
        }
        else
        {
            json.WriteEndObject();
        }
    }

    private void Map(Utf8JsonWriter json, MapArray map, int row)
    {
        var (from, to) = (map.ValueOffsets[row], map.ValueOffsets[row + 1]);
        if (from < to && Key(map.Keys, from) is null)
        {
            List(json, map.KeyValues, from, to);
            return;
        }

        json.WriteStartObject();
        for (var index = from; index < to; index++)
        {
            json.WritePropertyName(Key(map.Keys, index) ?? "");
            Write(json, map.Values, index);
        }

        json.WriteEndObject();
    }
}
