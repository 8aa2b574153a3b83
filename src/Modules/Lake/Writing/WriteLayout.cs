using System.Globalization;
using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>How rows are put into files: what a table's properties, partition spec and sort order ask for.</summary>
internal sealed record WriteLayout
{
    // what the engine writes when it is not told
    private const long RowGroupRowsDefault = 122_880;
    private const long RowGroupRowsLeast = 2_048;
    private const long RowGroupRowsMost = 1_048_576;
    private const int TextWidth = 32;

    /// <summary>The spec of the files.</summary>
    public required PartitionSpec Spec { get; init; }

    /// <summary>The order of their rows.</summary>
    public required SortOrder Order { get; init; }

    /// <summary>Size at which a file is ended, in bytes.</summary>
    public required long TargetBytes { get; init; }

    /// <summary>Options of COPY for the compression.</summary>
    public required string Compression { get; init; }

    /// <summary>Rows of a row group.</summary>
    public required long RowGroupRows { get; init; }

    /// <summary>What manifests tell of columns.</summary>
    public required MetricsModes Metrics { get; init; }

    /// <summary>Whether rows go to files as they come.</summary>
    public bool IsPlain => Spec.IsUnpartitioned && Order.Fields.Count == 0;

    /// <summary>The layout of new files.</summary>
    /// <param name="metadata">The table; null before it has any.</param>
    /// <param name="columns">The columns of the files.</param>
    /// <param name="options">What holds where properties tell nothing.</param>
    public static WriteLayout Of(TableMetadata? metadata, IReadOnlyList<NestedField> columns, LakeOptions options) => new()
    {
        Spec = metadata?.DefaultSpec ?? PartitionSpec.None,
        Order = metadata?.DefaultSortOrder ?? SortOrder.None,
        TargetBytes = TableProperties.Number(metadata, TableProperties.TargetFileBytes, options.TargetFileBytes),
        Compression = CompressionOf(metadata),
        RowGroupRows = TableProperties.Number(metadata, TableProperties.RowGroupBytes, 0) is > 0 and var bytes
            ? Math.Clamp(bytes / RowWidth(columns), RowGroupRowsLeast, RowGroupRowsMost)
            : RowGroupRowsDefault,
        Metrics = new MetricsModes(metadata, columns),
    };

    /// <summary>Bytes of a row before compression, as far as types tell.</summary>
    public static long RowWidth(IReadOnlyList<NestedField> columns) => Math.Max(1, new IcebergSchema(0, columns).Leaves().Sum(leaf => leaf.Type.Kind switch
    {
        PrimitiveKind.Boolean => 1,
        PrimitiveKind.Int or PrimitiveKind.Float or PrimitiveKind.Date => 4,
        PrimitiveKind.Long or PrimitiveKind.Double or PrimitiveKind.Time or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz => 8,
        PrimitiveKind.Decimal or PrimitiveKind.Uuid => 16,
        _ => TextWidth,
    }));

    private static string CompressionOf(TableMetadata? metadata)
    {
        var codec = TableProperties.Text(metadata, TableProperties.Codec)?.ToLowerInvariant() switch
        {
            "none" or "uncompressed" => "uncompressed",
            "snappy" => "snappy",
            "gzip" => "gzip",
            "brotli" => "brotli",
            "lz4" => "lz4_raw",
            _ => "zstd",
        };
        var level = TableProperties.Number(metadata, TableProperties.CodecLevel, 0);
        return codec == "zstd" && level is >= 1 and <= 22
            ? string.Create(CultureInfo.InvariantCulture, $"COMPRESSION zstd, COMPRESSION_LEVEL {level}")
            : $"COMPRESSION {codec}";
    }
}
