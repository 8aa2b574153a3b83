using Talentys.Kernel;

namespace Talentys.Lake.Public;

/// <summary>The lake: Iceberg tables by scope and name.</summary>
public interface ILake
{
    /// <summary>Tables of a scope, ordered by name; hidden schemas (leading underscore) only when asked for.</summary>
    Task<IReadOnlyList<TableSummary>> ListAsync(Scope scope, bool hidden, CancellationToken cancellationToken);

    /// <summary>A table at a version, or null when there is no such table.</summary>
    /// <exception cref="FaultException">It has no such version: <c>lake.version_unknown</c>, <c>lake.version_expired</c>, <c>lake.before_first_version</c>, <c>lake.reference_unknown</c>.</exception>
    Task<LakeTable?> FindAsync(Scope scope, TableName name, TableAt at, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a statement that will ask for <see cref="PlanAsync"/>: the files of a table that has many are not looked for yet.
    /// Metadata tables have their names: <c>orders$snapshots</c>.
    /// </summary>
    /// <exception cref="FaultException">It has no such version.</exception>
    Task<LakeTable?> OpenAsync(Scope scope, TableName name, TableAt at, CancellationToken cancellationToken);

    /// <summary>
    /// The current versions of several tables, as <see cref="OpenAsync(Scope, TableName, TableAt, CancellationToken)"/> gives them, with one look for
    /// all of them. Those that are not there or cannot be opened are left out: opening one by itself tells why.
    /// </summary>
    Task<IReadOnlyDictionary<TableName, LakeTable>> OpenAsync(Scope scope, IReadOnlyCollection<TableName> names, CancellationToken cancellationToken);

    /// <summary>The scan of a table for a statement that asks for rows of any of the filters. A table of few files is read whole.</summary>
    Task<TableScan> PlanAsync(LakeTable table, IReadOnlyList<ScanFilter> anyOf, CancellationToken cancellationToken);

    /// <summary>Figures of a table as expressions of the engine; null when they cannot be told without reading its files.</summary>
    Task<IReadOnlyList<string>?> FiguresAsync(LakeTable table, IReadOnlyList<TableFigure> figures, CancellationToken cancellationToken);

    /// <summary>Versions of a table, newest first.</summary>
    Task<IReadOnlyList<TableVersion>> VersionsAsync(Scope scope, TableName name, CancellationToken cancellationToken);

    /// <summary>
    /// Begins to write: files are written first, published by <see cref="ILakeWrite.CommitAsync"/>, forgotten when it is
    /// disposed without. Rows are changed only in an append; <see cref="ChangeAsync"/> does so again when others came between.
    /// </summary>
    Task<ILakeChange> BeginAsync(Scope scope, TableName name, WriteMode mode, CancellationToken cancellationToken);

    /// <summary>
    /// Changes rows of a table, and does it again on the newest version when others came between and their changes do not go
    /// together with it.
    /// </summary>
    /// <param name="scope">Organisation and environment.</param>
    /// <param name="name">The table.</param>
    /// <param name="work">The steps; they may run several times, each time on a change of its own.</param>
    /// <param name="commitId">Identifies the commit across retries; a table that has it is left as it is.</param>
    /// <param name="summary">Properties for the snapshot summary.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>lake.conflict</c> after many attempts, and what the steps throw.</exception>
    Task<TableVersion> ChangeAsync(
        Scope scope,
        TableName name,
        Func<ILakeChange, CancellationToken, Task> work,
        string commitId,
        IReadOnlyDictionary<string, string> summary,
        CancellationToken cancellationToken);

    /// <summary>
    /// Begins changes of several tables that become visible together. All tables are pinned to their versions of now. Versions are kept
    /// for readers for a time (<c>Lake:Maintenance:ReaderGrace</c>): a transaction must end within it.
    /// </summary>
    Task<ILakeTransaction> BeginTransactionAsync(Scope scope, CancellationToken cancellationToken);

    /// <summary>
    /// Begins changes that are never published: of tables that are made in it and seen there alone. It sees no other tables, and none of
    /// its names is kept.
    /// </summary>
    ILakeTransaction BeginTemporary(Scope scope);

    /// <summary>Makes a table without rows.</summary>
    /// <exception cref="FaultException"><c>lake.table_exists</c>, <c>lake.type_refused</c>, <c>lake.partition_refused</c>, <c>lake.name_refused</c>.</exception>
    Task<LakeTable> CreateAsync(Scope scope, TableName name, TableDesign design, CancellationToken cancellationToken);

    /// <summary>
    /// Begins a table with rows: both become visible together at the commit. Where there is a table of that name already it is
    /// replaced as a whole, if that is allowed.
    /// </summary>
    /// <exception cref="FaultException">Now or at the commit: <c>lake.table_exists</c>, and as <see cref="CreateAsync"/>.</exception>
    Task<ILakeChange> BeginMakeAsync(Scope scope, TableName name, TableDesign design, bool replace, CancellationToken cancellationToken);

    /// <summary>Gives a table another name; its files stay where they are.</summary>
    /// <exception cref="FaultException"><c>lake.table_unknown</c>, <c>lake.table_exists</c>, <c>lake.name_refused</c>.</exception>
    Task RenameAsync(Scope scope, TableName name, TableName newName, CancellationToken cancellationToken);

    /// <summary>Schemas that have tables, and those that were made by themselves; hidden ones only when asked for.</summary>
    Task<IReadOnlyList<string>> SchemasAsync(Scope scope, bool hidden, CancellationToken cancellationToken);

    /// <summary>Makes a schema. False when it is there.</summary>
    Task<bool> CreateSchemaAsync(Scope scope, string schema, CancellationToken cancellationToken);

    /// <summary>Forgets a schema. Null when there is none, false when it has tables.</summary>
    Task<bool?> DropSchemaAsync(Scope scope, string schema, CancellationToken cancellationToken);

    /// <summary>Changes columns, partitions, order and properties of a table; its rows stay, and no file is written anew.</summary>
    /// <exception cref="FaultException">
    /// <c>lake.table_unknown</c>, <c>lake.column_unknown</c>, <c>lake.schema_conflict</c>, <c>lake.partition_refused</c>.
    /// </exception>
    Task<LakeTable> AlterAsync(Scope scope, TableName name, TableAlteration change, CancellationToken cancellationToken);

    /// <summary>Drops a table. False when there was none.</summary>
    Task<bool> DropAsync(Scope scope, TableName name, CancellationToken cancellationToken);
}

/// <summary>How a write treats what is there.</summary>
public enum WriteMode
{
    /// <summary>The written rows become the table; its schema is that of the written rows (columns of the same name and a compatible type keep their ids).</summary>
    Replace,

