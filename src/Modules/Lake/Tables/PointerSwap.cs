namespace Talentys.Lake.Tables;

/// <summary>Moves the pointer of a table from one metadata file to the next.</summary>
/// <param name="TableId">The table.</param>
/// <param name="Expected">Name of the metadata file that it points to now; null before the first.</param>
/// <param name="MetadataFile">Name of the next one.</param>
/// <param name="Version">Number of the version that readers see; 0 without rows ever.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Bytes of its files.</param>
internal sealed record PointerSwap(string TableId, string? Expected, string MetadataFile, long Version, long Rows, long Bytes);
