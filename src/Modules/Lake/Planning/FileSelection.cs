using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Types;

namespace Talentys.Lake.Planning;

/// <summary>Which files may have rows that a filter wants: whole manifests by their summaries, then partitions, then bounds of columns.</summary>
internal static class FileSelection
{
    /// <summary>Whether a manifest may have such files.</summary>
    public static bool MayHave(ManifestFile manifest, TableMetadata metadata, FilePredicate filter)
    {
        if (manifest.Partitions is not { } summaries || filter.Conditions.Count == 0)
        {
            return filter.MayMatch(_ => true);
        }

        var spec = metadata.SpecById(manifest.PartitionSpecId);
        return filter.MayMatch(condition =>
        {
            for (var i = 0; i < spec.Fields.Count && i < summaries.Count; i++)
            {
                if (spec.Fields[i].SourceId == condition.FieldId
                    && spec.Fields[i].Transform.Project(condition.Predicate, condition.Type) is { } projected
                    && !projected.MayMatch(ColumnBounds.Of(summaries[i], spec.Fields[i].Transform.ResultType(condition.Type))))
                {
                    return false;
                }
            }

            return true;
        });
    }

    /// <summary>The rows of an index whose files may have what one of the filters wants.</summary>
    public static IReadOnlyList<int> Rows(ManifestIndex index, IReadOnlyList<FilePredicate> anyOf)
    {
        if (anyOf.Any(filter => filter.IsEverything))
        {
            return [.. Enumerable.Range(0, index.Count)];
        }

        var parts = anyOf.Select(filter => new Part(index, filter)).Where(part => part.MayMatchPartitions).ToList();
        if (parts.Count == 0)
        {
            return [];
        }

        var kept = new List<int>();
        var partitions = index.Partitions;
        for (var row = 0; row < index.Count; row++)
        {
            var partition = (int)partitions[row];
            foreach (var part in parts)
            {
                if (part.Partitions[partition] && part.MayMatch(row, partition))
                {
                    kept.Add(row);
                    break;
                }
            }
        }

        return kept;
    }

    /// <summary>A filter on the files of a manifest.</summary>
    private sealed class Part
    {
        private readonly ManifestIndex index;
        private readonly FilePredicate filter;

        /// <summary>For each condition whether a partition may fulfil it.</summary>
        private readonly bool[][] byPartition;
        private readonly ColumnStatistics?[] columns;
        private readonly Lazy<PackedNumbers> rows;

        public Part(ManifestIndex index, FilePredicate filter)
        {
            (this.index, this.filter) = (index, filter);
            rows = new(() => index.Rows);
            columns = new ColumnStatistics?[filter.Conditions.Count];
            byPartition = [.. filter.Conditions.Select(condition => index.Tuples.Select(tuple => MayMatch(tuple, condition)).ToArray())];
            Partitions = [.. index.Tuples.Select((_, partition) => filter.MayMatch(condition => byPartition[condition.Slot][partition]))];
        }

        /// <summary>Which partitions may have such rows.</summary>
        public bool[] Partitions { get; }

        public bool MayMatchPartitions => Partitions.Contains(true);

        public bool MayMatch(int row, int partition) => filter.MayMatch(condition =>
            byPartition[condition.Slot][partition]
            && condition.Predicate.MayMatch(StatisticsOf(condition).RangeOf(row, rows.Value[row], condition.Type)));

        private ColumnStatistics StatisticsOf(FileCondition condition) => columns[condition.Slot] ??= index.Column(condition.FieldId);

        private bool MayMatch(IReadOnlyList<object?> tuple, FileCondition condition)
        {
            var fields = index.Head.Spec.Fields;
            for (var i = 0; i < fields.Count && i < tuple.Count; i++)
            {
                if (fields[i].SourceId == condition.FieldId
                    && fields[i].Transform.Project(condition.Predicate, condition.Type) is { } projected
                    && !projected.Matches(tuple[i]))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
