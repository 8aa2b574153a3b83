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
    EntryStatus Status, long? SnapshotId, long? SequenceNumber, long? FileSequenceNumber, ContentFile File);