    /// <summary>The written rows are added; new columns are added, missing ones are null, types widen where Iceberg allows.</summary>
    Append,
}

/// <summary>A write in progress.</summary>
public interface ILakeWrite : IAsyncDisposable
{
    /// <summary>
    /// Runs a SELECT and writes its rows as Parquet data files with field ids, after the lowering of types. May be called
    /// several times; nothing is visible before the commit.
    /// </summary>
    /// <param name="connection">Where the SELECT is run.</param>
    /// <param name="select">The SELECT.</param>
    /// <param name="columns">Documentation of columns by name (the name in the source, for example); may be null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The files written (none for no rows).</returns>
    /// <exception cref="FaultException"><c>lake.type_refused</c>, <c>lake.overflow</c>, <c>lake.schema_conflict</c>, or the engine's.</exception>
    Task<IReadOnlyList<DataFile>> WriteAsync(
        DuckDb.Public.DuckConnection connection, string select, IReadOnlyDictionary<string, string>? columns, CancellationToken cancellationToken);

    /// <summary>In an append: also removes these data files of the current version (a source file that changed).</summary>
    void Remove(IEnumerable<string> paths);

    /// <summary>
    /// Publishes atomically. Optimistic: re-based on a concurrent append, refused on a conflict (<c>lake.conflict</c>).
    /// A commit id that the table already has is not applied twice: its version is returned.
    /// </summary>
    /// <param name="commitId">Identifies the commit across retries; stored in the snapshot summary.</param>
    /// <param name="summary">Properties for the snapshot summary (sync state lives there).</param>
    /// <param name="cancellationToken">Cancels; a commit that was published stays.</param>
    Task<TableVersion> CommitAsync(string commitId, IReadOnlyDictionary<string, string> summary, CancellationToken cancellationToken);
}

/// <summary>A table in a list.</summary>
public sealed record TableSummary(TableName Name, string Id, long Version, long Rows, long Bytes, DateTimeOffset ChangedAt)
{
    /// <summary>Whether it is a view, which has neither versions nor rows of its own.</summary>
    public bool IsView { get; init; }
}

/// <summary>A version of a table: one Iceberg snapshot.</summary>
/// <param name="Number">1 for the first, one more for each commit (the Iceberg sequence number).</param>
/// <param name="SnapshotId">Iceberg's snapshot id.</param>
/// <param name="CommittedAt">When.</param>
/// <param name="Operation">append, overwrite, delete or replace.</param>
/// <param name="Rows">Rows of the whole table.</param>
/// <param name="Summary">The snapshot summary.</param>
public sealed record TableVersion(
    long Number, long SnapshotId, DateTimeOffset CommittedAt, string Operation, long Rows, IReadOnlyDictionary<string, string> Summary);

/// <summary>A table at one version, with what a reader needs.</summary>
public sealed record LakeTable(
    TableName Name,
    string Id,
    string Location,
    TableVersion Version,
    IReadOnlyList<LakeColumn> Columns,
    IReadOnlyList<DataFile> Files)
{
    /// <summary>Local folder that the engine must be let into to read it; null when its files are elsewhere.</summary>
    public string? Folder { get; init; }

    /// <summary>The SELECT that reads this version: columns in order, field ids mapped, no rows when there are no files.</summary>
    public required string SelectSql { get; init; }

    /// <summary>The table whose rights hold: the table itself, or the one that a metadata table tells of.</summary>
    public TableName RightsOf { get; init; } = Name;

    /// <summary>Whether it has so many files that they are looked for by <see cref="ILake.PlanAsync"/>; they are not here then.</summary>
    public bool ManyFiles => Planned is not null;

    /// <summary>What it is planned by.</summary>
    internal Planning.PlannedTable? Planned { get; init; }

    /// <summary>Tells the version and its columns from others of the table.</summary>
    internal string VersionKey { get; init; } = "";
}

/// <summary>A column.</summary>
/// <param name="FieldId">Iceberg field id.</param>
/// <param name="Name">Name.</param>
/// <param name="SqlType">Type in the engine's words, for example <c>DECIMAL(18,2)</c>.</param>
/// <param name="Required">Whether it refuses null.</param>
/// <param name="Doc">Documentation, or null.</param>
public sealed record LakeColumn(int FieldId, string Name, string SqlType, bool Required, string? Doc);

/// <summary>A data file.</summary>
public sealed record DataFile(string Path, long Rows, long Bytes);
