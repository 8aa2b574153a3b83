using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;

namespace Talentys.Query.Results;

/// <summary>A value of an Arrow array as text that people and programs read back: ISO dates, exact decimals, invariant numbers.</summary>
internal static class CellText
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Text of a scalar; null for null and for nested values.</summary>
    public static string? Of(IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        StringArray text => text.GetString(row),
        LargeStringArray text => text.GetString(row),
        StringViewArray text => text.GetString(row),
        Int64Array number => Number(number.GetValue(row)),
        Int32Array number => Number(number.GetValue(row)),
        Int16Array number => Number(number.GetValue(row)),
        Int8Array number => Number(number.GetValue(row)),
        UInt64Array number => Number(number.GetValue(row)),
        UInt32Array number => Number(number.GetValue(row)),
        UInt16Array number => Number(number.GetValue(row)),
        UInt8Array number => Number(number.GetValue(row)),
        DoubleArray number => number.GetValue(row)!.Value.ToString("R", CultureInfo.InvariantCulture),
        FloatArray number => number.GetValue(row)!.Value.ToString("R", CultureInfo.InvariantCulture),
        Decimal128Array number => number.GetString(row),
        BooleanArray flag => flag.GetValue(row) is true ? "true" : "false",
        Date32Array date => Date(date.Values[row]),
        Time64Array time => Time(Microseconds(time.GetValue(row)!.Value, ((Time64Type)time.Data.DataType).Unit)),
        Time32Array time => Time(Microseconds(time.GetValue(row)!.Value, ((Time32Type)time.Data.DataType).Unit)),
        TimestampArray stamp => Timestamp(stamp, row),
        MonthDayNanosecondIntervalArray interval => Interval(interval.GetValue(row)!.Value),
        DictionaryArray dictionary => Of(dictionary.Dictionary, Convert.ToInt32(Of(dictionary.Indices, row), CultureInfo.InvariantCulture)),
        BinaryArray bytes => Convert.ToBase64String(bytes.GetBytes(row)),
        LargeBinaryArray bytes => Convert.ToBase64String(bytes.GetBytes(row)),
        Apache.Arrow.Arrays.FixedSizeBinaryArray bytes => Convert.ToBase64String(bytes.GetBytes(row)),
        UnionArray => Of(NestedJson.Chosen(array, row).Array, NestedJson.Chosen(array, row).Row),
        _ => null,
    };

    /// <summary>Text of any value, nested ones as JSON; null for null.</summary>
    public static string? Whole(IArrowArray array, int row)
    {
        (array, row) = NestedJson.Chosen(array, row);
        if (array.IsNull(row))
        {
            return null;
        }

        if (Of(array, row) is { } text)
        {
            return text;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonCell.Writer.Write(json, array, row);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The SQL name of an Arrow type.</summary>
    public static string TypeName(IArrowType type) => type switch
    {
        BooleanType => "BOOLEAN",
        Int8Type => "TINYINT",
        Int16Type => "SMALLINT",
        Int32Type => "INTEGER",
        Int64Type => "BIGINT",
        UInt8Type => "UTINYINT",
        UInt16Type => "USMALLINT",
        UInt32Type => "UINTEGER",
        UInt64Type => "UBIGINT",
        FloatType => "FLOAT",
        DoubleType => "DOUBLE",
        Decimal128Type number => $"DECIMAL({number.Precision},{number.Scale})",
        StringType or LargeStringType or StringViewType => "VARCHAR",
        BinaryType or LargeBinaryType or FixedSizeBinaryType => "BLOB",
        Date32Type => "DATE",
        Time64Type or Time32Type => "TIME",
        TimestampType stamp => stamp.Timezone is null ? "TIMESTAMP" : "TIMESTAMPTZ",
        IntervalType => "INTERVAL",
        DictionaryType dictionary => TypeName(dictionary.ValueType),
        MapType map => $"MAP({TypeName(map.KeyField.DataType)}, {TypeName(map.ValueField.DataType)})",
        ListType list => $"{TypeName(list.ValueDataType)}[]",
        FixedSizeListType list => $"{TypeName(list.ValueDataType)}[{list.ListSize}]",
        StructType row => $"STRUCT({string.Join(", ", row.Fields.Select(field => $"\"{field.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {TypeName(field.DataType)}"))})",
        NullType => "INTEGER",
        _ => type.Name.ToUpperInvariant(),
    };

    private static string Number<T>(T? value)
        where T : struct, IFormattable => value!.Value.ToString(null, CultureInfo.InvariantCulture);

    private static string Date(long days)
    {
        const long firstDay = -719_162; // 0001-01-01
        const long lastDay = 2_932_896; // 9999-12-31
        return days is >= firstDay and <= lastDay
            ? DateOnly.FromDayNumber((int)(days - firstDay)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : days == int.MaxValue ? "infinity" : days == -int.MaxValue ? "-infinity" : $"{days} days from 1970-01-01";
    }

    private static string Time(long microseconds)
    {
        var (seconds, fraction) = Math.DivRem(microseconds, 1_000_000);
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return fraction == 0 ? text : $"{text}.{fraction.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0')}";
    }

    private static string Timestamp(TimestampArray stamp, int row)
    {
        var type = (TimestampType)stamp.Data.DataType;
        var raw = stamp.Values[row];
        if (raw is long.MaxValue or -long.MaxValue)
        {
            return raw > 0 ? "infinity" : "-infinity";
        }

        var (days, rest) = FloorDivide(Microseconds(raw, type.Unit), MicrosecondsPerDay);
        return $"{Date(days)}T{Time(rest)}{(type.Timezone is null ? "" : "Z")}";
    }

    private static (long Quotient, long Remainder) FloorDivide(long value, long by)
    {
        var (quotient, rest) = Math.DivRem(value, by);
        return rest < 0 ? (quotient - 1, rest + by) : (quotient, rest);
    }

    private static long Microseconds(long value, TimeUnit unit) => unit switch
    {
        TimeUnit.Second => value * 1_000_000,
        TimeUnit.Millisecond => value * 1000,
        TimeUnit.Nanosecond => value / 1000,
        _ => value,
    };

    private static string Interval(Apache.Arrow.Scalars.MonthDayNanosecondInterval value)
    {
        var parts = new List<string>();
        Add(value.Months / 12, "year");
        Add(value.Months % 12, "month");
        Add(value.Days, "day");
        var microseconds = value.Nanoseconds / 1000;
        if (microseconds != 0 || parts.Count == 0)
        {
            parts.Add((microseconds < 0 ? "-" : "") + Time(Math.Abs(microseconds)));
        }

        return string.Join(' ', parts);

        void Add(int count, string unit)
        {
            if (count != 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(Math.Abs(count) == 1 ? "" : "s")}"));
            }
        }
    }
}
