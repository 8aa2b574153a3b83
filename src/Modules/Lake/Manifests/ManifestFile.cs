namespace Talentys.Lake.Manifests;

/// <summary>A row of a manifest list: one manifest (spec, "Manifest lists").</summary>
internal sealed record ManifestFile
{
    /// <summary>Content of a manifest of data files; the other is delete files.</summary>
    public const int DataContent = 0;

    public required string Path { get; init; }

    public required long Length { get; init; }

    public required int PartitionSpecId { get; init; }

    public required int Content { get; init; }

    public required long SequenceNumber { get; init; }

    public required long MinSequenceNumber { get; init; }

    public required long AddedSnapshotId { get; init; }

    public required int AddedFiles { get; init; }

    public required int ExistingFiles { get; init; }

    public required int DeletedFiles { get; init; }

    public required long AddedRows { get; init; }

    public required long ExistingRows { get; init; }

    public required long DeletedRows { get; init; }

    /// <summary>Partition summaries as they were read; null for an unpartitioned table.</summary>
    public object? Partitions { get; init; }

    /// <summary>Whether it holds files that readers see.</summary>
    public bool HasLiveFiles => AddedFiles + ExistingFiles > 0;
}
