namespace Talentys.Lake.Manifests;

/// <summary>A file with rows, or with deletes of rows, and its statistics by field id (spec, "Manifests", <c>data_file</c>).</summary>
internal sealed record ContentFile
{
    /// <summary>The one format that is written.</summary>
    public const string Parquet = "PARQUET";

    /// <summary>What is in it.</summary>
    public FileContent Content { get; init; } = FileContent.Data;

    /// <summary>Where it is, as the metadata names it.</summary>
    public required string Path { get; init; }

    /// <summary>Its format in upper case.</summary>
    public string Format { get; init; } = Parquet;

    /// <summary>The spec by which its partition is told; it stands in the manifest.</summary>
    public int SpecId { get; init; }

    /// <summary>Values of the spec's fields, in order, as <see cref="Types.SingleValue"/> has them; empty without partitions.</summary>
    public IReadOnlyList<object?> Partition { get; init; } = [];

    public required long Rows { get; init; }

    public required long Bytes { get; init; }

    public IReadOnlyDictionary<int, long>? ColumnSizes { get; init; }

    public IReadOnlyDictionary<int, long>? ValueCounts { get; init; }

    public IReadOnlyDictionary<int, long>? NullCounts { get; init; }

    public IReadOnlyDictionary<int, long>? NanCounts { get; init; }

    public IReadOnlyDictionary<int, byte[]>? LowerBounds { get; init; }

    public IReadOnlyDictionary<int, byte[]>? UpperBounds { get; init; }

    public IReadOnlyList<long>? SplitOffsets { get; init; }

    /// <summary>Field ids by which an equality delete file matches rows.</summary>
    public IReadOnlyList<int>? EqualityIds { get; init; }

    /// <summary>The order of its rows; null or 0 is none that is known.</summary>
    public int? SortOrderId { get; init; }

    /// <summary>The one data file that all its position deletes are about, where the writer told.</summary>
    public string? ReferencedDataFile { get; init; }

    /// <summary>Key metadata of an encrypted file, carried as it was read.</summary>
    public byte[]? KeyMetadata { get; init; }
}

/// <summary>What is in a file.</summary>
internal enum FileContent
{
    /// <summary>Rows.</summary>
    Data = 0,

    /// <summary>Paths and positions of rows that are deleted.</summary>
    PositionDeletes = 1,

    /// <summary>Values of columns; rows that have them are deleted.</summary>
    EqualityDeletes = 2,
}
