using Talentys.Kernel;

namespace Talentys.Lake.Types;

/// <summary>
/// The table of lowerings: what each type of the engine becomes in Iceberg version 2. Whatever Parquet would change
/// silently is cast or refused here by name. Field ids are 0: <see cref="SchemaEvolution"/> assigns them.
/// </summary>
internal static class Lowering
{
    private static readonly Dictionary<string, IcebergType.Primitive> Table = new()
    {
        ["BOOLEAN"] = new(PrimitiveKind.Boolean),
        ["TINYINT"] = new(PrimitiveKind.Int),
        ["SMALLINT"] = new(PrimitiveKind.Int),
        ["UTINYINT"] = new(PrimitiveKind.Int),
        ["USMALLINT"] = new(PrimitiveKind.Int),
        ["INTEGER"] = new(PrimitiveKind.Int),
        ["UINTEGER"] = new(PrimitiveKind.Long),
        ["BIGINT"] = new(PrimitiveKind.Long),
        ["UBIGINT"] = new(PrimitiveKind.Decimal, 20, 0),
        ["HUGEINT"] = new(PrimitiveKind.Decimal, 38, 0),
        ["UHUGEINT"] = new(PrimitiveKind.Decimal, 38, 0),
        ["FLOAT"] = new(PrimitiveKind.Float),
        ["DOUBLE"] = new(PrimitiveKind.Double),
        ["DATE"] = new(PrimitiveKind.Date),
        ["TIME"] = new(PrimitiveKind.Time),
        ["TIME_NS"] = new(PrimitiveKind.Time),
        ["TIMESTAMP"] = new(PrimitiveKind.Timestamp),
        ["TIMESTAMP_S"] = new(PrimitiveKind.Timestamp),
        ["TIMESTAMP_MS"] = new(PrimitiveKind.Timestamp),
        ["TIMESTAMP_NS"] = new(PrimitiveKind.Timestamp),
        ["TIMESTAMP WITH TIME ZONE"] = new(PrimitiveKind.TimestampTz),
        ["VARCHAR"] = new(PrimitiveKind.String),
        ["JSON"] = new(PrimitiveKind.String),
        ["ENUM"] = new(PrimitiveKind.String),
        ["BIT"] = new(PrimitiveKind.String),
        ["BIGNUM"] = new(PrimitiveKind.String),
        ["INTERVAL"] = new(PrimitiveKind.String),
        ["TIME WITH TIME ZONE"] = new(PrimitiveKind.String),
        ["NULL"] = new(PrimitiveKind.String),
        ["UUID"] = new(PrimitiveKind.Uuid),
        ["BLOB"] = new(PrimitiveKind.Binary),
    };

    /// <summary>Lowers the type of a column.</summary>
    /// <exception cref="FaultException"><c>lake.type_refused</c>.</exception>
    public static IcebergType Lower(string column, EngineType type) => type switch
    {
        EngineType.Simple simple when Table.TryGetValue(simple.Name, out var lowered) => lowered,
        EngineType.Opaque { Name: "ENUM" } => Table["ENUM"],
        EngineType.Decimal number => new IcebergType.Primitive(PrimitiveKind.Decimal, number.Precision, number.Scale),
        EngineType.List list => new IcebergType.List(0, Lower(column, list.Element)),
        EngineType.Map map => new IcebergType.Map(0, Lower(column, map.Key), 0, Lower(column, map.Value)),
        EngineType.Struct { Fields.Count: > 0 } s when s.Fields.All(field => field.Name.Length > 0) => new IcebergType.Struct(
            [.. s.Fields.Select(field => new NestedField(0, field.Name, false, Lower(column, field.Type)))]),
        _ => throw Refused(column, type),
    };

    /// <summary>Whether a value of the type may not fit into what it becomes.</summary>
    public static bool MayOverflow(EngineType type) => type switch
    {
        EngineType.Simple { Name: "HUGEINT" or "UHUGEINT" } => true,
        EngineType.List list => MayOverflow(list.Element),
        EngineType.Map map => MayOverflow(map.Key) || MayOverflow(map.Value),
        EngineType.Struct s => s.Fields.Any(field => MayOverflow(field.Type)),
        _ => false,
    };

    private static FaultException Refused(string column, EngineType type)
    {
        var (name, mend) = type switch
        {
            EngineType.Struct { Fields.Count: 0 } => ("a struct without fields", "Leave the column out, or cast it to VARCHAR."),
            EngineType.Struct => ("a struct without field names", "Name the fields, for example {'a': 1, 'b': 2}."),
            EngineType.Opaque opaque => (opaque.Name, "Take its members out as columns, or cast it to VARCHAR."),
            EngineType.Simple simple => (simple.Name, "Cast the column, for example to VARCHAR or BLOB."),
            _ => (type.ToString(), "Cast the column to VARCHAR."),
        };
        return new FaultException(Fault.Invalid(
            "lake.type_refused", $"Column {column} is {name}, which Iceberg tables cannot hold.", column, mend));
    }
}
