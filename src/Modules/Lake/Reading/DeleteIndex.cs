using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Reading;

/// <summary>
/// Which deletes apply to which data files (spec, "Scan planning"): position deletes to rows of the same age or older, equality
/// deletes to older ones alone; both within their partition, or everywhere when their spec has no partitions.
/// </summary>
internal sealed class DeleteIndex
{
    private readonly Dictionary<string, List<(LiveFile Delete, string Named)>> positions = new(StringComparer.Ordinal);
    private readonly Dictionary<Manifests.PartitionKey, List<LiveFile>> local = [];
    private readonly List<LiveFile> global = [];
    private readonly Dictionary<(Manifests.PartitionKey? Partition, int Local, int Global), IReadOnlyList<LiveFile>> sets = [];
    private readonly TableMetadata metadata;

    /// <summary>Begins an index.</summary>
    /// <param name="metadata">The table's.</param>
    /// <param name="equalities">Equality deletes.</param>
    public DeleteIndex(TableMetadata metadata, IEnumerable<LiveFile> equalities)
    {
        this.metadata = metadata;
        foreach (var delete in equalities.OrderBy(delete => delete.Sequence).ThenBy(delete => delete.Path, StringComparer.Ordinal))
        {
            if (DeleteScope.IsGlobal(metadata.SpecById(delete.Partition.SpecId)))
            {
                global.Add(delete);
            }
            else if (local.TryGetValue(delete.Partition, out var known))
            {
                known.Add(delete);
            }
            else
            {
                local[delete.Partition] = [delete];
            }
        }
    }

    /// <summary>Adds a position delete file.</summary>
    /// <param name="delete">The file.</param>
    /// <param name="path">Path of the data file that it is about.</param>
    /// <param name="named">How it names that one.</param>
    public void AddPositions(LiveFile delete, string path, string named)
    {
        if (!positions.TryGetValue(path, out var known))
        {
            positions[path] = known = [];
        }

        known.Add((delete, named));
    }

    /// <summary>Position deletes of a data file.</summary>
    public IReadOnlyList<PositionDelete> PositionsOf(LiveFile data) => positions.TryGetValue(data.Path, out var deletes)
        ? [.. deletes
            .Where(one => one.Delete.Sequence >= data.Sequence && DeleteScope.Reaches(one.Delete.Partition, data.Partition, metadata))
            .Select(one => new PositionDelete(one.Delete.Path, one.Named))]
        : [];

    /// <summary>Equality deletes of a data file; the same list for files to which the same ones apply.</summary>
    public IReadOnlyList<LiveFile> EqualitiesOf(LiveFile data)
    {
        var near = local.GetValueOrDefault(data.Partition);
        var (first, firstGlobal) = (Younger(near, data.Sequence), Younger(global, data.Sequence));
        if (first == (near?.Count ?? 0) && firstGlobal == global.Count)
        {
            return [];
        }

        var key = (near is null ? (Manifests.PartitionKey?)null : data.Partition, first, firstGlobal);
        if (!sets.TryGetValue(key, out var set))
        {
            sets[key] = set = [.. (near ?? []).Skip(first), .. global.Skip(firstGlobal)];
        }

        return set;
    }

    /// <summary>The place of the first that is younger than a sequence number.</summary>
    private static int Younger(List<LiveFile>? deletes, long sequence)
    {
        var (low, high) = (0, deletes?.Count ?? 0);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = deletes![middle].Sequence > sequence ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
