using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Writing;

/// <summary>A write in progress: files under one id, published by the committer or removed.</summary>
internal sealed class LakeWrite(
    Committer committer, SnapshotBuilder snapshots, DataFileWriter writer, IObjectStore objects, OrphanSweep sweep, TableBase start, WriteMode mode, string writeId)
    : ILakeWrite
{
    private enum Fate
    {
        Open,
        Published,
        Unknown,
    }

    private readonly HashSet<string> removed = [];
    private TableBase target = start;
    private WriteSession session = Session(writer, start, mode, writeId);
    private TableVersion? published;
    private Fate fate;
    private int failedCalls;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DataFile>> WriteAsync(
        DuckConnection connection, string select, IReadOnlyDictionary<string, string>? columns, CancellationToken cancellationToken)
    {
        EnsureOpen();
        await sweep.MarkAsync(target.Place, writeId, cancellationToken);
        failedCalls++;
        var files = await session.WriteAsync(connection, select, columns, cancellationToken);
        failedCalls--;
        await sweep.MarkAsync(target.Place, writeId, cancellationToken);
        return [.. files.Select(file => new DataFile(objects.ReadPath(file.Path) ?? file.Path, file.Rows, file.Bytes))];
    }

    /// <inheritdoc/>
    public void Remove(IEnumerable<string> paths)
    {
        EnsureOpen();
        if (mode == WriteMode.Replace)
        {
            throw new InvalidOperationException("A replace removes all files by itself.");
        }

        removed.UnionWith(paths.Select(target.Place.Resolve));
    }

    /// <inheritdoc/>
    public async Task<TableVersion> CommitAsync(string commitId, IReadOnlyDictionary<string, string> summary, CancellationToken cancellationToken)
    {
        if (published is not null)
        {
            return published;
        }

        EnsureOpen();
        await sweep.MarkAsync(target.Place, writeId, cancellationToken);
        try
        {
            var change = new TableChange
            {
                TableId = target.Row.Id,
                WriteId = writeId,
                Known = metadata => metadata.Snapshots.LastOrDefault(one => one.Summary.GetValueOrDefault(FileChange.CommitIdKey) == commitId),
                Build = async (now, prefix, token) =>
                {
                    await RebaseAsync(now, token);
                    var files = new FileChange
                    {
                        WriteId = writeId,
                        CommitId = commitId,
                        Columns = session.Columns ?? [],
                        LastColumnId = session.LastColumnId,
                        Added = [.. session.Calls.Select(call => new AddedFiles(call.Columns, call.Files))],
                        Removed = mode == WriteMode.Replace ? Removal.Everything : new Removal { Locations = removed },
                        Summary = summary,
                    };
                    return await snapshots.WriteAsync(now, files, prefix, token);
                },
            };
            var done = await committer.PublishAsync(change, cancellationToken);
            published = TableReader.VersionOf(done.Metadata, done.Snapshot!);
            fate = done.IsNew ? Fate.Published : Fate.Open;
            return published;
        }
        catch (Exception failure) when (failure is not (FaultException or OperationCanceledException))
        {
            // whether the pointer was swapped is not known: the files stay until the sweep knows
            fate = Fate.Unknown;
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (fate == Fate.Open)
        {
            await sweep.RemoveAsync(target.Place, writeId, new HashSet<string>());
        }
        else if (fate == Fate.Published && failedCalls > 0)
        {
            // a call that failed before the commit may have left files beside the published ones
            await sweep.RemoveAsync(target.Place, writeId, session.Calls.SelectMany(call => call.Files).Select(file => file.Path).ToHashSet());
        }
        else if (fate == Fate.Published)
        {
            await sweep.UnmarkAsync(target.Place, writeId);
        }
    }

    private static WriteSession Session(DataFileWriter writer, TableBase on, WriteMode mode, string writeId) =>
        new(writer, new WriteTarget(on.Place, on.Metadata), writeId, mode);

    /// <summary>
    /// Moves the write onto a newer version. Its files are kept where their field ids still hold, as they do unless both
    /// sides added columns; else they are written again.
    /// </summary>
    private async Task RebaseAsync(TableBase now, CancellationToken cancellationToken)
    {
        if (now.Row.MetadataFile == target.Row.MetadataFile)
        {
            target = now;
            return;
        }

        var calls = session.Calls;
        var moved = Session(writer, now, mode, writeId);
        if (!calls.All(moved.TryAdopt))
        {
            moved = await RewriteAsync(calls, now, cancellationToken);
        }

        (target, session) = (now, moved);
    }

    private async Task<WriteSession> RewriteAsync(IReadOnlyList<WriteCall> calls, TableBase now, CancellationToken cancellationToken)
    {
        using var engine = DuckInstance.Open(new DuckOptions { Threads = 1, MemoryBytes = EngineBudget.Least });
        using var connection = engine.Connect();
        var rewritten = Session(writer, now, mode, writeId);
        foreach (var call in calls)
        {
            if (call.Files.Count == 0)
            {
                rewritten.TryAdopt(call);
                continue;
            }

            var docs = call.Incoming.Where(field => field.Doc is not null).ToDictionary(field => field.Name, field => field.Doc!);
            var physical = PhysicalSchema.Of(call.Written);
            var select = ScanSql.Of(call.Written, [.. call.Files.Select(file => new ScanFile { Path = objects.ReadPath(file.Path)!, Physical = physical })]);
            await rewritten.WriteAsync(connection, select, docs, cancellationToken);
        }

        await objects.DeleteAsync([.. calls.SelectMany(call => call.Files).Select(file => file.Path)], CancellationToken.None);
        return rewritten;
    }

    private void EnsureOpen()
    {
        if (published is not null || fate != Fate.Open)
        {
            throw new InvalidOperationException("The write was committed.");
        }
    }
}
