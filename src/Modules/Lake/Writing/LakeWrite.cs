using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>A write in progress: files under one id, published by the committer or removed.</summary>
internal sealed class LakeWrite(
    Committer committer, SnapshotBuilder snapshots, DataFileWriter writer, OrphanSweep sweep, TableBase start, WriteMode mode, string writeId)
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
        sweep.Mark(target.Folder, writeId);
        failedCalls++;
        var files = await session.WriteAsync(connection, select, columns, cancellationToken);
        failedCalls--;
        sweep.Mark(target.Folder, writeId);
        return [.. files.Select(file => new DataFile(file.Path, file.Rows, file.Bytes))];
    }

    /// <inheritdoc/>
    public void Remove(IEnumerable<string> paths)
    {
        EnsureOpen();
        if (mode == WriteMode.Replace)
        {
            throw new InvalidOperationException("A replace removes all files by itself.");
        }

        removed.UnionWith(paths);
    }

    /// <inheritdoc/>
    public async Task<TableVersion> CommitAsync(string commitId, IReadOnlyDictionary<string, string> summary, CancellationToken cancellationToken)
    {
        if (published is not null)
        {
            return published;
        }

        EnsureOpen();
        sweep.Mark(target.Folder, writeId);
        try
        {
            var (snapshot, isNew) = await committer.PublishAsync(
                target.Row.Id,
                target.Folder.LakeRoot,
                writeId,
                metadata => metadata.Snapshots.LastOrDefault(one => one.Summary.GetValueOrDefault(CommitInput.CommitIdKey) == commitId),
                async (now, prefix) =>
                {
                    await RebaseAsync(now, cancellationToken);
                    var input = new CommitInput
                    {
                        WriteId = writeId,
                        CommitId = commitId,
                        Replaces = mode == WriteMode.Replace,
                        Session = session,
                        Removed = removed,
                        Summary = summary,
                    };
                    return await snapshots.WriteAsync(now, input, prefix, cancellationToken);
                },
                cancellationToken);
            published = TableReader.VersionOf(snapshot);
            fate = isNew ? Fate.Published : Fate.Open;
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
    public ValueTask DisposeAsync()
    {
        if (fate == Fate.Open)
        {
            OrphanSweep.Remove(target.Folder, writeId, new HashSet<string>());
        }
        else if (fate == Fate.Published && failedCalls > 0)
        {
            // a call that failed before the commit may have left files beside the published ones
            var kept = session.Calls.SelectMany(call => call.Files).Select(file => file.Path).ToHashSet();
            kept.UnionWith(Directory.EnumerateFiles(target.Folder.Metadata, $"*{writeId}*"));
            OrphanSweep.Remove(target.Folder, writeId, kept);
        }
        else if (fate == Fate.Published)
        {
            OrphanSweep.Unmark(target.Folder, writeId);
        }

        return ValueTask.CompletedTask;
    }

    private static WriteSession Session(DataFileWriter writer, TableBase on, WriteMode mode, string writeId) =>
        new(writer, on.Folder, writeId, mode, on.Metadata?.CurrentSchema, on.Metadata?.LastColumnId ?? 0);

    /// <summary>
    /// Moves the write onto a newer version. Its files are kept where their field ids still hold, as they do unless both
    /// sides added columns; else they are written again.
    /// </summary>
    private async Task RebaseAsync(TableBase now, CancellationToken cancellationToken)
    {
        if (now.Row.Version == target.Row.Version)
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
            var schema = new IcebergSchema(0, call.Written);
            var leaves = schema.Leaves().Select(leaf => leaf.Id).ToHashSet();
            var select = ScanSql.Of(call.Written, call.Files.Select(file => new ScanFile(file.Path, schema, leaves)));
            await rewritten.WriteAsync(connection, select, docs, cancellationToken);
        }

        foreach (var file in calls.SelectMany(call => call.Files))
        {
            DurableFile.TryDelete(file.Path);
        }

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
