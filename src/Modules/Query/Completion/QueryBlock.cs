namespace Talentys.Query.Completion;

/// <summary>One SELECT of a text that may be unfinished: what it names and what it gives.</summary>
internal sealed class QueryBlock(QueryBlock? outer, bool correlated)
{
    /// <summary>The one around it.</summary>
    public QueryBlock? Outer => outer;

    /// <summary>Whether its expressions may name columns of the one around it.</summary>
    public bool IsCorrelated => correlated;

    /// <summary>Queries that it names by WITH; those of a set operation share them.</summary>
    public List<NamedQuery> Names { get; init; } = [];

    /// <summary>Tables and queries that it reads.</summary>
    public List<QuerySource> Sources { get; } = [];

    /// <summary>What it gives; all of its sources where nothing is written.</summary>
    public List<SelectItem> Items { get; } = [];

    public bool HasSelect { get; set; }
}

/// <summary>A query that has a name.</summary>
internal sealed record NamedQuery(string Name, IReadOnlyList<string> Columns, QueryBlock Query);

/// <summary>Something that a query reads.</summary>
internal sealed record QuerySource
{
    public string? Schema { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The query in brackets; null for a name.</summary>
    public QueryBlock? Query { get; init; }

    /// <summary>It is a call of a function, whose columns are not known.</summary>
    public bool IsFunction { get; init; }

    public string? Alias { get; init; }

    /// <summary>Names that it gives to its first columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns by which it is joined with USING, which are there once.</summary>
    public List<string> Shared { get; } = [];

    /// <summary>What the query calls it.</summary>
    public string Called => Alias ?? Name;
}

/// <summary>An expression of a SELECT list.</summary>
/// <param name="Alias">What it is called, or null.</param>
/// <param name="Path">The names of a plain column with its table, or of the table before a star; empty for other expressions.</param>
/// <param name="IsStar">Whether it is a star.</param>
/// <param name="Without">Columns that a star leaves out.</param>
/// <param name="Type">Its type, where it is written.</param>
internal sealed record SelectItem(string? Alias, IReadOnlyList<string> Path, bool IsStar, IReadOnlyList<string> Without, string? Type);

/// <summary>Where in a query a place is.</summary>
internal enum QueryClause
{
    Start,
    With,
    Select,
    From,
    On,
    Using,
    Where,
    GroupBy,
    Having,
    Qualify,
    Window,
    OrderBy,
    Limit,
    Set,
    Target,
}

/// <summary>Where a place of a text is.</summary>
/// <param name="Block">The query around it.</param>
/// <param name="Clause">The clause.</param>
/// <param name="WantsSource">Whether a table stands there.</param>
/// <param name="BeginsTerm">Whether a value can stand there.</param>
/// <param name="BeginsCondition">Whether a condition can stand there: after ON, AND or OR.</param>
internal sealed record QueryPlace(QueryBlock Block, QueryClause Clause, bool WantsSource, bool BeginsTerm, bool BeginsCondition);
