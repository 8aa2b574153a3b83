namespace Talentys.Lake.Public;

/// <summary>What a new table is: columns, partitions, order, properties.</summary>
public sealed record TableDesign
{
    /// <summary>Its columns; one at least.</summary>
    public required IReadOnlyList<ColumnDesign> Columns { get; init; }

    /// <summary>How rows are kept apart in files: <c>country</c>, <c>day(ts)</c>, <c>bucket(16, id)</c>, <c>truncate(4, code)</c>.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];

    /// <summary>How rows are ordered in files: <c>ts desc nulls last</c>, <c>id</c>.</summary>
    public IReadOnlyList<string> Sort { get; init; } = [];

    /// <summary>Properties by the names of Iceberg, for example <c>write.target-file-size-bytes</c>.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}

/// <summary>A column of a new table.</summary>
/// <param name="Name">Name.</param>
/// <param name="SqlType">Type in the engine's words; it becomes what writing a row of it would make.</param>
/// <param name="Required">Whether it refuses null.</param>
/// <param name="Doc">Documentation, or null.</param>
public sealed record ColumnDesign(string Name, string SqlType, bool Required = false, string? Doc = null);

/// <summary>Changes of what a table is; its rows stay.</summary>
public sealed record TableAlteration
{
    /// <summary>Changes of columns, one after another.</summary>
    public IReadOnlyList<ColumnChange> Columns { get; init; } = [];

    /// <summary>How new rows are kept apart, see <see cref="TableDesign.Partitions"/>; null leaves it. Rows that are there stay where they are.</summary>
    public IReadOnlyList<string>? Partitions { get; init; }

    /// <summary>How new rows are ordered; null leaves it.</summary>
    public IReadOnlyList<string>? Sort { get; init; }

    /// <summary>Properties to set; null forgets one.</summary>
    public IReadOnlyDictionary<string, string?> Properties { get; init; } = new Dictionary<string, string?>();
}

/// <summary>A change of a column. Columns are told by name, fields of structs by names with dots.</summary>
public abstract record ColumnChange
{
    private ColumnChange()
    {
    }

    /// <summary>A new column, null in the rows that are there.</summary>
    public sealed record Add(string Name, string SqlType, string? Doc = null) : ColumnChange;

    /// <summary>The column goes; its name may come back as another column.</summary>
    public sealed record Drop(string Name) : ColumnChange;

    /// <summary>Another name for the same values.</summary>
    public sealed record Rename(string Name, string NewName) : ColumnChange;

    /// <summary>A wider type: int to long, float to double, a decimal to more digits.</summary>
    public sealed record Widen(string Name, string SqlType) : ColumnChange;

    /// <summary>The column may be null from now on.</summary>
    public sealed record MakeOptional(string Name) : ColumnChange;

    /// <summary>The column may not be null from now on. Only while the table has no rows.</summary>
    public sealed record MakeRequired(string Name) : ColumnChange;

    /// <summary>Other documentation; null for none.</summary>
    public sealed record Document(string Name, string? Doc) : ColumnChange;

    /// <summary>Another place: after a column, or first.</summary>
    public sealed record Move(string Name, string? After) : ColumnChange;
}
