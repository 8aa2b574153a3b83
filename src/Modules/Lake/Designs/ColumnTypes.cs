using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Designs;

/// <summary>Types of columns as people write them.</summary>
internal static partial class ColumnTypes
{
    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["INT1"] = "TINYINT",
        ["INT2"] = "SMALLINT",
        ["SHORT"] = "SMALLINT",
        ["INT16"] = "SMALLINT",
        ["INT"] = "INTEGER",
        ["INT4"] = "INTEGER",
        ["INT32"] = "INTEGER",
        ["SIGNED"] = "INTEGER",
        ["INTEGRAL"] = "INTEGER",
        ["INT8"] = "BIGINT",
        ["INT64"] = "BIGINT",
        ["LONG"] = "BIGINT",
        ["OID"] = "BIGINT",
        ["INT128"] = "HUGEINT",
        ["UINT8"] = "UTINYINT",
        ["UINT16"] = "USMALLINT",
        ["UINT32"] = "UINTEGER",
        ["UINT64"] = "UBIGINT",
        ["UINT128"] = "UHUGEINT",
        ["BOOL"] = "BOOLEAN",
        ["LOGICAL"] = "BOOLEAN",
        ["REAL"] = "FLOAT",
        ["FLOAT4"] = "FLOAT",
        ["FLOAT8"] = "DOUBLE",
        ["DOUBLE PRECISION"] = "DOUBLE",
        ["STRING"] = "VARCHAR",
        ["TEXT"] = "VARCHAR",
        ["CHAR"] = "VARCHAR",
        ["BPCHAR"] = "VARCHAR",
        ["NAME"] = "VARCHAR",
        ["NVARCHAR"] = "VARCHAR",
        ["CHARACTER"] = "VARCHAR",
        ["JSONB"] = "JSON",
        ["BITSTRING"] = "BIT",
        ["GUID"] = "UUID",
        ["DATETIME"] = "TIMESTAMP",
        ["TIMESTAMP_US"] = "TIMESTAMP",
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
            var line = Blanks().Replace(sqlType, match => char.IsWhiteSpace(match.Value[0]) ? " " : match.Value);
            var text = line.Contains('"', StringComparison.Ordinal) ? line : OneWord(line);
            return Lowering.Lower(column, Known(EngineTypeParser.Parse(text.Trim())));
        }
        catch (Exception wrong) when (wrong is FormatException or IndexOutOfRangeException)
        {
            throw new FaultException(
                Fault.Invalid("lake.type_refused", $"Column {column} has no type that is understood: {sqlType}.", column, "Use a type of the engine, for example BIGINT, VARCHAR or DECIMAL(18,2)."),
                wrong);
        }
    }

    // the types of the standard that have several words or a precision
    private static string OneWord(string type) =>
        Float().Replace(Varying().Replace(Moment().Replace(Numeric().Replace(type, "DECIMAL"), "$1$2"), "VARCHAR"),
            static digits => int.Parse(digits.Groups[1].ValueSpan, CultureInfo.InvariantCulture) <= 24 ? "FLOAT" : "DOUBLE");

    private static EngineType Known(EngineType type) => type switch
    {
        EngineType.Simple { Name: "DECIMAL" } => new EngineType.Decimal(18, 3),
        EngineType.Simple simple => Aliases.TryGetValue(simple.Name, out var name) ? new EngineType.Simple(name) : simple,
        EngineType.Opaque { Name: "VARCHAR" or "NVARCHAR" or "BPCHAR" or "CHAR" or "CHARACTER" or "STRING" or "TEXT" } => new EngineType.Simple("VARCHAR"),
        EngineType.List list => new EngineType.List(Known(list.Element)),
        EngineType.Map map => new EngineType.Map(Known(map.Key), Known(map.Value)),
        EngineType.Struct s => new EngineType.Struct([.. s.Fields.Select(field => (field.Name, Known(field.Type)))]),
        _ => type,
    };

    [GeneratedRegex(@"\bNUMERIC\b|\bDEC\b", RegexOptions.IgnoreCase)]
    private static partial Regex Numeric();

    // columns count microseconds, which up to six digits of a second are
    [GeneratedRegex(@"\b(TIME(?:STAMP)?)(?:\s*\(\s*[0-6]\s*\)|\s*(?=\s+WITHOUT\s+TIME\s+ZONE\b))(?:(\s+WITH\s+TIME\s+ZONE\b)|\s+WITHOUT\s+TIME\s+ZONE\b)?", RegexOptions.IgnoreCase)]
    private static partial Regex Moment();

    [GeneratedRegex(@"\b(?:CHARACTER|CHAR)\s+VARYING\b", RegexOptions.IgnoreCase)]
    private static partial Regex Varying();

    // binary digits: those of 32 bits are 24
    [GeneratedRegex(@"\bFLOAT\s*\(\s*(\d{1,2})\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Float();

    // names and texts in quotes keep theirs
    [GeneratedRegex("\"[^\"]*\"|'[^']*'|\\s+")]
    private static partial Regex Blanks();
}
