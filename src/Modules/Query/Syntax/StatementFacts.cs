using Talentys.Lake.Public;

namespace Talentys.Query.Syntax;

/// <summary>What a statement refers to, as its syntax tree says.</summary>
internal sealed class StatementFacts
{
    /// <summary>Tables it names, without those that are its own CTEs.</summary>
    public List<TableReference> Tables { get; } = [];

    /// <summary>Functions it calls, table functions among them.</summary>
    public List<FunctionCall> Functions { get; } = [];

    /// <summary>What it does that no stage knows: refused.</summary>
    public List<UnknownSyntax> Unknown { get; } = [];

    /// <summary>The figures of a table that are all that it asks for; null when it asks for more.</summary>
    public IReadOnlyList<NamedFigure>? Figures { get; set; }

    /// <summary>What it groups and aggregates, when it has the one form that tables with a least group size may be asked in.</summary>
    public GroupedTable? Grouped { get; set; }

    /// <summary>How much work it looks like.</summary>
    public StatementShape Shape { get; set; } = new();

    /// <summary>A listing of tables that it asks for (SHOW TABLES).</summary>
    public ShowListing Show { get; set; }

    /// <summary>The schema whose tables are listed (SHOW TABLES FROM s); null for the schema of names without one.</summary>
    public string? ShowSchema { get; set; }

    /// <summary>Words that stand where a column may: who asks, unless there is a column of that name.</summary>
    public List<ContextWord> Words { get; } = [];
}

/// <summary>A table as written.</summary>
/// <param name="Catalog">First of three parts, or null.</param>
/// <param name="Schema">Schema, or null.</param>
/// <param name="Name">Name.</param>
/// <param name="Location">Byte offset in the parsed text, or null.</param>
/// <param name="Optional">It may be a CTE that refers to itself, so that a missing table is not an error here.</param>
/// <param name="At">The version that it asks for; null for what readers see now.</param>
/// <param name="Cte">It is a part of the statement itself, and only here because it asks for a version.</param>
internal sealed record TableReference(
    string? Catalog, string? Schema, string Name, long? Location, bool Optional, AtClause? At = null, bool Cte = false)
{
    /// <summary>What is asked of its rows.</summary>
    public ScanFilter Filter { get; init; } = ScanFilter.Everything;
}

/// <summary>A call of a function.</summary>
/// <param name="Name">Name in lower case, or an operator.</param>
/// <param name="Constants">Its arguments that are numbers; null for the others.</param>
/// <param name="Location">Byte offset in the parsed text, or null.</param>
/// <param name="Table">It stands where a table stands.</param>
/// <param name="Qualified">It is written with a schema.</param>
internal sealed record FunctionCall(string Name, IReadOnlyList<double?> Constants, long? Location, bool Table, bool Qualified = false)
{
    /// <summary>Its arguments that are parameters, by their names; null for the others.</summary>
    public IReadOnlyList<string?> Parameters { get; init; } = [];

    /// <summary>It is a column of the result by itself, which has its name from it.</summary>
    public bool IsColumn { get; init; }
}

/// <summary>A word that tells who asks.</summary>
/// <param name="Name">The word in lower case.</param>
/// <param name="Location">Byte offset in the parsed text, or null.</param>
/// <param name="IsColumn">It is a column of the result by itself, which has its name from it.</param>
internal sealed record ContextWord(string Name, long? Location, bool IsColumn);

/// <summary>A node of a sort that is not known.</summary>
internal sealed record UnknownSyntax(string Sort, long? Location);

/// <summary>A listing.</summary>
internal enum ShowListing
{
    /// <summary>None.</summary>
    None,

    /// <summary>SHOW TABLES: names.</summary>
    Tables,

    /// <summary>SHOW ALL TABLES: names, columns and types.</summary>
    AllTables,

    /// <summary>SHOW SCHEMAS.</summary>
    Schemas,

    /// <summary>SHOW DATABASES: the environment.</summary>
    Databases,
}
