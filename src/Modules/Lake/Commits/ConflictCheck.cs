using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Commits;

/// <summary>What a change has read of a version, by which it is judged whether what came after goes together with it.</summary>
internal sealed record ConflictCheck
{
    /// <summary>The version that was read; null for a table that had none.</summary>
    public required Snapshot? Start { get; init; }

    /// <summary>Data files whose rows the change deletes or writes anew: they must still be there, without other deletes since.</summary>
    public required IReadOnlyList<ContentFile> Touched { get; init; }

    /// <summary>
    /// Whether a data file that came since may hold rows that the change would have treated; null where others may add what
    /// they want (snapshot isolation).
    /// </summary>
    public Func<ContentFile, bool>? Concerns { get; init; }
}
