using Microsoft.Win32.SafeHandles;

namespace Talentys.Query.Kept.Files;

/// <summary>A file of the cache that is gone when its owner and the last of its readers have given it back.</summary>
internal sealed class LeasedFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly SafeFileHandle handle;
    private int holders = 1;
    private bool left;

    private LeasedFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        handle = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete | FileShare.Read,
            FileOptions.Asynchronous | FileOptions.RandomAccess | FileOptions.DeleteOnClose);
    }

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Makes an empty file.</summary>
    public static LeasedFile Create(string path) => new(path);

    /// <summary>Keeps the file until the lease is disposed; null when it is going already.</summary>
    public IDisposable? Lease()
    {
        lock (gate)
        {
            if (left)
            {
                return null;
            }

            holders++;
            return new Holder(this);
        }
    }

    /// <summary>Appends pieces; one writer at a time.</summary>
    public async Task AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(handle, pieces, Length, cancellationToken);
        Length += pieces.Sum(piece => (long)piece.Length);
    }

    /// <summary>Fills a buffer from a place.</summary>
    public void Read(Span<byte> buffer, long at)
    {
        while (buffer.Length > 0)
        {
            var read = RandomAccess.Read(handle, buffer, at);
            if (read == 0)
            {
                throw new EndOfStreamException("A kept result ends before its index says.");
            }

            buffer = buffer[read..];
            at += read;
        }
    }

    /// <summary>The owner gives it back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (left)
            {
                return;
            }

            left = true;
        }

        Leave();
    }

    private void Leave()
    {
        lock (gate)
        {
            if (--holders > 0)
            {
                return;
            }
        }

        handle.Dispose();
    }

    private sealed class Holder(LeasedFile file) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
            {
                file.Leave();
            }
        }
    }
}
