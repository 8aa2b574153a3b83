using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Rows;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Writing;

/// <summary>A write in progress: files under one id, published by the committer or removed.</summary>
internal sealed partial class LakeWrite(WriteServices services, TableBase start, WriteMode mode, string writeId, bool made = false) : ILakeChange
{
    private enum Fate
    {
        Open,
        Published,
        Unknown,
    }

    private readonly HashSet<string> removed = [];
    private readonly HashSet<PartitionKey> partitions = [];
    private readonly TableBase begun = start;
    private TableBase target = start;
    private WriteSession session = Session(services, start, mode, writeId);
    private RowSink? sink;
    private TableRows? rows;
    private TableVersion? published;
    private Fate fate;
    private int failedCalls;
    private bool truncated = made && start.Row.MetadataFile is not null;
    private bool broken;

    /// <summary>The table.</summary>
    public string TableId => begun.Row.Id;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DataFile>> WriteAsync(
        DuckConnection connection, string select, IReadOnlyDictionary<string, string>? columns, CancellationToken cancellationToken)
    {
        var files = await WorkAsync(
            async () =>
            {
                var written = await session.WriteAsync(connection, select, columns, cancellationToken);
                rows?.Grow(session.Columns!);
                rows?.Add(written, sink!.PathOf, session.Calls[^1].Columns);
                return written;
            },
            cancellationToken);
        return [.. files.Select(file => new DataFile(services.Objects.ReadPath(file.Path) ?? file.Path, file.Rows, file.Bytes))];
    }

    /// <inheritdoc/>
    public void Remove(IEnumerable<string> paths)
    {
        EnsureOpen();
        EnsureAppends();
        removed.UnionWith(paths.Select(target.Place.Resolve));
    }

    /// <inheritdoc/>
    public async Task<string> SelectSqlAsync(CancellationToken cancellationToken) =>
        (await (await RowsAsync(cancellationToken)).ScanAsync(null, cancellationToken)).Sql;

