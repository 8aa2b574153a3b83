using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Public;

namespace Talentys.Lake.Writing;

/// <summary>Changes of several tables, published by one swap of their pointers.</summary>
/// <param name="committer">Publishes them.</param>
/// <param name="begin">Begins the change of a table.</param>
internal sealed class LakeTransaction(
    Committer committer, Func<Scope, TableName, WriteMode, CancellationToken, Task<LakeWrite>> begin) : ILakeTransaction
{
    private readonly Dictionary<(Scope, TableName), (LakeWrite Write, WriteMode Mode)> changes = [];
    private readonly List<LakeWrite> ordered = [];

    /// <inheritdoc/>
    public async Task<ILakeChange> ChangeAsync(Scope scope, TableName name, WriteMode mode, CancellationToken cancellationToken)
    {
        if (changes.TryGetValue((scope, name), out var known))
        {
            return known.Mode == mode ? known.Write : throw new InvalidOperationException("The table is changed in another mode in this transaction.");
        }

        var write = await begin(scope, name, mode, cancellationToken);
        changes[(scope, name)] = (write, mode);
        ordered.Add(write);
        return write;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableVersion>> CommitAsync(
        string commitId, IReadOnlyDictionary<string, string> summary, CancellationToken cancellationToken)
    {
        var prepared = new List<TableChange>();
        foreach (var write in ordered)
        {
            prepared.Add(await write.PrepareAsync(commitId, summary, cancellationToken));
        }

        try
        {
            var published = await committer.PublishAsync(prepared, cancellationToken);
            return [.. ordered.Zip(published, (write, done) => write.Finish(done))];
        }
        catch (Exception failure) when (failure is not (FaultException or OperationCanceledException))
        {
            foreach (var write in ordered)
            {
                write.Doubt();
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var write in ordered)
        {
            await write.DisposeAsync();
        }
    }
}
