using System.Collections.Concurrent;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Metadata;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Tables;

/// <summary>
/// Knows which writes are not finished, by one empty object each, and removes what writes that nobody finished left. A file
/// that a version refers to is never among them: a write that was published is known by its id in the snapshots, and when
/// that snapshot has gone since, by its files in those that stayed.
/// </summary>
internal sealed class OrphanSweep(ReachableFiles reachable, IObjectStore objects, LakeOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> swept = new(StringComparer.Ordinal);

    /// <summary>Marks a write as going on now.</summary>
    public Task MarkAsync(TablePlace place, string writeId, CancellationToken cancellationToken) =>
        LakeFaults.GuardWriteAsync(() => objects.TouchAsync(MarkOf(place, writeId), cancellationToken));

    /// <summary>Ends the mark of a write.</summary>
    public Task UnmarkAsync(TablePlace place, string writeId) => objects.DeleteAsync([MarkOf(place, writeId)], CancellationToken.None);

    /// <summary>
    /// Removes the data files of a write, all but some, and its mark. What an attempt to commit made beside them is removed
    /// by the committer.
    /// </summary>
    public Task RemoveAsync(TablePlace place, string writeId, IReadOnlySet<string> except) => RemoveAsync(place, writeId, except.Contains);

    private async Task RemoveAsync(TablePlace place, string writeId, Func<string, bool> stays)
    {
        var files = new List<string>();
        try
        {
            await foreach (var file in objects.ListAsync($"{place.Data}/{writeId}", CancellationToken.None))
            {
                if (!stays(file.Location))
                {
                    files.Add(file.Location);
                }
            }
        }
        catch (IOException)
        {
            return; // the mark stays, so that a later sweep removes them
        }

        await objects.DeleteAsync(files, CancellationToken.None);
        await UnmarkAsync(place, writeId);
    }

    /// <summary>As <see cref="SweepAsync"/>, but not again within an hour: writers of a table come often, and stores are far.</summary>
    public async Task SweepNowAndThenAsync(TablePlace place, TableMetadata? metadata, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!swept.TryGetValue(place.Location, out var last) || now - last >= Pause)
        {
            swept[place.Location] = now;
            try
            {
                await SweepAsync(place, metadata, cancellationToken);
            }
            catch (FaultException)
            {
                // an old version that cannot be read keeps nobody from writing the next one: nothing is removed
            }
        }
    }

    /// <summary>Removes what old unfinished writes left.</summary>
    public async Task SweepAsync(TablePlace place, TableMetadata? metadata, CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - options.OrphanAge;
        var marks = new List<StoredObject>();
        await foreach (var mark in objects.ListAsync($"{place.Pending}/", cancellationToken))
        {
            marks.Add(mark);
        }

        LocationSet? needed = null;
        foreach (var mark in marks.Where(mark => mark.ChangedAt < oldest))
        {
            var writeId = mark.Location[(place.Pending.Length + 1)..];
            if (metadata?.Snapshots.Any(snapshot => snapshot.Summary.GetValueOrDefault(FileChange.WriteIdKey) == writeId) == true)
            {
                await UnmarkAsync(place, writeId);
            }
            else if (Guid.TryParse(writeId, out _) && await IsOldAsync(mark.Location, oldest, cancellationToken))
            {
                needed ??= metadata is null ? new LocationSet() : await reachable.OfAsync(place with { Recorded = metadata.Location }, metadata, cancellationToken);
                await RemoveAttemptsAsync(place, writeId, needed, cancellationToken);
                await RemoveAsync(place, writeId, needed.Contains);
            }
        }
    }

    /// <summary>Removes what temporary tables left whose process was killed.</summary>
    /// <param name="root">Where they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SweepTemporaryAsync(string root, CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - options.TemporaryAge;
        var files = new List<string>();
        await foreach (var file in objects.ListAsync($"{root}/", cancellationToken))
        {
            if (file.ChangedAt < oldest)
            {
                files.Add(file.Location);
            }
        }

        await objects.DeleteAsync(files, cancellationToken);
    }

    /// <summary>
    /// Whether a mark is older than that. One that is gone is not: its write has just been published, which the metadata
    /// at hand may not show yet, and its files are a version's.
    /// </summary>
    internal async Task<bool> IsOldAsync(string mark, DateTimeOffset oldest, CancellationToken cancellationToken) =>
        await objects.FindAsync(mark, cancellationToken) is { } found && found.ChangedAt < oldest;

    private async Task RemoveAttemptsAsync(TablePlace place, string writeId, LocationSet needed, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        await foreach (var file in objects.ListAsync($"{place.Metadata}/", cancellationToken))
        {
            if (file.Location.Contains(writeId, StringComparison.Ordinal) && !needed.Contains(file.Location))
            {
                files.Add(file.Location);
            }
        }

        await objects.DeleteAsync(files, CancellationToken.None);
    }

    private static string MarkOf(TablePlace place, string writeId) => $"{place.Pending}/{writeId}";
}
