using System.Text.RegularExpressions;
using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Designs;

/// <summary>Types of columns as people write them.</summary>
internal static partial class ColumnTypes
{
    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["INT"] = "INTEGER",
        ["INT4"] = "INTEGER",
        ["INT2"] = "SMALLINT",
        ["INT8"] = "BIGINT",
        ["LONG"] = "BIGINT",
        ["BOOL"] = "BOOLEAN",
        ["REAL"] = "FLOAT",
        ["FLOAT4"] = "FLOAT",
        ["FLOAT8"] = "DOUBLE",
        ["STRING"] = "VARCHAR",
        ["TEXT"] = "VARCHAR",
        ["CHAR"] = "VARCHAR",
        ["BPCHAR"] = "VARCHAR",
        ["DATETIME"] = "TIMESTAMP",
        ["TIMESTAMPTZ"] = "TIMESTAMP WITH TIME ZONE",
        ["TIMETZ"] = "TIME WITH TIME ZONE",
        ["BYTEA"] = "BLOB",
        ["BINARY"] = "BLOB",
        ["VARBINARY"] = "BLOB",
    };

    /// <summary>What the type of a column becomes.</summary>
    /// <exception cref="FaultException"><c>lake.type_refused</c>.</exception>
    public static IcebergType Of(string column, string sqlType)
    {
        try
        {
            var text = sqlType.Contains('"', StringComparison.Ordinal) ? sqlType : Numeric().Replace(sqlType, "DECIMAL");
            return Lowering.Lower(column, Known(EngineTypeParser.Parse(text.Trim())));
        }
        catch (Exception wrong) when (wrong is FormatException or IndexOutOfRangeException)
        {
            throw new FaultException(
                Fault.Invalid("lake.type_refused", $"Column {column} has no type that is understood: {sqlType}.", column, "Use a type of the engine, for example BIGINT, VARCHAR or DECIMAL(18,2)."),
                wrong);
        }
    }

    private static EngineType Known(EngineType type) => type switch
    {
        EngineType.Simple { Name: "DECIMAL" } => new EngineType.Decimal(18, 3),
        EngineType.Simple simple => Aliases.TryGetValue(simple.Name, out var name) ? new EngineType.Simple(name) : simple,
        EngineType.Opaque { Name: "VARCHAR" or "CHAR" or "STRING" or "TEXT" } => new EngineType.Simple("VARCHAR"),
        EngineType.List list => new EngineType.List(Known(list.Element)),
        EngineType.Map map => new EngineType.Map(Known(map.Key), Known(map.Value)),
        EngineType.Struct s => new EngineType.Struct([.. s.Fields.Select(field => (field.Name, Known(field.Type)))]),
        _ => type,
    };

    [GeneratedRegex(@"\bNUMERIC\b|\bDEC\b", RegexOptions.IgnoreCase)]
    private static partial Regex Numeric();
}
