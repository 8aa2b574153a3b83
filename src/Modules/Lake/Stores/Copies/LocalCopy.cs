namespace Talentys.Lake.Stores.Copies;

/// <summary>A copy as it is known now.</summary>
internal sealed class LocalCopy(string path)
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>One fetches at a time; the others then find what it fetched.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Length of the whole object; not known before the first use.</summary>
    public long? Length { get; set; }

    /// <summary>What is there.</summary>
    public ByteRanges Parts { get; set; } = new([]);

    /// <summary>Where its columns are; null before the footer was read, or when it is no Parquet file.</summary>
    public ParquetChunks? Chunks { get; set; }

    /// <summary>How many use it now: it is not deleted while there are any. Guarded by the lock of all copies.</summary>
    public int Users { get; set; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset UsedAt { get; set; }
}
