using Talentys.Kernel;

namespace Talentys.Lake.Public;

/// <summary>Changes of several tables that become visible together, or not at all.</summary>
public interface ILakeTransaction : IAsyncDisposable
{
    /// <summary>The change of a table in this transaction; the same one when it is asked for again.</summary>
    Task<ILakeChange> ChangeAsync(Scope scope, TableName name, WriteMode mode, CancellationToken cancellationToken);

    /// <summary>Publishes all changes in one step. A commit id that the tables have is not applied twice.</summary>
    /// <returns>The versions of the tables, in the order in which they were first asked for.</returns>
    /// <exception cref="FaultException"><c>lake.conflict</c>, <c>lake.write_failed</c>.</exception>
    Task<IReadOnlyList<TableVersion>> CommitAsync(string commitId, IReadOnlyDictionary<string, string> summary, CancellationToken cancellationToken);
}
