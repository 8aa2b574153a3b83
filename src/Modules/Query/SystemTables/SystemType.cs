using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Query.SystemTables;

/// <summary>A type of PostgreSQL, as its catalog tells of it.</summary>
/// <param name="Oid">Identifier.</param>
/// <param name="Name">Name in the catalog.</param>
/// <param name="Label">Name as <c>format_type</c> gives it.</param>
/// <param name="Length">Bytes of a value; -1 where they vary.</param>
/// <param name="Category">Category: N for numbers, S for texts, ...</param>
/// <param name="Array">Type of its arrays; 0 for none.</param>
/// <param name="Engine">Type of the engine that system tables show it as.</param>
internal sealed record SystemType(uint Oid, string Name, string Label, short Length, char Category, uint Array, string Engine)
{
    /// <summary>PostgreSQL's <c>"char"</c>: the letters, of a type by which they are told from texts.</summary>
    private static readonly string Letters =
        $"ENUM({SqlText.Literal(EngineDescription.Letter)}, '', {string.Join(", ", Enumerable.Range('!', '~' - '!' + 1).Select(letter => SqlText.Literal($"{(char)letter}")))})";

    /// <summary>Types without those of arrays.</summary>
    public static IReadOnlyList<SystemType> Scalars { get; } =
    [
        new(16, "bool", "boolean", 1, 'B', 1000, "BOOLEAN"),
        new(17, "bytea", "bytea", -1, 'U', 1001, "BLOB"),
        new(18, "char", "\"char\"", 1, 'Z', 1002, Letters),
        new(19, "name", "name", 64, 'S', 1003, "VARCHAR"),
        new(20, "int8", "bigint", 8, 'N', 1016, "BIGINT"),
        new(21, "int2", "smallint", 2, 'N', 1005, "SMALLINT"),
        new(22, "int2vector", "int2vector", -1, 'A', 1006, "SMALLINT[]"),
        new(23, "int4", "integer", 4, 'N', 1007, "INTEGER"),
        new(24, "regproc", "regproc", 4, 'N', 1008, "UINTEGER"),
        new(25, "text", "text", -1, 'S', 1009, "VARCHAR"),
        new(26, "oid", "oid", 4, 'N', 1028, "UINTEGER"),
        new(27, "tid", "tid", 6, 'U', 1010, "VARCHAR"),
        new(28, "xid", "xid", 4, 'U', 1011, "UINTEGER"),
        new(29, "cid", "cid", 4, 'U', 1012, "UINTEGER"),
        new(30, "oidvector", "oidvector", -1, 'A', 1013, "UINTEGER[]"),
        new(114, "json", "json", -1, 'U', 199, "JSON"),
        new(142, "xml", "xml", -1, 'U', 143, "VARCHAR"),
        new(194, "pg_node_tree", "pg_node_tree", -1, 'Z', 0, "VARCHAR"),
        new(650, "cidr", "cidr", -1, 'I', 651, "VARCHAR"),
        new(700, "float4", "real", 4, 'N', 1021, "FLOAT"),
        new(701, "float8", "double precision", 8, 'N', 1022, "DOUBLE"),
        new(705, "unknown", "unknown", -2, 'X', 0, "VARCHAR"),
        new(790, "money", "money", 8, 'N', 791, "DECIMAL(19,2)"),
        new(829, "macaddr", "macaddr", 6, 'U', 1040, "VARCHAR"),
        new(869, "inet", "inet", -1, 'I', 1041, "VARCHAR"),
        new(1033, "aclitem", "aclitem", 16, 'U', 1034, "VARCHAR"),
        new(1042, "bpchar", "character", -1, 'S', 1014, "VARCHAR"),
        new(1043, "varchar", "character varying", -1, 'S', 1015, "VARCHAR"),
        new(1082, "date", "date", 4, 'D', 1182, "DATE"),
        new(1083, "time", "time without time zone", 8, 'D', 1183, "TIME"),
        new(1114, "timestamp", "timestamp without time zone", 8, 'D', 1115, "TIMESTAMP"),
        new(1184, "timestamptz", "timestamp with time zone", 8, 'D', 1185, "TIMESTAMPTZ"),
        new(1186, "interval", "interval", 16, 'T', 1187, "INTERVAL"),
        new(1266, "timetz", "time with time zone", 12, 'D', 1270, "TIMETZ"),
        new(1560, "bit", "bit", -1, 'V', 1561, "VARCHAR"),
        new(1562, "varbit", "bit varying", -1, 'V', 1563, "VARCHAR"),
        new(1700, "numeric", "numeric", -1, 'N', 1231, "DECIMAL(38,0)"),
        new(1790, "refcursor", "refcursor", -1, 'U', 2201, "VARCHAR"),
        new(2202, "regprocedure", "regprocedure", 4, 'N', 2207, "UINTEGER"),
        new(2203, "regoper", "regoper", 4, 'N', 2208, "UINTEGER"),
        new(2204, "regoperator", "regoperator", 4, 'N', 2209, "UINTEGER"),
        new(2205, "regclass", "regclass", 4, 'N', 2210, "UINTEGER"),
        new(2206, "regtype", "regtype", 4, 'N', 2211, "UINTEGER"),
        new(2249, "record", "record", -1, 'P', 2287, "VARCHAR"),
        new(2275, "cstring", "cstring", -2, 'P', 1263, "VARCHAR"),
        new(2276, "any", "\"any\"", 4, 'P', 0, "VARCHAR"),
        new(2277, "anyarray", "anyarray", -1, 'P', 0, "VARCHAR"),
        new(2278, "void", "void", 4, 'P', 0, "VARCHAR"),
        new(2279, "trigger", "trigger", 4, 'P', 0, "VARCHAR"),
        new(2283, "anyelement", "anyelement", 4, 'P', 0, "VARCHAR"),
        new(2950, "uuid", "uuid", 16, 'U', 2951, "UUID"),
        new(3802, "jsonb", "jsonb", -1, 'U', 3807, "JSON"),
        new(4089, "regnamespace", "regnamespace", 4, 'N', 4090, "UINTEGER"),
        new(4096, "regrole", "regrole", 4, 'N', 4097, "UINTEGER"),
    ];

