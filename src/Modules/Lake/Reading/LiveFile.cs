using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Reading;

/// <summary>A file of a version, as its manifest tells of it.</summary>
/// <param name="File">The file.</param>
/// <param name="Path">Where it is, for the engine.</param>
/// <param name="Sequence">Data sequence number: which deletes are younger than the rows.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="WrittenAs">The schema that tells exactly what it holds; null when another engine wrote it.</param>
internal sealed record LiveFile(ContentFile File, string Path, long Sequence, PartitionKey Partition, Types.IcebergSchema? WrittenAs);

/// <summary>Files of a version: those with rows, and those with deletes.</summary>
/// <param name="Data">Data files.</param>
/// <param name="Deletes">Delete files.</param>
internal sealed record LiveFiles(IReadOnlyList<LiveFile> Data, IReadOnlyList<LiveFile> Deletes);

/// <summary>A table at a version, for planning.</summary>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Schema">The schema that readers see.</param>
internal sealed record TableView(TableMetadata Metadata, Types.IcebergSchema Schema);
