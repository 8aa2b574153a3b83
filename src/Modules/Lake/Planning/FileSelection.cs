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

        var partitions = index.Partitions;
        var wanted = Enumerable.Range(0, index.Tuples.Count).Select(partition => parts.Exists(part => part.Partitions[partition])).ToArray();
        var kept = partitions.RowsOf(wanted, index.Count);
        kept.RemoveAll(row => !parts.Exists(part => part.MayMatch(row, (int)partitions[row])));
        return kept;
    }

    /// <summary>A filter on the files of a manifest.</summary>
    private sealed class Part
    {
        private readonly ManifestIndex index;
        private readonly FilePredicate filter;

        /// <summary>For each condition whether a partition may fulfil it.</summary>
        private readonly bool[][] byPartition;
        private readonly ColumnBound?[] columns;
        private readonly Lazy<PackedNumbers> rows;
        private readonly Func<FileCondition, bool> mayMatch;
        private int row;
        private int partition;

        public Part(ManifestIndex index, FilePredicate filter)
        {
            (this.index, this.filter) = (index, filter);
            rows = new(() => index.Rows);
            columns = new ColumnBound?[filter.Conditions.Count];
            mayMatch = condition => byPartition![condition.Slot][partition]
                && (columns[condition.Slot] ??= new ColumnBound(index, condition)).MayMatch(row, rows);
            byPartition = [.. filter.Conditions.Select(ByPartition)];
            Partitions = new bool[index.Tuples.Count];
            Func<FileCondition, bool> ofPartition = condition => byPartition[condition.Slot][partition];
            for (partition = 0; partition < Partitions.Length; partition++)
            {
                Partitions[partition] = filter.MayMatch(ofPartition);
            }
        }

        /// <summary>Which partitions may have such rows.</summary>
        public bool[] Partitions { get; }

        public bool MayMatchPartitions => Partitions.Contains(true);

        public bool MayMatch(int row, int partition)
        {
            (this.row, this.partition) = (row, partition);
            return Partitions[partition] && filter.MayMatch(mayMatch);
        }

        private bool[] ByPartition(FileCondition condition)
        {
            var fulfil = new bool[index.Tuples.Count];
            Array.Fill(fulfil, true);
            foreach (var (place, field) in index.Head.Spec.Fields.Index())
            {
                if (field.SourceId == condition.FieldId && field.Transform.Project(condition.Predicate, condition.Type) is { } asked)
                {
                    var numbers = NumberCondition.Of(asked);
                    for (var i = 0; i < fulfil.Length; i++)
                    {
                        var tuple = index.Tuples[i];
                        fulfil[i] &= place >= tuple.Count || (numbers is null ? asked.Matches(tuple[place]) : tuple[place] switch
                        {
                            int number => numbers.Matches(number),
                            long number => numbers.Matches(number),
                            var other => asked.Matches(other),
                        });
                    }
                }
            }

            return fulfil;
        }
    }
}
