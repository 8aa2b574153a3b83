namespace Talentys.Gateway.Postgres.Types;

/// <summary>A type of PostgreSQL.</summary>
/// <param name="Oid">Its identifier.</param>
/// <param name="Name">Its name in the catalog.</param>
/// <param name="Size">Bytes of a value, -1 where they vary.</param>
/// <param name="Array">Identifier of the type of arrays of it; 0 where there is none.</param>
/// <param name="Engine">Name of the type in the engine that its parameters are cast to.</param>
internal sealed record PgType(int Oid, string Name, int Size, int Array, string Engine)
{
    public static readonly PgType Bool = new(16, "bool", 1, 1000, "BOOLEAN");
    public static readonly PgType Bytea = new(17, "bytea", -1, 1001, "BLOB");
    public static readonly PgType Char = new(18, "char", 1, 1002, "VARCHAR");
    public static readonly PgType NameType = new(19, "name", 64, 1003, "VARCHAR");
    public static readonly PgType Int8 = new(20, "int8", 8, 1016, "BIGINT");
    public static readonly PgType Int2 = new(21, "int2", 2, 1005, "SMALLINT");
    public static readonly PgType Int4 = new(23, "int4", 4, 1007, "INTEGER");
    public static readonly PgType Text = new(25, "text", -1, 1009, "VARCHAR");
    public static readonly PgType Oidentifier = new(26, "oid", 4, 1028, "UINTEGER");
    public static readonly PgType Json = new(114, "json", -1, 199, "JSON");
    public static readonly PgType Float4 = new(700, "float4", 4, 1021, "FLOAT");
    public static readonly PgType Float8 = new(701, "float8", 8, 1022, "DOUBLE");
    public static readonly PgType Unknown = new(705, "unknown", -2, 0, "VARCHAR");
    public static readonly PgType BpChar = new(1042, "bpchar", -1, 1014, "VARCHAR");
    public static readonly PgType VarChar = new(1043, "varchar", -1, 1015, "VARCHAR");
    public static readonly PgType Date = new(1082, "date", 4, 1182, "DATE");
    public static readonly PgType Time = new(1083, "time", 8, 1183, "TIME");
    public static readonly PgType Timestamp = new(1114, "timestamp", 8, 1115, "TIMESTAMP");
    public static readonly PgType TimestampTz = new(1184, "timestamptz", 8, 1185, "TIMESTAMPTZ");
    public static readonly PgType Interval = new(1186, "interval", 16, 1187, "INTERVAL");
    public static readonly PgType TimeTz = new(1266, "timetz", 12, 1270, "TIMETZ");
    public static readonly PgType Bit = new(1560, "bit", -1, 1561, "BIT");
    public static readonly PgType VarBit = new(1562, "varbit", -1, 1563, "BIT");
    public static readonly PgType Numeric = new(1700, "numeric", -1, 1231, "DECIMAL");
    public static readonly PgType Record = new(2249, "record", -1, 2287, "VARCHAR");
    public static readonly PgType Uuid = new(2950, "uuid", 16, 2951, "UUID");
    public static readonly PgType Jsonb = new(3802, "jsonb", -1, 3807, "JSON");

    /// <summary>All scalar types.</summary>
    public static readonly IReadOnlyList<PgType> All =
    [
        Bool, Bytea, Char, NameType, Int8, Int2, Int4, Text, Oidentifier, Json, Float4, Float8, Unknown, BpChar, VarChar, Date, Time,
        Timestamp, TimestampTz, Interval, TimeTz, Bit, VarBit, Numeric, Record, Uuid, Jsonb,
    ];

    private static readonly Dictionary<int, PgType> ByOid = All.ToDictionary(type => type.Oid);
    private static readonly Dictionary<int, PgType> ByArray = All.Where(type => type.Array != 0).ToDictionary(type => type.Array);

    private static readonly Dictionary<string, PgType> ByName = new(
        All.Where(type => type != Unknown && type != Record).Select(type => KeyValuePair.Create(type.Name, type)), StringComparer.OrdinalIgnoreCase)
    {
        ["int"] = Int4,
        ["integer"] = Int4,
        ["bigint"] = Int8,
        ["smallint"] = Int2,
        ["boolean"] = Bool,
        ["real"] = Float4,
        ["double"] = Float8,
        ["decimal"] = Numeric,
        ["character"] = VarChar,
        ["blob"] = Bytea,
        ["string"] = Text,
    };

    static PgType()
    {
        foreach (var type in All.Where(type => type.Array != 0 && type != Record))
        {
            ByName[$"_{type.Name}"] = type.OfArray;
        }
    }

    /// <summary>The scalar type that a statement names by one word; null for one that is not known.</summary>
    public static PgType? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of arrays of this one.</summary>
    public PgType OfArray => new(Array, "_" + Name, -1, 0, Engine + "[]");

    /// <summary>A scalar type or a type of arrays; null for others.</summary>
    public static PgType? Find(int oid) => ByOid.GetValueOrDefault(oid) ?? ElementOf(oid)?.OfArray;

    /// <summary>The type of an array's elements; null when the type is none of arrays.</summary>
    public static PgType? ElementOf(int oid) => ByArray.GetValueOrDefault(oid);
}
