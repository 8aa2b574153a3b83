namespace Talentys.Lake.Manifests;

/// <summary>What a manifest says of a file.</summary>
internal enum EntryStatus
{
    Existing = 0,
    Added = 1,
    Deleted = 2,
}

/// <summary>A row of a manifest: one data file (spec, "Manifests").</summary>
/// <param name="Status">Whether the file was there, was added or was removed by the snapshot that wrote the manifest.</param>
/// <param name="SnapshotId">The snapshot that added or removed the file; null is inherited from the manifest list.</param>
/// <param name="SequenceNumber">Data sequence number; null is inherited.</param>
/// <param name="FileSequenceNumber">Sequence number at which the file was added; null is inherited.</param>
/// <param name="File">The file.</param>
internal sealed record ManifestEntry(
    EntryStatus Status, long? SnapshotId, long? SequenceNumber, long? FileSequenceNumber, FileMetrics File);

/// <summary>A data file with its statistics by field id.</summary>
internal sealed record FileMetrics
{
    public required string Path { get; init; }

    public required long Rows { get; init; }

    public required long Bytes { get; init; }

    public IReadOnlyDictionary<int, long>? ColumnSizes { get; init; }

    public IReadOnlyDictionary<int, long>? ValueCounts { get; init; }

    public IReadOnlyDictionary<int, long>? NullCounts { get; init; }

    public IReadOnlyDictionary<int, long>? NanCounts { get; init; }

    public IReadOnlyDictionary<int, byte[]>? LowerBounds { get; init; }

    public IReadOnlyDictionary<int, byte[]>? UpperBounds { get; init; }

    public IReadOnlyList<long>? SplitOffsets { get; init; }
}
