using Talentys.Lake.Manifests;
using Talentys.Lake.Types;

namespace Talentys.Lake.Commits;

/// <summary>A snapshot in the making.</summary>
internal sealed record SnapshotDraft
{
    public required long SnapshotId { get; init; }

    public required long SequenceNumber { get; init; }

    public required string Operation { get; init; }

    public required IReadOnlyList<ManifestFile> Manifests { get; init; }

    /// <summary>Schemas of the table, the new ones too.</summary>
    public required IReadOnlyList<IcebergSchema> Schemas { get; init; }

    /// <summary>The schema of the snapshot.</summary>
    public required int SchemaId { get; init; }

    public required int LastColumnId { get; init; }

    public required SnapshotTotals Totals { get; init; }

    /// <summary>Further properties of the summary.</summary>
    public required IReadOnlyDictionary<string, string> Summary { get; init; }
}
