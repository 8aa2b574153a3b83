using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Values;

namespace Talentys.DuckDb.Public;

/// <summary>Reads single values out of Arrow arrays as plain objects; see <see cref="DuckConnection.RowsAsync"/> for the types.</summary>
public static class ArrowValues
{
    /// <summary>The values of a row of a batch, in the order of its columns.</summary>
    public static object?[] Row(RecordBatch batch, int row)
    {
        var values = new object?[batch.ColumnCount];
        for (var column = 0; column < values.Length; column++)
        {
            values[column] = At(batch.Column(column), row);
        }

        return values;
    }

    /// <summary>The value in a row of an array.</summary>
    public static object? At(IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        BooleanArray truths => truths.GetValue(row),
        Int8Array numbers => (long?)numbers.GetValue(row),
        Int16Array numbers => (long?)numbers.GetValue(row),
        Int32Array numbers => (long?)numbers.GetValue(row),
        Int64Array numbers => numbers.GetValue(row),
        UInt8Array numbers => (long?)numbers.GetValue(row),
        UInt16Array numbers => (long?)numbers.GetValue(row),
        UInt32Array numbers => (long?)numbers.GetValue(row),
        UInt64Array numbers => numbers.Values[row] is var number && number <= long.MaxValue ? (object)(long)number : (decimal)number,
        FloatArray numbers => (double?)numbers.GetValue(row),
        DoubleArray numbers => numbers.GetValue(row),
        Decimal128Array numbers => DecimalValues.At(numbers, row),
        StringArray texts => texts.GetString(row),
        BinaryArray blobs => blobs.GetBytes(row).ToArray(),
        Date32Array days => TimeValues.Date(days.Values[row]),
        Time64Array times => TimeValues.Time(times.Values[row], ((Time64Type)times.Data.DataType).Unit),
        TimestampArray moments => TimeValues.Moment(moments.Values[row], (TimestampType)moments.Data.DataType),
        MonthDayNanosecondIntervalArray spans => TimeValues.Interval(spans.Values[row]),
        DictionaryArray codes => At(codes.Dictionary, Convert.ToInt32(At(codes.Indices, row), null)),
        MapArray map => Map(map, row),
        ListArray list => List(list.Values, list.ValueOffsets[row], list.GetValueLength(row)),
        FixedSizeListArray list => FixedList(list, row),
        StructArray fields => Struct(fields, row),
        DenseUnionArray union => At(union.Fields[union.TypeIds[row]], union.ValueOffsets[row]),
        SparseUnionArray union => At(union.Fields[union.TypeIds[row]], row),
        _ => throw new NotSupportedException($"A column of type {array.Data.DataType.Name} cannot be read as values."),
    };

    private static object?[] List(IArrowArray values, int start, int length)
    {
        var items = new object?[length];
        for (var index = 0; index < length; index++)
        {
            items[index] = At(values, start + index);
        }

        return items;
    }

    private static object?[] FixedList(FixedSizeListArray list, int row)
    {
        var size = ((FixedSizeListType)list.Data.DataType).ListSize;
        return List(list.Values, (list.Offset + row) * size, size);
    }

    private static Dictionary<string, object?> Struct(StructArray fields, int row)
    {
        var type = (StructType)fields.Data.DataType;
        Dictionary<string, object?> value = [];
        for (var index = 0; index < type.Fields.Count; index++)
        {
            value[type.Fields[index].Name] = At(fields.Fields[index], row);
        }

        return value;
    }

    private static Dictionary<string, object?> Map(MapArray map, int row)
    {
        Dictionary<string, object?> value = [];
        var start = map.ValueOffsets[row];
        for (var index = start; index < start + map.GetValueLength(row); index++)
        {
            value[TextOf(At(map.Keys, index))] = At(map.Values, index);
        }

        return value;
    }

    private static string TextOf(object? key) => Convert.ToString(key, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
