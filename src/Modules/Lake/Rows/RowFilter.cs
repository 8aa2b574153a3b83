using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Planning;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Rows;

/// <summary>What is known of the rows that a condition means, by which data files are left out that have none of them.</summary>
/// <param name="Parts">Conditions on single columns, all of which such a row fulfils; none when nothing is known.</param>
internal sealed record RowFilter(IReadOnlyList<RowFilter.Part> Parts)
{
    /// <summary>All rows.</summary>
    public static RowFilter Everything { get; } = new([]);

    /// <summary>What a statement asks of all its rows, as far as it is about single columns.</summary>
    public static RowFilter Of(ScanFilter filter, IcebergSchema schema) => new([.. Leaves(filter).SelectMany(leaf => FilePredicate.Of(leaf, schema).Conditions)
        .Select(condition => new Part(condition.FieldId, condition.Type, condition.Predicate))]);

    private static IEnumerable<ScanFilter> Leaves(ScanFilter filter) => filter switch
    {
        ScanFilter.All all => all.Parts.SelectMany(Leaves),
        ScanFilter.Condition condition => [condition],
        _ => [],
    };

    /// <summary>Whether a data file may hold such a row, by its bounds and its partition.</summary>
    public bool MayMatch(ContentFile file, TableMetadata metadata)
    {
        var spec = metadata.PartitionSpecs.FirstOrDefault(one => one.SpecId == file.SpecId);
        return Parts.All(part => part.Condition.MayMatch(ColumnBounds.Of(file, part.FieldId, part.Type)) && MayMatch(part, spec, file.Partition));
    }

    private static bool MayMatch(Part part, PartitionSpec? spec, IReadOnlyList<object?> partition)
    {
        for (var i = 0; spec is not null && i < spec.Fields.Count && i < partition.Count; i++)
        {
            if (spec.Fields[i].SourceId == part.FieldId
                && spec.Fields[i].Transform.Project(part.Condition, part.Type) is { } projected
                && !projected.Matches(partition[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A condition on one column.</summary>
    internal sealed record Part(int FieldId, IcebergType.Primitive Type, ColumnPredicate Condition);
}