    private static readonly Dictionary<string, SystemType> ByName = Scalars.ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>Whether values have an order of letters.</summary>
    public uint Collation => Name switch { "name" => 950, _ => Category == 'S' ? 100u : 0 };

    /// <summary>A type by its name in the definitions of system tables; <c>text[]</c> for arrays.</summary>
    public static (uint Oid, short Length, string Engine, uint Collation) Named(string name)
    {
        var type = ByName[name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name];
        return name.EndsWith("[]", StringComparison.Ordinal)
            ? (type.Array, (short)-1, type.Engine + "[]", type.Collation)
            : (type.Oid, type.Length, type.Engine, type.Collation);
    }

    /// <summary>The type that a column of an engine's type is told as over the wire, with its modifier and dimensions.</summary>
    /// <param name="engine">The type in the engine's words.</param>
    public static (uint Oid, short Length, int Modifier, short Dimensions, uint Collation) Of(string engine)
    {
        var text = engine.Trim();
        if (text.EndsWith(']') && text.LastIndexOf('[') is var open and > 0)
        {
            var element = Of(text[..open]);
            var scalar = element.Dimensions == 0 ? Scalars.FirstOrDefault(type => type.Oid == element.Oid) : null;
            return scalar is { Array: > 0 } && scalar.Name != "json" || text.StartsWith("JSON[", StringComparison.OrdinalIgnoreCase)
                ? (scalar!.Array, (short)-1, element.Modifier, (short)1, scalar.Collation)
                : Plain("json");
        }

        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        var name = (bracket < 0 ? text : text[..bracket]).Trim().ToUpperInvariant();
        return name switch
        {
            "BOOLEAN" => Plain("bool"),
            "TINYINT" or "UTINYINT" or "SMALLINT" => Plain("int2"),
            "USMALLINT" or "INTEGER" => Plain("int4"),
            "UINTEGER" => Plain("oid"),
            "BIGINT" => Plain("int8"),
            "UBIGINT" or "HUGEINT" or "UHUGEINT" => Plain("numeric"),
            "DECIMAL" or "NUMERIC" => Plain("numeric") with { Modifier = Modifier(bracket < 0 ? "" : text[(bracket + 1)..^1]) },
            "FLOAT" => Plain("float4"),
            "DOUBLE" => Plain("float8"),
            "BLOB" => Plain("bytea"),
            "DATE" => Plain("date"),
            "TIME" => Plain("time"),
            "TIMETZ" or "TIME WITH TIME ZONE" => Plain("timetz"),
            "BIT" => Plain("varbit"),
            "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => Plain("timestamp"),
            "TIMESTAMPTZ" or "TIMESTAMP WITH TIME ZONE" => Plain("timestamptz"),
            "INTERVAL" => Plain("interval"),
            "UUID" => Plain("uuid"),
            "JSON" or "STRUCT" or "MAP" => Plain("json"),
            _ => Plain("text"),
        };
    }

    private static (uint Oid, short Length, int Modifier, short Dimensions, uint Collation) Plain(string name) =>
        (ByName[name].Oid, ByName[name].Length, -1, 0, ByName[name].Collation);

    private static int Modifier(string digits) => digits.Split(',') is [var precision, var scale]
        && int.TryParse(precision, out var whole) && int.TryParse(scale, out var part) ? ((whole << 16) | part) + 4 : -1;
}