    /// <inheritdoc/>
    public Task<RowCounts> DeleteAsync(DuckConnection connection, string condition, CancellationToken cancellationToken) =>
        ChangeAsync(connection, "delete", changer => changer.DeleteAsync(condition, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<RowCounts> UpdateAsync(
        DuckConnection connection, IReadOnlyDictionary<string, string> values, string? condition, CancellationToken cancellationToken) =>
        ChangeAsync(connection, "update", changer => changer.UpdateAsync(values, condition, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<RowCounts> MergeAsync(DuckConnection connection, LakeMerge merge, CancellationToken cancellationToken) =>
        ChangeAsync(connection, "merge", changer => changer.MergeAsync(merge, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<RowCounts> OverwriteAsync(DuckConnection connection, string select, string condition, CancellationToken cancellationToken) =>
        ChangeAsync(connection, "delete", changer => changer.OverwriteAsync(select, condition, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<RowCounts> OverwritePartitionsAsync(DuckConnection connection, string select, CancellationToken cancellationToken)
    {
        EnsureAppends();
        if (rows is not null)
        {
            throw new InvalidOperationException("Partitions are overwritten before rows are changed.");
        }

        var files = await WorkAsync(() => session.WriteAsync(connection, select, null, cancellationToken), cancellationToken);
        partitions.UnionWith(files.Select(PartitionKey.Of));
        return new RowCounts(files.Sum(file => file.Rows), 0, 0);
    }

    /// <inheritdoc/>
    public async Task<LakeTable> OpenRowsAsync(ScanFilter filter, CancellationToken cancellationToken)
    {
        var table = await RowsAsync(cancellationToken);
        var meant = RowFilter.Of(filter, begun.Metadata!.CurrentSchema);
        sink!.Expect(meant);
        var scan = await table.ScanAsync(table.Candidates(meant), cancellationToken);
        return services.Reader.OfRows(begun.Row, begun.Place, begun.Metadata, table.Columns, scan.WithRows, writeId);
    }

    /// <inheritdoc/>
    public Task<RowCounts> ApplyAsync(DuckConnection connection, RowEdits edits, CancellationToken cancellationToken) =>
        ChangeAsync(connection, edits.Kind, changer => changer.ApplyAsync(edits, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Truncate()
    {
        EnsureOpen();
        EnsureAppends();
        if (KeepsFiles)
        {
            Empty();
        }
        else if (session.Calls.Count > 0 || rows is not null)
        {
            throw new InvalidOperationException("Rows are removed before others are written.");
        }

        truncated = true;
    }

    /// <inheritdoc/>
    public async Task<TableVersion> CommitAsync(string commitId, IReadOnlyDictionary<string, string> summary, CancellationToken cancellationToken)
    {
        if (published is not null)
        {
            return published;
        }

        var change = await PrepareAsync(commitId, summary, cancellationToken);
        try
        {
            return Finish(await services.Committer.PublishAsync(change, cancellationToken));
        }
        catch (Exception failure) when (failure is not (FaultException or OperationCanceledException))
        {
            Doubt();
            throw;
        }
    }

    /// <summary>What the committer publishes.</summary>
    public async Task<TableChange> PrepareAsync(string commitId, IReadOnlyDictionary<string, string> summary, CancellationToken cancellationToken)
    {
        EnsureOpen();
        if (broken)
        {
            throw new InvalidOperationException("A step of the change failed: it may be done in part.");
        }

        await services.Sweep.MarkAsync(target.Place, writeId, cancellationToken);
        return new TableChange
        {
            TableId = target.Row.Id,
            WriteId = writeId,
            Known = metadata => KnownIn(metadata, commitId),
            Build = async (now, prefix, token) =>
            {
                now = made ? MadeOn(now) : now;
                await RebaseAsync(now, token);
                return await services.Snapshots.WriteAsync(now, Change(commitId, summary), prefix, token);
            },
        };
    }

    /// <summary>Takes note that the change was published.</summary>
    public TableVersion Finish(Published done)
    {
        published = TableReader.VersionOf(done.Metadata, done.Snapshot!);
        fate = done.IsNew ? Fate.Published : Fate.Open;
        return published;
    }

    /// <summary>Takes note that it is not known whether the pointer was swapped: the files stay until the sweep knows.</summary>
    public void Doubt() => fate = Fate.Unknown;

    /// <summary>The snapshot of a commit id; null when there is none.</summary>
    public static Snapshot? KnownIn(TableMetadata metadata, string commitId) =>
        metadata.Snapshots.LastOrDefault(one => one.Summary.GetValueOrDefault(FileChange.CommitIdKey) == commitId);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        rows?.Dispose();
        readers.ForEach(one => one.Dispose());
        try
        {
            if (fate == Fate.Open)
            {
                await services.Sweep.RemoveAsync(target.Place, writeId, new HashSet<string>());
            }
            else if (fate == Fate.Published && (failedCalls > 0 || KeepsFiles))
            {
                // a call that failed before the commit, or was taken back, may have left files beside the published ones
                await services.Sweep.RemoveAsync(
                    target.Place, writeId, session.Calls.SelectMany(call => call.Files).Concat(sink?.Deletes ?? []).Select(file => file.Path).ToHashSet());
            }
            else if (fate == Fate.Published)
            {
                await services.Sweep.UnmarkAsync(target.Place, writeId);
            }
        }
        catch (IOException)
        {
            // the mark is still there: the sweep comes again
        }
    }

    private static WriteSession Session(WriteServices services, TableBase on, WriteMode mode, string writeId) =>
        new(services.Writer, new WriteTarget(on.Place, on.Metadata), writeId, mode);

    /// <summary>A table that is made as it was designed, if nothing came between.</summary>
    private TableBase MadeOn(TableBase now) => now.Row.MetadataFile == begun.Row.MetadataFile ? begun
        : throw (begun.Row.MetadataFile is null
            ? new FaultException(LakeFaults.TableExists(new TableName(now.Row.Schema, now.Row.Name)))
            : ConflictJudge.Conflict("Another commit changed the table that was to be replaced.", null));

    private FileChange Change(string commitId, IReadOnlyDictionary<string, string> summary) => new()
    {
        WriteId = writeId,
        CommitId = commitId,
        Columns = session.Columns ?? [],
        LastColumnId = session.LastColumnId,
        Added = [.. session.Calls.Select(call => new AddedFiles(call.Columns, call.Files))],
        AddedDeletes = sink?.Deletes ?? [],
        Removed = mode == WriteMode.Replace || truncated
            ? Removal.Everything
            : new Removal { Locations = removed.Concat(sink?.Removed ?? new HashSet<string>()).ToHashSet(), Partitions = partitions },
        Check = sink is null || truncated ? null : new ConflictCheck
        {
            Start = begun.Metadata?.CurrentSnapshot,
            Touched = sink.Touched,
            Concerns = sink.Concerns.Count == 0 ? null : file => sink.Concerns.Any(rows => rows.MayMatch(file, target.Metadata!)),
        },
        Summary = Noted(summary),
    };

    private async Task<T> WorkAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        EnsureOpen();
        await services.Sweep.MarkAsync(target.Place, writeId, cancellationToken);
        failedCalls++;
        var result = await work();
        failedCalls--;
        await services.Sweep.MarkAsync(target.Place, writeId, cancellationToken);
        return result;
    }

    private Task<RowCounts> ChangeAsync(
        DuckConnection connection, string kind, Func<RowChanger, Task<RowCounts>> work, CancellationToken cancellationToken) => WorkAsync(
        async () =>
        {
            var modes = RowModes.Of(begun.Metadata, kind);
            var table = await RowsAsync(cancellationToken);
            broken = true;
            var counts = await work(new RowChanger(connection, table, sink!, modes));
            broken = false;
            return counts;
        },
        cancellationToken);

    /// <summary>The rows as the change sees them; from now on it holds on the version it began with alone, or on one that goes with it.</summary>
    private async Task<TableRows> RowsAsync(CancellationToken cancellationToken)
    {
        EnsureOpen();
        EnsureAppends();
        if (rows is not null)
        {
            return rows;
        }

        if (removed.Count > 0 || partitions.Count > 0)
        {
            throw new InvalidOperationException("Rows are changed before files and partitions are removed.");
        }

        var metadata = begun.Metadata ?? throw new FaultException(LakeFaults.TableUnknown(new TableName(begun.Row.Schema, begun.Row.Name)));
        var files = truncated ? new LiveFiles([], []) : await services.Reader.FilesAsync(begun.Place, metadata, metadata.CurrentSnapshot, cancellationToken);
        sink = new RowSink(session, services.Deletes, services.Objects, new WriteTarget(begun.Place, metadata), writeId, KeepsFiles);
        rows = new TableRows(begun, metadata, session.Columns!, files, services.Planner, services.Copies);
        foreach (var call in session.Calls)
        {
            rows.Add(call.Files, sink.PathOf, call.Columns);
        }

        return rows;
    }

    /// <summary>
    /// Moves the write onto a newer version. Its files are kept where their field ids still hold, as they do unless both
    /// sides added columns; else they are written again. Changed rows hold only while the columns are the same.
    /// </summary>
    private async Task RebaseAsync(TableBase now, CancellationToken cancellationToken)
    {
        if (now.Row.MetadataFile == target.Row.MetadataFile)
        {
            target = now;
            return;
        }

        if (rows is not null)
        {
            target = now.Metadata?.CurrentSchemaId == begun.Metadata!.CurrentSchemaId && now.Metadata.LastColumnId == begun.Metadata.LastColumnId
                ? now
                : throw ConflictJudge.Conflict("Another commit changed the columns of the table.", null);
            return;
        }

        if (partitions.Count > 0 && now.Metadata?.DefaultSpecId != begun.Metadata?.DefaultSpecId)
        {
            throw ConflictJudge.Conflict("Another commit changed how the table is partitioned.", null);
        }

        var calls = session.Calls;
        var moved = Session(services, now, mode, writeId);
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
        var rewritten = Session(services, now, mode, writeId);
        foreach (var call in calls)
        {
            if (call.Files.Count == 0)
            {
                rewritten.TryAdopt(call);
                continue;
            }

            var docs = call.Incoming.Where(field => field.Doc is not null).ToDictionary(field => field.Name, field => field.Doc!);
            var physical = PhysicalSchema.Of(call.Written);
            var select = ScanSql.Of(call.Written, [.. call.Files.Select(file => new ScanFile { Path = services.Objects.ReadPath(file.Path)!, Physical = physical })]);
            await rewritten.WriteAsync(connection, select, docs, cancellationToken);
        }

        await services.Objects.DeleteAsync([.. calls.SelectMany(call => call.Files).Select(file => file.Path)], CancellationToken.None);
        return rewritten;
    }

    private void EnsureAppends()
    {
        if (mode == WriteMode.Replace)
        {
            throw new InvalidOperationException("A replace removes all files by itself.");
        }
    }

    private void EnsureOpen()
    {
        if (published is not null || fate != Fate.Open)
        {
            throw new InvalidOperationException("The write was committed.");
        }
    }
}
