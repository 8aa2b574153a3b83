namespace Talentys.Lake.Manifests;

/// <summary>A row of a manifest list: one manifest (spec, "Manifest lists").</summary>
internal sealed record ManifestFile
{
    /// <summary>Content of a manifest of data files.</summary>
    public const int DataContent = 0;

    /// <summary>Content of a manifest of delete files.</summary>
    public const int DeletesContent = 1;

    public required string Path { get; init; }

    public required long Length { get; init; }

    public required int PartitionSpecId { get; init; }

    public required int Content { get; init; }

    public required long SequenceNumber { get; init; }

    public required long MinSequenceNumber { get; init; }

    public required long AddedSnapshotId { get; init; }

    /// <summary>Files that its snapshot added; null when a writer of version 1 did not count, as with the others.</summary>
    public required int? AddedFiles { get; init; }

    public required int? ExistingFiles { get; init; }

    public required int? DeletedFiles { get; init; }

    public required long? AddedRows { get; init; }

    public required long? ExistingRows { get; init; }

    public required long? DeletedRows { get; init; }

    /// <summary>What partition values its files have, in the order of the spec's fields; null when it is not told, or there are none.</summary>
    public IReadOnlyList<PartitionSummary>? Partitions { get; init; }

    /// <summary>Key metadata of an encrypted manifest, carried as it was read.</summary>
    public byte[]? KeyMetadata { get; init; }

    /// <summary>Whether its files hold deletes.</summary>
    public bool IsDeletes => Content == DeletesContent;

    /// <summary>Whether it may hold files that readers see.</summary>
    public bool HasLiveFiles => AddedFiles is not { } added || ExistingFiles is not { } existing || added + existing > 0;
}
