namespace Talentys.Contracts;

/// <summary>A table in a list.</summary>
/// <param name="Schema">Schema.</param>
/// <param name="Name">Name.</param>
/// <param name="Version">Number of its current version.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Bytes">Bytes of its data files.</param>
/// <param name="ChangedAt">When the version was published.</param>
public sealed record TableListItem(string Schema, string Name, long Version, long Rows, long Bytes, DateTimeOffset ChangedAt)
{
    /// <summary>table, or view: which has neither versions nor rows of its own.</summary>
    public string Type { get; init; } = "table";

    /// <summary>Whether an access policy hides rows from the caller, so that rows and bytes are not told: they are 0.</summary>
    public bool CountsHidden { get; init; }
}

/// <summary>A table.</summary>
/// <param name="Schema">Schema.</param>
/// <param name="Name">Name.</param>
/// <param name="Id">Identifier that stays when the table is renamed.</param>
/// <param name="Version">Number of the version described.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Bytes">Bytes of its data files.</param>
/// <param name="Files">Number of its data files.</param>
/// <param name="ChangedAt">When the version was published.</param>
/// <param name="Columns">Columns in order.</param>
public sealed record TableDetail(
    string Schema, string Name, string Id, long Version, long Rows, long Bytes, int Files, DateTimeOffset ChangedAt, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>How new rows are kept apart in files: <c>day(ts)</c>, <c>bucket(16, id)</c>, <c>country</c>; none for all together.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];

    /// <summary>How new rows are ordered in files: <c>ts desc</c>; none for as they come.</summary>
    public IReadOnlyList<string> Sort { get; init; } = [];

    /// <summary>Properties that readers and writers heed, by the names that Iceberg's engines share.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>What it is when it is a view, which has neither versions nor rows of its own; null for a table.</summary>
    public ViewFacts? View { get; init; }

    /// <summary>Whether another engine writes it: it is read in place, and never changed here.</summary>
    public bool Foreign { get; init; }

    /// <summary>Where its files are; engineers only.</summary>
    public string? Location { get; init; }

    /// <summary>Whether an access policy hides rows from the caller, so that rows, bytes and files are not told: they are 0.</summary>
    public bool CountsHidden { get; init; }
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type in SQL.</param>
/// <param name="Required">Whether it refuses null.</param>
/// <param name="Description">What it is, or null.</param>
public sealed record TableColumn(string Name, string Type, bool Required, string? Description)
{
    /// <summary>Name of the mask through which the caller sees its values; null for the true ones.</summary>
    public string? Mask { get; init; }
}

/// <summary>A version of a table.</summary>
/// <param name="Version">Number: 1 for the first, one more for each change.</param>
/// <param name="CommittedAt">When it was published.</param>
/// <param name="Operation">append, overwrite, delete, or replace (files were written anew, rows stayed).</param>
/// <param name="Rows">Rows of the whole table.</param>
/// <param name="Summary">Counts and properties.</param>
public sealed record TableVersionItem(
    long Version, DateTimeOffset CommittedAt, string Operation, long Rows, IReadOnlyDictionary<string, string> Summary)
{
    /// <summary>Rows of the data files that came.</summary>
    public long AddedRows { get; init; }

    /// <summary>Rows that went: those of the data files that went, and those that were deleted one by one.</summary>
    public long RemovedRows { get; init; }

    /// <summary>Data files that came.</summary>
    public long AddedFiles { get; init; }

    /// <summary>Data files that went.</summary>
    public long RemovedFiles { get; init; }

    /// <summary>Data files of the whole table; 0 where the engine that wrote it did not count.</summary>
    public long Files { get; init; }

    /// <summary>Bytes of all its files.</summary>
    public long Bytes { get; init; }

    /// <summary>Who asked for it, or the engine that wrote it; null where that is not known.</summary>
    public string? By { get; init; }

    /// <summary>The run that made it.</summary>
    public string? Run { get; init; }

    /// <summary>What the statement that made it does, in a word: <c>UPDATE</c>; null where it was none of ours.</summary>
    public string? Command { get; init; }

    /// <summary>Rows that a change of rows inserted, without those that files were written anew with; null where that is not told.</summary>
    public long? InsertedRows { get; init; }

    /// <summary>Rows that it gave other values; null where that is not told.</summary>
    public long? UpdatedRows { get; init; }

    /// <summary>Rows that it deleted; null where that is not told.</summary>
    public long? DeletedRows { get; init; }

    /// <summary>The version whose content came back.</summary>
    public long? RolledBackTo { get; init; }

    /// <summary>Whether an access policy hides rows from the caller, so that counts are not told: they are 0.</summary>
    public bool CountsHidden { get; init; }
}

/// <summary>Asks for the content of an older version.</summary>
/// <param name="To">Number of that version.</param>
public sealed record TableRollback(long To);

/// <summary>A schema that has tables.</summary>
/// <param name="Name">Name.</param>
/// <param name="Tables">Number of its tables.</param>
public sealed record SchemaListItem(string Name, int Tables);
