using System.Globalization;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Commits;

/// <summary>Properties of tables that writers heed, by the names that Iceberg's engines share; values that make no sense count as unset.</summary>
internal static class TableProperties
{
    public const string TargetFileBytes = "write.target-file-size-bytes";
    public const string Codec = "write.parquet.compression-codec";
    public const string CodecLevel = "write.parquet.compression-level";
    public const string RowGroupBytes = "write.parquet.row-group-size-bytes";
    public const string DeletesOldMetadata = "write.metadata.delete-after-commit.enabled";
    public const string MetadataFilesKept = "write.metadata.previous-versions-max";
    public const string MetricsDefault = "write.metadata.metrics.default";
    public const string MetricsColumn = "write.metadata.metrics.column.";
    public const string MetricsColumnsAtMost = "write.metadata.metrics.max-inferred-column-defaults";
    public const string DeleteGranularity = "write.delete.granularity";
    public const string MergesManifests = "commit.manifest-merge.enabled";
    public const string MergeManifestsAt = "commit.manifest.min-count-to-merge";
    public const string ManifestBytes = "commit.manifest.target-size-bytes";
    public const long ManifestBytesDefault = 8 * 1024 * 1024;

    /// <summary>A text; null when it is not set.</summary>
    public static string? Text(TableMetadata? metadata, string key) =>
        metadata?.Properties.TryGetValue(key, out var text) == true && text.Length > 0 ? text : null;

    /// <summary>A positive number.</summary>
    public static long Number(TableMetadata? metadata, string key, long unset) =>
        long.TryParse(Text(metadata, key), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : unset;

    /// <summary>True or false.</summary>
    public static bool Flag(TableMetadata? metadata, string key, bool unset) => bool.TryParse(Text(metadata, key), out var value) ? value : unset;
}
