using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Talentys.Kernel;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Storage;

namespace Talentys.Lake.Commits;

/// <summary>Publishes changes: files first, then the pointers of all their tables at once; again on top of what came between.</summary>
internal sealed class Committer(TableStore store, TablePlaces places, TableFiles files, IObjectStore objects, LakeOptions options, TimeProvider clock)
{
    // each lost attempt is one that another writer won, so this is a queue of that many writers in other processes
    private const int MaxAttempts = 64;
    private const int MaxPauseMs = 200;
    private const string PostgresDiskFull = "53100";

    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>The version of a table as it is now.</summary>
    public async Task<TableBase> LoadAsync(LakeTableRow row, CancellationToken cancellationToken)
    {
        var place = places.Of(row);
        var metadata = row.MetadataFile is { } file ? await files.MetadataAsync(place.MetadataFile(file), cancellationToken) : null;
        return new TableBase(row, place with { Recorded = metadata?.Location }, metadata);
    }

    /// <summary>Publishes one change.</summary>
    public async Task<Published> PublishAsync(TableChange change, CancellationToken cancellationToken) =>
        (await PublishAsync([change], cancellationToken))[0];

    /// <summary>Publishes changes of several tables together: readers see all of them or none.</summary>
    /// <returns>What became of each, in the same order.</returns>
    /// <exception cref="FaultException"><c>lake.conflict</c>, <c>lake.write_failed</c>.</exception>
    public Task<IReadOnlyList<Published>> PublishAsync(IReadOnlyList<TableChange> changes, CancellationToken cancellationToken) =>
        PublishAsync(changes, null, cancellationToken);

    /// <summary>The same with what else is done in the step of the database that makes them visible; what it throws undoes all.</summary>
    public async Task<IReadOnlyList<Published>> PublishAsync(
        IReadOnlyList<TableChange> changes, Func<PlatformDb, CancellationToken, Task>? also, CancellationToken cancellationToken)
    {
        // writers of this process take turns: losing the race costs more than waiting. In one order, so that no two wait for each other
        var turns = changes.Select(change => (int)((uint)change.TableId.GetHashCode(StringComparison.Ordinal) % gates.Length)).Distinct().Order().ToList();
        var held = 0;
        try
        {
            foreach (var turn in turns)
            {
                await gates[turn].WaitAsync(cancellationToken);
                held++;
            }

            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                if (await TryAsync(changes, also, cancellationToken) is { } published)
                {
                    return published;
                }

                // real time, whatever clock decides about dates: this only keeps losers from meeting again at once
                await Task.Delay(Random.Shared.Next(Math.Min(attempt * 10, MaxPauseMs)), cancellationToken);
            }
        }
        finally
        {
            foreach (var turn in turns.Take(held))
            {
                gates[turn].Release();
            }
        }

