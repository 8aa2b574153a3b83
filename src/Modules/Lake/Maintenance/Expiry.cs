using Talentys.Lake.Metadata;
using Talentys.Lake.Public;

namespace Talentys.Lake.Maintenance;

/// <summary>Decides which versions of a table go (spec, "Snapshot retention policy").</summary>
internal static class Expiry
{
    /// <summary>What goes by the rules at a time.</summary>
    public static ExpiryDecision Decide(TableMetadata metadata, ExpiryRules rules, DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var byId = metadata.Snapshots.ToDictionary(snapshot => snapshot.SnapshotId);
        var gone = metadata.Refs.Where(pair => pair.Key != SnapshotReference.Main && IsOver(pair.Value)).Select(pair => pair.Key).ToList();
        var kept = metadata.Snapshots.Where(snapshot => WasCurrentSince(snapshot, nowMs - Milliseconds(rules.ReaderGrace)))
            .Select(snapshot => snapshot.SnapshotId).ToHashSet();
        if (NewestState(metadata) is { } state)
        {
            kept.Add(state);
        }

        foreach (var (name, reference) in metadata.Refs)
        {
            if (!gone.Contains(name))
            {
                Keep(reference);
            }
        }

        if (metadata.CurrentSnapshotId is { } current && !metadata.Refs.ContainsKey(SnapshotReference.Main))
        {
            Keep(new SnapshotReference { SnapshotId = current, Type = SnapshotReference.Branch });
        }

        return new ExpiryDecision([.. metadata.Snapshots.Where(snapshot => !kept.Contains(snapshot.SnapshotId))], gone);

        void Keep(SnapshotReference reference)
        {
            var isTag = reference.Type == SnapshotReference.Tag;
            var least = isTag ? 1 : Math.Max(1, reference.MinSnapshotsToKeep ?? rules.MinKept);
            var oldest = nowMs - (reference.MaxSnapshotAgeMs ?? Milliseconds(rules.MaxAge));
            var count = 0;
            for (long? id = reference.SnapshotId; id is { } one && byId.TryGetValue(one, out var snapshot); id = snapshot.ParentSnapshotId)
            {
                count++;
                if (count > least && (isTag || snapshot.TimestampMs < oldest))
                {
                    break;
                }

                kept.Add(one);
            }
        }

        bool IsOver(SnapshotReference reference) =>
            !byId.TryGetValue(reference.SnapshotId, out var snapshot)
            || ((reference.MaxRefAgeMs ?? (rules.MaxReferenceAge is { } age ? Milliseconds(age) : null)) is { } most && nowMs - snapshot.TimestampMs > most);

        // a version stopped being current when the next one came
        bool WasCurrentSince(Snapshot snapshot, long sinceMs)
        {
            var at = metadata.SnapshotLog.ToList().FindLastIndex(entry => entry.SnapshotId == snapshot.SnapshotId);
            var until = at < 0 ? snapshot.TimestampMs
                : at + 1 < metadata.SnapshotLog.Count ? metadata.SnapshotLog[at + 1].TimestampMs
                : long.MaxValue;
            return until > sinceMs;
        }
    }

    /// <summary>The version that holds what a source has read; one that replaced the rows since has ended it.</summary>
    private static long? NewestState(TableMetadata metadata)
    {
        foreach (var snapshot in metadata.Snapshots.Reverse())
        {
            if (snapshot.Summary.ContainsKey(SnapshotKeys.SyncState))
            {
                return snapshot.SnapshotId;
            }

            if (snapshot.Summary.GetValueOrDefault("operation") is "overwrite" or "delete" && !snapshot.Summary.ContainsKey(SnapshotKeys.ChangesRows))
            {
                return null;
            }
        }

        return null;
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}

/// <summary>What goes.</summary>
/// <param name="Snapshots">Versions.</param>
/// <param name="References">Names of branches and tags.</param>
internal sealed record ExpiryDecision(IReadOnlyList<Snapshot> Snapshots, IReadOnlyList<string> References)
{
    /// <summary>Whether nothing goes.</summary>
    public bool IsEmpty => Snapshots.Count == 0 && References.Count == 0;
}
