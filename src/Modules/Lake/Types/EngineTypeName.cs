using System.Globalization;
using Talentys.Kernel;

namespace Talentys.Lake.Types;

/// <summary>Iceberg types in the engine's words.</summary>
internal static class EngineTypeName
{
    /// <summary>The type as SQL: <c>DECIMAL(18,2)</c>, <c>STRUCT("a" BIGINT)[]</c>.</summary>
    public static string Of(IcebergType type) => type switch
    {
        IcebergType.Primitive primitive => Of(primitive),
        IcebergType.Struct s => $"STRUCT({string.Join(", ", s.Fields.Select(field => $"{SqlText.Quote(field.Name)} {Of(field.Type)}"))})",
        IcebergType.List list => $"{Of(list.Element)}[]",
        IcebergType.Map map => $"MAP({Of(map.Key)}, {Of(map.Value)})",
        _ => throw new InvalidOperationException($"Unknown type {type}."),
    };

    private static string Of(IcebergType.Primitive type) => type.Kind switch
    {
        PrimitiveKind.Boolean => "BOOLEAN",
        PrimitiveKind.Int => "INTEGER",
        PrimitiveKind.Long => "BIGINT",
        PrimitiveKind.Float => "FLOAT",
        PrimitiveKind.Double => "DOUBLE",
        PrimitiveKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision},{type.Scale})"),
        PrimitiveKind.Date => "DATE",
        PrimitiveKind.Time => "TIME",
        PrimitiveKind.Timestamp => "TIMESTAMP",
        PrimitiveKind.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        PrimitiveKind.String => "VARCHAR",
        PrimitiveKind.Uuid => "UUID",
        PrimitiveKind.Fixed or PrimitiveKind.Binary => "BLOB",
        _ => throw new InvalidOperationException($"Unknown type {type}."),
    };
}
