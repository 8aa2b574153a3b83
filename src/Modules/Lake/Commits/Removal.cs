using Talentys.Lake.Manifests;

namespace Talentys.Lake.Commits;

/// <summary>Which files a change removes from the version that it is committed on.</summary>
internal sealed record Removal
{
    /// <summary>No file.</summary>
    public static Removal Nothing { get; } = new();

    /// <summary>All files, whatever came between.</summary>
    public static Removal Everything { get; } = new() { All = true };

    /// <summary>Whether all go.</summary>
    public bool All { get; private init; }

    /// <summary>Locations of data and delete files, as the metadata names them or resolved; each must be there.</summary>
    public IReadOnlySet<string> Locations { get; init; } = new HashSet<string>();

    /// <summary>Partitions whose files all go, whatever came between.</summary>
    public IReadOnlySet<PartitionKey> Partitions { get; init; } = new HashSet<PartitionKey>();

    /// <summary>Whether nothing goes.</summary>
    public bool IsNothing => !All && Locations.Count == 0 && Partitions.Count == 0;

    /// <summary>Whether a manifest may hold a file that goes.</summary>
    public bool MayTouch(ManifestFile manifest, int missing) =>
        All || missing > 0 || Partitions.Any(partition => partition.SpecId == manifest.PartitionSpecId);
}