        throw Conflict("The table is changed by so many writers at once that this one had no turn.");
    }

    private async Task<IReadOnlyList<Published>?> TryAsync(
        IReadOnlyList<TableChange> changes, Func<PlatformDb, CancellationToken, Task>? also, CancellationToken cancellationToken)
    {
        var published = new Published?[changes.Count];
        var written = new List<string>();
        var swaps = new List<(PointerSwap Pointer, TableBase Target, TableMetadata After)>();
        try
        {
            for (var i = 0; i < changes.Count; i++)
            {
                var change = changes[i];
                var row = await store.ByIdAsync(change.TableId, cancellationToken) ?? throw Conflict("The table was dropped while it was changed.");
                if (row.Foreign)
                {
                    throw new FaultException(LakeFaults.TableForeign(new TableName(row.Schema, row.Name)));
                }

                var target = await LoadAsync(row, cancellationToken);
                if (target.Metadata is { } metadata && change.Known(metadata) is { } done)
                {
                    published[i] = new Published(metadata, done, false, target.MetadataLocation!);
                    continue;
                }

                var prefix = string.Create(CultureInfo.InvariantCulture, $"{change.WriteId}-{Random.Shared.Next():x8}");
                var draft = await change.Build(target, prefix, cancellationToken);
                written.AddRange(draft.Written);
                var (after, pointer) = await WriteAsync(target, draft, prefix, cancellationToken);
                written.Add(target.Place.MetadataFile(pointer.MetadataFile));
                swaps.Add((pointer, target, after));
                published[i] = new Published(after, draft.Snapshot, true, target.Place.MetadataFile(pointer.MetadataFile));
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception)
        {
            await objects.DeleteAsync(written, CancellationToken.None);
            throw;
        }

        if ((swaps.Count == 0 && also is null) || await SwapAsync([.. swaps.Select(swap => swap.Pointer)], also, written))
        {
            foreach (var (_, target, after) in swaps)
            {
                await ForgetOldMetadataAsync(target, after);
            }

            return published!;
        }

        await objects.DeleteAsync(written, CancellationToken.None);
        return null;
    }

    private async Task<(TableMetadata After, PointerSwap Pointer)> WriteAsync(
        TableBase target, TableDraft draft, string prefix, CancellationToken cancellationToken)
    {
        var after = draft.Metadata.Build(
            clock.GetUtcNow().ToUnixTimeMilliseconds(),
            target.MetadataLocation,
            (int)TableProperties.Number(draft.Metadata.Current, TableProperties.MetadataFilesKept, options.MetadataFilesKept));
        var name = MetadataFile.NameOf(MetadataFile.NumberOf(target.Row.MetadataFile) + 1, prefix, after);
        await LakeFaults.GuardWriteAsync(() => objects.CreateAsync(target.Place.MetadataFile(name), MetadataFile.Content(after), cancellationToken));
        var current = after.CurrentSnapshot;
        return (after, new PointerSwap(
            target.Row.Id,
            target.Row.MetadataFile,
            name,
            current is null ? 0 : after.NumberOf(current),
            current is null ? 0 : SnapshotTotals.Rows(current),
            current?.Total(SnapshotTotals.TotalFilesSize) ?? 0));
    }

    /// <summary>
    /// The swap is not cancelled, and when it fails without an answer the row is asked: files of a version that was
    /// published may never be deleted.
    /// </summary>
    private async Task<bool> SwapAsync(IReadOnlyList<PointerSwap> pointers, Func<PlatformDb, CancellationToken, Task>? also, List<string> written)
    {
        try
        {
            return await store.SwapAsync(pointers, also, CancellationToken.None);
        }
        catch (FaultException)
        {
            await objects.DeleteAsync(written, CancellationToken.None);
            throw;
        }
        catch (DbException full) when (IsFull(full))
        {
            await objects.DeleteAsync(written, CancellationToken.None);
            throw LakeFaults.WriteFailed(full);
        }
        catch (DbException) when (pointers.Count > 0)
        {
            var row = await store.ByIdAsync(pointers[0].TableId, CancellationToken.None);
            if (row?.MetadataFile == pointers[0].MetadataFile)
            {
                return true;
            }

            throw;
        }
    }

    /// <summary>Whether the database says that its disk is full: then nothing was done for sure.</summary>
    private static bool IsFull(DbException failure) => failure is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } || failure.SqlState == PostgresDiskFull;

    private async Task ForgetOldMetadataAsync(TableBase target, TableMetadata now)
    {
        if (!TableProperties.Flag(now, TableProperties.DeletesOldMetadata, false))
        {
            return;
        }

        var kept = now.MetadataLog.Select(entry => entry.MetadataFile).ToHashSet();
        var old = target.Metadata?.MetadataLog.Where(entry => !kept.Contains(entry.MetadataFile)).Select(entry => target.Place.Resolve(entry.MetadataFile)).ToList();
        if (old is { Count: > 0 })
        {
            try
            {
                await objects.DeleteAsync(old, CancellationToken.None);
            }
            catch (IOException)
            {
                // what is published stays published; the search for files that nothing names finds them
            }
        }
    }

    private static FaultException Conflict(string message) =>
        new(new Fault(FaultKind.Conflict, "lake.conflict", message, null, "Try again."));
}
