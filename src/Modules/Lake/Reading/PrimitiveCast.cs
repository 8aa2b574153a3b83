using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>
/// Makes values of a table's type of what the engine reads from a file: of narrower types, and of the other ways in which
/// writers store the same values (units and zone of timestamps, texts and UUIDs as plain bytes).
/// </summary>
internal static class PrimitiveCast
{
    private const string Zoned = "TIMESTAMP WITH TIME ZONE";
    private const string Blob = "BLOB";
    private const string Text = "VARCHAR";

    /// <summary>The expression for a value, or null when such values are not of that type.</summary>
    /// <param name="value">Expression of the value as it is read.</param>
    /// <param name="stored">The engine's type of it.</param>
    /// <param name="type">The table's type.</param>
    public static string? Of(string value, string stored, IcebergType.Primitive type)
    {
        var wanted = EngineTypeName.Of(type);
        if (stored == wanted)
        {
            return value;
        }

        var cast = $"CAST({value} AS {wanted})";
        return type.Kind switch
        {
            PrimitiveKind.Int or PrimitiveKind.Long => IsInteger(stored) ? cast : null,
            PrimitiveKind.Double => stored == "FLOAT" ? cast : null,
            PrimitiveKind.Decimal => EngineTypeParser.Parse(stored) is EngineType.Decimal number && number.Scale == type.Scale ? cast : null,
            PrimitiveKind.Time => stored is "TIME_NS" or "TIME WITH TIME ZONE" ? cast : null,

            // the session's time zone may have no say: both count microseconds from the same moment
            PrimitiveKind.TimestampTz => IsTimestamp(stored) ? $"make_timestamptz(epoch_us({value}))" : null,
            PrimitiveKind.Timestamp => stored == Zoned ? $"make_timestamp(epoch_us({value}))" : IsTimestamp(stored) ? cast : null,
            PrimitiveKind.String => stored switch
            {
                Blob => $"decode({value})",
                "JSON" or "ENUM" => cast,
                _ => null,
            },
            PrimitiveKind.Uuid => stored switch
            {
                Blob => $"CAST(hex({value}) AS UUID)",
                Text => cast,
                _ => null,
            },
            PrimitiveKind.Fixed or PrimitiveKind.Binary => stored switch
            {
                Text or "JSON" => $"encode({value})",
                "UUID" => $"unhex(replace(CAST({value} AS VARCHAR), '-', ''))",
                _ => null,
            },
            _ => null,
        };
    }

    private static bool IsInteger(string stored) =>
        stored is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT";

    private static bool IsTimestamp(string stored) => stored is "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" or Zoned;
}
