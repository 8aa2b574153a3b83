namespace Talentys.Query.SystemTables;

/// <summary>Rows that system tables are made of: what one principal may know, or the same for everybody.</summary>
/// <param name="Name">Name, after <c>facts.</c> in the definitions.</param>
/// <param name="Columns">Columns with types of the engine.</param>
internal sealed record FactKind(string Name, IReadOnlyList<(string Name, string Type)> Columns)
{
    /// <summary>Schemas.</summary>
    public static FactKind Schemas { get; } = new("schemas", [("oid", "UINTEGER"), ("name", "VARCHAR"), ("comment", "VARCHAR")]);

    /// <summary>Tables, views and keys (as indexes).</summary>
    public static FactKind Relations { get; } = new("own_relations", RelationColumns);

    /// <summary>The system tables themselves.</summary>
    public static FactKind SystemRelations { get; } = new("system_relations", RelationColumns);

    /// <summary>Columns of tables and views.</summary>
    public static FactKind ColumnsOfTables { get; } = new("own_columns", ColumnColumns);

    /// <summary>Columns of the system tables.</summary>
    public static FactKind SystemColumns { get; } = new("system_columns", ColumnColumns);

    /// <summary>Keys.</summary>
    public static FactKind Keys { get; } = new("keys",
        [("relation", "UINTEGER"), ("schema_oid", "UINTEGER"), ("index_oid", "UINTEGER"), ("constraint_oid", "UINTEGER"), ("name", "VARCHAR"),
            ("nums", "SMALLINT[]"), ("definition", "VARCHAR"), ("clause", "VARCHAR")]);

    /// <summary>Types.</summary>
    public static FactKind Types { get; } = new("types",
        [("oid", "UINTEGER"), ("name", "VARCHAR"), ("label", "VARCHAR"), ("length", "SMALLINT"), ("sort", "VARCHAR"), ("category", "VARCHAR"),
            ("preferred", "BOOLEAN"), ("element", "UINTEGER"), ("array", "UINTEGER"), ("input", "UINTEGER"), ("output", "UINTEGER"), ("receive", "UINTEGER"),
            ("send", "UINTEGER"), ("align", "VARCHAR"), ("collation", "UINTEGER")]);

    /// <summary>Functions.</summary>
    public static FactKind Functions { get; } = new("functions",
        [("oid", "UINTEGER"), ("name", "VARCHAR"), ("kind", "VARCHAR"), ("rows", "BOOLEAN"), ("arguments", "UINTEGER[]"), ("names", "VARCHAR[]"),
            ("result", "UINTEGER"), ("signature", "VARCHAR"), ("description", "VARCHAR")]);

    /// <summary>Who asks.</summary>
    public static FactKind Session { get; } = new("session",
        [("database", "VARCHAR"), ("database_oid", "UINTEGER"), ("user", "VARCHAR"), ("user_oid", "UINTEGER"), ("pid", "INTEGER"), ("program", "VARCHAR"),
            ("started", "TIMESTAMPTZ"), ("engineer", "BOOLEAN"), ("temporary", "VARCHAR")]);

    /// <summary>Settings.</summary>
    public static FactKind Settings { get; } = new("settings", [("name", "VARCHAR"), ("value", "VARCHAR")]);

    /// <summary>What is a fact of two others; null for facts with rows of their own.</summary>
    public static string? Union(string name) => name switch
    {
        "facts.relations" => "SELECT * FROM facts.own_relations UNION ALL SELECT * FROM facts.system_relations",
        "facts.columns" => "SELECT * FROM facts.own_columns UNION ALL SELECT * FROM facts.system_columns",
        _ => null,
    };

    /// <summary>Names of the columns of a fact.</summary>
    public static IEnumerable<string> ColumnsOf(string name) => (name switch
    {
        "schemas" => Schemas,
        "relations" => Relations,
        "columns" => ColumnsOfTables,
        "keys" => Keys,
        "types" => Types,
        "functions" => Functions,
        "session" => Session,
        _ => Settings,
    }).Columns.Select(column => column.Name);

    private static (string, string)[] RelationColumns =>
    [
        ("oid", "UINTEGER"), ("schema_oid", "UINTEGER"), ("schema", "VARCHAR"), ("name", "VARCHAR"), ("kind", "VARCHAR"), ("width", "SMALLINT"),
        ("rows", "DOUBLE"), ("bytes", "BIGINT"), ("comment", "VARCHAR"), ("definition", "VARCHAR"), ("writable", "BOOLEAN"), ("keyed", "BOOLEAN"),
        ("system", "BOOLEAN"),
    ];

    private static (string, string)[] ColumnColumns =>
    [
        ("relation", "UINTEGER"), ("num", "SMALLINT"), ("name", "VARCHAR"), ("type", "UINTEGER"), ("length", "SMALLINT"), ("modifier", "INTEGER"),
        ("dimensions", "SMALLINT"), ("collation", "UINTEGER"), ("required", "BOOLEAN"), ("comment", "VARCHAR"),
    ];
}
