using System.Text;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Commits;

/// <summary>Which data files a delete file can be about (spec, "Scan planning").</summary>
internal static class DeleteScope
{
    /// <summary>Field id of the path in position delete files (spec, "Reserved field ids").</summary>
    public const int PathFieldId = 2147483546;

    /// <summary>Field id of the position in position delete files.</summary>
    public const int PositionFieldId = 2147483545;

    /// <summary>The one data file that a position delete file is about, as it is named there, or null when it may be several.</summary>
    public static string? OnlyFile(ContentFile delete)
    {
        if (delete.Content != FileContent.PositionDeletes)
        {
            return null;
        }

        // an upper bound that was cut is raised, so equal bounds are a whole path
        return delete.ReferencedDataFile
            ?? (delete.LowerBounds?.GetValueOrDefault(PathFieldId) is { } low
                && delete.UpperBounds?.GetValueOrDefault(PathFieldId) is { } high
                && low.AsSpan().SequenceEqual(high)
                    ? Encoding.UTF8.GetString(low)
                    : null);
    }

    /// <summary>Whether deletes that are kept by a spec are about all partitions. Values that are null in a spec that has fields are a partition like others.</summary>
    public static bool IsGlobal(PartitionSpec spec) => spec.IsUnpartitioned;

    /// <summary>Whether deletes of one partition are about the data files of another, or the same.</summary>
    public static bool Reaches(PartitionKey delete, PartitionKey data, TableMetadata metadata) =>
        delete.Equals(data) || IsGlobal(metadata.SpecById(delete.SpecId));

    /// <summary>Whether a delete file may delete rows of a data file, whatever the sequence numbers.</summary>
    public static bool MayApply(ContentFile delete, ContentFile data, TablePlace place, TableMetadata metadata) => OnlyFile(delete) is { } only
        ? place.Resolve(only) == place.Resolve(data.Path)
        : Reaches(PartitionKey.Of(delete), PartitionKey.Of(data), metadata);
}
