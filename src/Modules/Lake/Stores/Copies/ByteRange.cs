namespace Talentys.Lake.Stores.Copies;

/// <summary>A part of a file.</summary>
internal readonly record struct ByteRange(long Start, long End)
{
    /// <summary>Its length.</summary>
    public long Length => End - Start;
}
