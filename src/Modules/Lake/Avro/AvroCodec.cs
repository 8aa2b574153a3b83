using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Talentys.Lake.Avro;

/// <summary>Compression of the blocks of an Avro file.</summary>
internal static class AvroCodec
{
    /// <summary>No compression.</summary>
    public const string None = "null";

    /// <summary>Raw deflate, which every engine reads.</summary>
    public const string Deflate = "deflate";

    private const string SnappyName = "snappy";
    private const string Zstandard = "zstandard";

    // writers cut blocks at 64 kB; this only keeps a broken block from taking all memory
    private const int MaxBlock = 256 * 1024 * 1024;

    private const int FirstBuffer = 96 * 1024;

    /// <summary>Compresses a block.</summary>
    public static ReadOnlyMemory<byte> Compress(string codec, ReadOnlyMemory<byte> block)
    {
        if (codec == None)
        {
            return block;
        }

        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(block.Span);
        }

        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }

    /// <summary>Restores a block.</summary>
    /// <param name="codec">How it is compressed.</param>
    /// <param name="block">The block.</param>
    /// <param name="buffer">Where it is restored to, made larger when it has to be: the next block of the file takes it over.</param>
    /// <exception cref="InvalidDataException">The codec is unknown or the block broken.</exception>
    public static ReadOnlyMemory<byte> Restore(string codec, ReadOnlyMemory<byte> block, ref byte[] buffer) => codec switch
    {
        None => block,
        Deflate => Drain(new DeflateStream(Input(block), CompressionMode.Decompress), ref buffer),
        Zstandard => Drain(new ZstdSharp.DecompressionStream(Input(block)), ref buffer),
        SnappyName => Snappy.Restore(block.Span, MaxBlock),
        _ => throw new InvalidDataException($"The Avro file is compressed with {codec}, which is not known here."),
    };

    private static MemoryStream Input(ReadOnlyMemory<byte> block) => MemoryMarshal.TryGetArray(block, out var bytes)
        ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
        : new MemoryStream(block.ToArray(), writable: false);

    private static ReadOnlyMemory<byte> Drain(Stream stream, ref byte[] buffer)
    {
        if (buffer.Length == 0)
        {
            buffer = new byte[FirstBuffer];
        }

        using (stream)
        {
            try
            {
                for (var length = 0; ;)
                {
                    var read = stream.Read(buffer, length, buffer.Length - length);
                    if (read == 0)
                    {
                        return buffer.AsMemory(0, length);
                    }

                    length += read;
                    if (length == buffer.Length)
                    {
                        Array.Resize(ref buffer, length < MaxBlock
                            ? Math.Min(length * 2, MaxBlock)
                            : throw new InvalidDataException($"The Avro file is broken: a block of it has more than {MaxBlock} bytes."));
                    }
                }
            }
            catch (Exception broken) when (broken is ZstdSharp.ZstdException or EndOfStreamException)
            {
                throw new InvalidDataException($"The Avro file is broken: a block of it cannot be restored: {broken.Message}", broken);
            }
        }
    }
}
