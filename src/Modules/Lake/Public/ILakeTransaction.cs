using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Lake.Public;

/// <summary>
/// Changes of tables of one scope that become visible together, or not at all. What is read through it is one set of versions, that of
/// the moment in which it began, with what it changed itself.
/// </summary>
public interface ILakeTransaction : IAsyncDisposable
{
    /// <summary>Whether there is anything to publish.</summary>
    bool HasChanges { get; }

    /// <summary>A table as the transaction sees it, or null when there is none for it.</summary>
    /// <exception cref="FaultException">It has no such version.</exception>
    Task<LakeTable?> OpenAsync(TableName name, TableAt at, CancellationToken cancellationToken);

    /// <summary>The tables as the transaction sees them, ordered by name; hidden schemas only when asked for.</summary>
    IReadOnlyList<TableSummary> List(bool hidden);

    /// <summary>What its tables are, without hidden schemas, ordered by name; the same list as long as it changes nothing.</summary>
    Task<IReadOnlyList<TableShape>> ShapesAsync(CancellationToken cancellationToken);

    /// <summary>The schemas that are not hidden, with those that it made.</summary>
    Task<IReadOnlyList<string>> SchemasAsync(CancellationToken cancellationToken);

    /// <summary>The change of a table in this transaction; the same one when it is asked for again.</summary>
    Task<ILakeChange> ChangeAsync(TableName name, WriteMode mode, CancellationToken cancellationToken);

    /// <summary>Makes a table in this transaction; what is asked for later by its name is the change that made it.</summary>
    /// <exception cref="FaultException">Now or at the commit: <c>lake.table_exists</c>, <c>lake.name_given_up</c>, and as <see cref="ILake.CreateAsync"/>.</exception>
    Task<ILakeChange> MakeAsync(TableName name, TableDesign design, bool replace, CancellationToken cancellationToken);

    /// <summary>Changes columns, partitions, order and properties of a table, before other changes of it in this transaction.</summary>
    /// <exception cref="FaultException"><c>lake.change_order</c>: its rows were changed before, and as <see cref="ILake.AlterAsync"/>.</exception>
    Task AlterAsync(TableName name, TableAlteration change, CancellationToken cancellationToken);

    /// <summary>Drops a table at the commit. False when there is none.</summary>
    Task<bool> DropAsync(TableName name);

    /// <summary>Gives a table another name at the commit.</summary>
    /// <exception cref="FaultException"><c>lake.table_unknown</c>, <c>lake.table_exists</c>, <c>lake.name_refused</c>.</exception>
    void Rename(TableName name, TableName newName);

    /// <summary>Makes a schema at the commit. False when it is there.</summary>
    Task<bool> CreateSchemaAsync(string schema, CancellationToken cancellationToken);

    /// <summary>Does something else in the step of the database in which the changes become visible; what it throws undoes all of them.</summary>
    void Also(Func<PlatformDb, CancellationToken, Task> work);

    /// <summary>Remembers what was done by now.</summary>
    /// <returns>Takes back what is done from here on; may be called several times.</returns>
    Func<Task> Save();

    /// <summary>Publishes all changes in one step. A commit id that the tables have is not applied twice.</summary>
    /// <returns>The versions of the tables, in the order in which they were first asked for.</returns>
    /// <exception cref="FaultException"><c>lake.conflict</c>, <c>lake.write_failed</c>.</exception>
    Task<IReadOnlyList<TableVersion>> CommitAsync(string commitId, IReadOnlyDictionary<string, string> summary, CancellationToken cancellationToken);
}
