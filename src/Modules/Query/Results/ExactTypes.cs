using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;

namespace Talentys.Query.Results;

/// <summary>Types of the engine that the schema of a result tells whole, so that nobody has to ask the engine for them.</summary>
internal static class ExactTypes
{
    /// <summary>Name of a column's type; null where its values come as another type, or a part of it is not told: members of enums, what is nested.</summary>
    public static string? Of(Field field)
    {
        if (field.Metadata is { Count: > 0 } metadata)
        {
            // it is more than Arrow's type tells
            return metadata.GetValueOrDefault(EngineDescription.EngineType) is { } name and ("UUID" or "JSON") ? name : null;
        }

        return field.DataType switch
        {
            BooleanType or Int8Type or Int16Type or Int32Type or Int64Type or UInt8Type or UInt16Type or UInt32Type or UInt64Type or FloatType or DoubleType or Decimal128Type
                or Date32Type or StringType or LargeStringType or StringViewType or BinaryType or LargeBinaryType => CellText.TypeName(field.DataType),
            Time64Type { Unit: TimeUnit.Microsecond } => "TIME",
            TimestampType { Timezone: null, Unit: var unit } => unit switch
            {
                TimeUnit.Second => "TIMESTAMP_S",
                TimeUnit.Millisecond => "TIMESTAMP_MS",
                TimeUnit.Nanosecond => "TIMESTAMP_NS",
                _ => "TIMESTAMP",
            },
            TimestampType { Unit: TimeUnit.Microsecond } => "TIMESTAMP WITH TIME ZONE",
            _ => null,
        };
    }
}
