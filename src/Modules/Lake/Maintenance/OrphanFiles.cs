using Talentys.Lake.Commits;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>
/// Finds files in a table's folder that no version of any pointer to it names. Young ones are left: they may belong to a
/// write that is going on, as are those of a write whose mark is there.
/// </summary>
internal sealed class OrphanFiles(TableStore store, Committer committer, ReachableFiles reachable, IObjectStore objects, TimeProvider clock)
{
    /// <summary>The files.</summary>
    /// <param name="row">The table.</param>
    /// <param name="age">Only files that are older.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<StoredObject>> FindAsync(LakeTableRow row, TimeSpan age, CancellationToken cancellationToken)
    {
        var place = (await committer.LoadAsync(row, cancellationToken)).Place;
        var oldest = clock.GetUtcNow() - age;
        var writes = new List<string>();
        var suspects = new List<StoredObject>();
        await foreach (var file in objects.ListAsync($"{place.Location}/", cancellationToken))
        {
            if (file.Location.StartsWith($"{place.Pending}/", StringComparison.Ordinal))
            {
                writes.Add(file.Location[(place.Pending.Length + 1)..]);
            }
            else if (file.ChangedAt < oldest)
            {
                suspects.Add(file);
            }
        }

        if (suspects.Count == 0)
        {
            return [];
        }

        // after the listing: what was published meanwhile is known then
        var needed = new List<LocationSet>();
        foreach (var pointer in await store.OfFolderAsync(row.Folder, cancellationToken))
        {
            needed.Add(await reachable.OfAsync(await committer.LoadAsync(pointer, cancellationToken), cancellationToken));
        }

        return needed.Count == 0 ? [] : [.. suspects.Where(file =>
            !needed.Exists(set => set.Contains(file.Location)) && !writes.Exists(write => file.Location.Contains(write, StringComparison.Ordinal)))];
    }

    /// <summary>Finds and deletes them.</summary>
    /// <returns>What was deleted.</returns>
    public async Task<IReadOnlyList<StoredObject>> RemoveAsync(LakeTableRow row, TimeSpan age, CancellationToken cancellationToken)
    {
        var orphans = await FindAsync(row, age, cancellationToken);
        await objects.DeleteAsync([.. orphans.Select(file => file.Location)], cancellationToken);
        return orphans;
    }
}
