using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Planning;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>Forgets old versions of a table and deletes the files that only they had.</summary>
internal sealed class SnapshotExpiry(
    Committer committer, ReachableFiles reachable, ManifestIndexes indexes, IObjectStore objects, TimeProvider clock)
{
    /// <summary>Which versions go by the rules now.</summary>
    public ExpiryDecision Decide(TableMetadata metadata, ExpiryRules rules) => Expiry.Decide(metadata, rules, clock.GetUtcNow());

    /// <summary>What would go, with the files.</summary>
    public async Task<ExpiryOutcome> PreviewAsync(TableBase target, ExpiryRules rules, CancellationToken cancellationToken)
    {
        var gone = Decide(target.Metadata!, rules).Snapshots;
        var ids = gone.Select(snapshot => snapshot.SnapshotId).ToHashSet();
        var garbage = await GarbageAsync(
            target.Place, gone, [.. target.Metadata!.Snapshots.Where(snapshot => !ids.Contains(snapshot.SnapshotId))], cancellationToken);
        return new ExpiryOutcome(gone.Count, garbage.Count, garbage.Values.Sum());
    }

    /// <summary>Lets old versions go.</summary>
    /// <remarks>
    /// The versions first, then their files: what a crash leaves between is removed as orphans. A version that a writer adds
    /// meanwhile is built on one that stays, for the newest always does, so the files that go are in none that comes.
    /// </remarks>
    public async Task<ExpiryOutcome> ExpireAsync(LakeTableRow row, ExpiryRules rules, CancellationToken cancellationToken)
    {
        var decision = new ExpiryDecision([], []);
        TableBase? before = null;
        var change = new TableChange
        {
            TableId = row.Id,
            WriteId = Guid.CreateVersion7().ToString(),
            Build = (target, _, _) =>
            {
                before = target;
                decision = Decide(target.Metadata!, rules);
                var builder = new MetadataBuilder(target.Metadata!);
                foreach (var reference in decision.References)
                {
                    builder.RemoveReference(reference);
                }

                builder.RemoveSnapshots(decision.Snapshots.Select(snapshot => snapshot.SnapshotId).ToHashSet());
                return Task.FromResult(new TableDraft(builder, []));
            },
        };
        var published = await committer.PublishAsync(change, cancellationToken);
        var garbage = await GarbageAsync(before!.Place, decision.Snapshots, published.Metadata.Snapshots, cancellationToken);
        await objects.DeleteAsync([.. garbage.Keys], cancellationToken);
        indexes.Forget(garbage.Keys.Where(file => file.EndsWith(".avro", StringComparison.Ordinal)));
        return new ExpiryOutcome(decision.Snapshots.Count, garbage.Count, garbage.Values.Sum());
    }

    /// <summary>Files that only versions that went have, with their bytes.</summary>
    private async Task<Dictionary<string, long>> GarbageAsync(
        TablePlace place, IReadOnlyList<Snapshot> gone, IReadOnlyList<Snapshot> kept, CancellationToken cancellationToken)
    {
        var stays = await reachable.ManifestsAsync(place, kept, cancellationToken);
        var garbage = new Dictionary<string, long>();
        foreach (var (location, manifest) in await reachable.ManifestsAsync(place, gone, cancellationToken))
        {
            if (!stays.ContainsKey(location))
            {
                garbage[location] = manifest.Length;
                await reachable.EachAsync(place, manifest, removedToo: true, (file, content) => garbage[file] = content.Bytes, cancellationToken);
            }
        }

        if (garbage.Count > 0)
        {
            foreach (var manifest in stays.Values.Where(manifest => manifest.HasLiveFiles))
            {
                await reachable.EachAsync(place, manifest, removedToo: false, (file, _) => garbage.Remove(file), cancellationToken);
            }
        }

        foreach (var list in gone.Where(snapshot => snapshot.ManifestList.Length > 0).Select(snapshot => place.Resolve(snapshot.ManifestList)))
        {
            garbage.TryAdd(list, 0);
        }

        return garbage;
    }
}

/// <summary>What went.</summary>
/// <param name="Versions">Versions.</param>
/// <param name="Files">Files.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record ExpiryOutcome(int Versions, int Files, long Bytes);
