using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Commits;

/// <summary>Publishes snapshots: files first, then the pointer by one statement; again on top of what came between.</summary>
internal sealed class Committer(TableStore store, TableFiles files, LakeOptions options, TimeProvider clock)
{
    // each lost attempt is one that another writer won, so this is a queue of that many writers in other processes
    private const int MaxAttempts = 64;
    private const int MaxPauseMs = 200;

    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>The version of a table as it is now.</summary>
    public async Task<TableBase> LoadAsync(LakeTableRow row, string lakeRoot, CancellationToken cancellationToken)
    {
        var folder = new TableFolder(lakeRoot, row.Folder);
        return new TableBase(row, folder, row.MetadataFile is { } file ? await files.MetadataAsync(folder, file, cancellationToken) : null);
    }

    /// <summary>Publishes what <paramref name="build"/> makes on top of the newest version, as often as it takes.</summary>
    /// <param name="tableId">The table.</param>
    /// <param name="lakeRoot">Folder of the lake.</param>
    /// <param name="writeId">Part of the names of all files.</param>
    /// <param name="known">The version that was committed already, if the metadata shows it.</param>
    /// <param name="build">Makes the snapshot; returns the paths of what it wrote for it.</param>
    /// <param name="cancellationToken">Cancels before the pointer is swapped.</param>
    /// <returns>The snapshot, and whether it is new.</returns>
    /// <exception cref="FaultException"><c>lake.conflict</c>, <c>lake.write_failed</c>.</exception>
    public async Task<(Snapshot Snapshot, bool Published)> PublishAsync(
        string tableId,
        string lakeRoot,
        string writeId,
        Func<TableMetadata, Snapshot?> known,
        Func<TableBase, string, Task<(SnapshotDraft Draft, IReadOnlyList<string> Written)>> build,
        CancellationToken cancellationToken)
    {
        // writers of this process take turns: losing the race costs more than waiting
        var gate = gates[(uint)tableId.GetHashCode(StringComparison.Ordinal) % gates.Length];
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                var row = await store.ByIdAsync(tableId, cancellationToken) ?? throw Conflict("The table was dropped while rows were written to it.");
                var target = await LoadAsync(row, lakeRoot, cancellationToken);
                if (target.Metadata is { } metadata && known(metadata) is { } done)
                {
                    return (done, false);
                }

                var prefix = string.Create(CultureInfo.InvariantCulture, $"{writeId}-{Random.Shared.Next():x8}");
                var (draft, written) = await build(target, prefix);
                if (await TryAsync(target, draft, written, prefix, cancellationToken) is { } published)
                {
                    return (published, true);
                }

                // real time, whatever clock decides about dates: this only keeps losers from meeting again at once
                await Task.Delay(Random.Shared.Next(Math.Min(attempt * 10, MaxPauseMs)), cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }

        throw Conflict("The table is changed by so many writers at once that this one had no turn.");
    }

    private async Task<Snapshot?> TryAsync(
        TableBase target, SnapshotDraft draft, IReadOnlyList<string> written, string prefix, CancellationToken cancellationToken)
    {
        var list = Path.Combine(target.Folder.Metadata, string.Create(CultureInfo.InvariantCulture, $"snap-{draft.SnapshotId}-{prefix}.avro"));
        var parent = target.Metadata?.CurrentSnapshot?.SnapshotId;
        await DurableFile.WriteAsync(list, ManifestListFile.Write(draft.SnapshotId, parent, draft.SequenceNumber, draft.Manifests), cancellationToken);

        var now = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), target.Metadata?.LastUpdatedMs ?? 0);
        var metadata = MetadataBuilder.Build(target, draft, TableFolder.ToLocation(list), now, options.MetadataFilesKept);
        var name = MetadataFile.NameOf(draft.SequenceNumber, prefix);
        var path = Path.Combine(target.Folder.Metadata, name);
        await DurableFile.WriteAsync(path, MetadataFile.Write(metadata), cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        if (await SwapAsync(target, draft, name))
        {
            ForgetOldMetadata(target, metadata);
            return metadata.CurrentSnapshot!;
        }

        foreach (var orphan in written.Append(list).Append(path))
        {
            DurableFile.TryDelete(orphan);
        }

        return null;
    }

    /// <summary>
    /// The swap is not cancelled, and when it fails without an answer the row is asked: files of a version that was
    /// published may never be deleted.
    /// </summary>
    private async Task<bool> SwapAsync(TableBase target, SnapshotDraft draft, string metadataFile)
    {
        try
        {
            return await store.SwapAsync(
                target.Row.Id, target.Row.Version, draft.SequenceNumber, metadataFile, draft.Totals.TotalRows, draft.Totals.TotalBytes, CancellationToken.None);
        }
        catch (System.Data.Common.DbException)
        {
            var row = await store.ByIdAsync(target.Row.Id, CancellationToken.None);
            if (row?.MetadataFile == metadataFile)
            {
                return true;
            }

            throw;
        }
    }

    private static void ForgetOldMetadata(TableBase target, TableMetadata metadata)
    {
        var kept = metadata.MetadataLog.Select(entry => entry.MetadataFile).ToHashSet();
        foreach (var old in target.Metadata?.MetadataLog.Where(entry => !kept.Contains(entry.MetadataFile)) ?? [])
        {
            DurableFile.TryDelete(target.Folder.ToPath(old.MetadataFile));
        }
    }

    private static FaultException Conflict(string message) =>
        new(new Fault(FaultKind.Conflict, "lake.conflict", message, null, "Try again."));
}
