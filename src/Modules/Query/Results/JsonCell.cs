using System.Text.Json;
using Apache.Arrow;

namespace Talentys.Query.Results;

/// <summary>Writes a value of an Arrow array as JSON: lists as arrays, structs as objects, maps with text keys as objects.</summary>
internal static class JsonCell
{
    public static void Write(Utf8JsonWriter json, IArrowArray array, int row)
    {
        (array, row) = CellText.Chosen(array, row);
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
                var size = ((Apache.Arrow.Types.FixedSizeListType)list.Data.DataType).ListSize;
                List(json, list.Values, (list.Offset + row) * size, (list.Offset + row + 1) * size);
                break;
            case StructArray fields:
                Struct(json, fields, row);
                break;
            default:
                Scalar(json, array, row);
                break;
        }
    }

    private static void Scalar(Utf8JsonWriter json, IArrowArray array, int row)
    {
        var text = CellText.Of(array, row);
        if (text is null)
        {
            json.WriteNullValue();
        }
        else if (CellText.IsNumber(array) && char.IsAsciiDigit(text[^1]))
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(text); // NaN and the infinities are texts too
        }
    }

    private static void List(Utf8JsonWriter json, IArrowArray values, int from, int to)
    {
        json.WriteStartArray();
        for (var i = from; i < to; i++)
        {
            Write(json, values, i);
        }

        json.WriteEndArray();
    }

    private static void Struct(Utf8JsonWriter json, StructArray fields, int row)
    {
        var type = (Apache.Arrow.Types.StructType)fields.Data.DataType;
        json.WriteStartObject();
        for (var i = 0; i < fields.Fields.Count; i++)
        {
            json.WritePropertyName(type.Fields[i].Name);
            Write(json, fields.Fields[i], row);
        }

        json.WriteEndObject();
    }

    private static void Map(Utf8JsonWriter json, MapArray map, int row)
    {
        var (from, to) = (map.ValueOffsets[row], map.ValueOffsets[row + 1]);
        if (map.Keys is not StringArray keys)
        {
            List(json, map.KeyValues, from, to);
            return;
        }

        json.WriteStartObject();
        for (var i = from; i < to; i++)
        {
            json.WritePropertyName(keys.GetString(i));
            Write(json, map.Values, i);
        }

        json.WriteEndObject();
    }
}
