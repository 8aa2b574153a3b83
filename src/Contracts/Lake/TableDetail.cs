namespace Talentys.Contracts;

/// <summary>A table in a list.</summary>
/// <param name="Schema">Schema.</param>
/// <param name="Name">Name.</param>
/// <param name="Version">Number of its current version.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Bytes">Bytes of its data files.</param>
/// <param name="ChangedAt">When the version was published.</param>
public sealed record TableListItem(string Schema, string Name, long Version, long Rows, long Bytes, DateTimeOffset ChangedAt);

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
    string Schema, string Name, string Id, long Version, long Rows, long Bytes, int Files, DateTimeOffset ChangedAt, IReadOnlyList<TableColumn> Columns);

/// <summary>A column of a table.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type in SQL.</param>
/// <param name="Required">Whether it refuses null.</param>
/// <param name="Description">What it is, or null.</param>
public sealed record TableColumn(string Name, string Type, bool Required, string? Description);

/// <summary>A version of a table.</summary>
/// <param name="Version">Number: 1 for the first, one more for each change.</param>
/// <param name="CommittedAt">When it was published.</param>
/// <param name="Operation">append, overwrite or delete.</param>
/// <param name="Rows">Rows of the whole table.</param>
/// <param name="Summary">Counts and properties.</param>
public sealed record TableVersionItem(
    long Version, DateTimeOffset CommittedAt, string Operation, long Rows, IReadOnlyDictionary<string, string> Summary);

/// <summary>Asks for the content of an older version.</summary>
/// <param name="To">Number of that version.</param>
public sealed record TableRollback(long To);

/// <summary>A schema that has tables.</summary>
/// <param name="Name">Name.</param>
/// <param name="Tables">Number of its tables.</param>
public sealed record SchemaListItem(string Name, int Tables);
