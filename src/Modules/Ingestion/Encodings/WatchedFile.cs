namespace Talentys.Ingestion.Encodings;

/// <summary>A file that is read from its beginning to its end and tells how far that is.</summary>
internal sealed class WatchedFile : FileStream
{
    private readonly Action<double>? told;
    private readonly double length;

    /// <param name="path">The file.</param>
    /// <param name="told">Told the share that was read, from 0 to 1, after each read.</param>
    public WatchedFile(string path, Action<double>? told)
        : base(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan)
    {
        this.told = told;
        length = told is not null && CanSeek ? Math.Max(1, Length) : 1;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Told(base.Read(buffer, offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Told(base.Read(buffer));

    private int Told(int read)
    {
        if (told is not null && CanSeek)
        {
            told(Math.Min(1, Position / length));
        }

        return read;
    }
}
