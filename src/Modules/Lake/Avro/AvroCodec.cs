using System.IO.Compression;

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
    /// <exception cref="InvalidDataException">The codec is unknown or the block broken.</exception>
    public static ReadOnlyMemory<byte> Restore(string codec, ReadOnlyMemory<byte> block) => codec switch
    {
        None => block,
        Deflate => Drain(new DeflateStream(Input(block), CompressionMode.Decompress), block.Length),
        Zstandard => Drain(new ZstdSharp.DecompressionStream(Input(block)), block.Length),
        SnappyName => Snappy.Restore(block.Span, MaxBlock),
        _ => throw new InvalidDataException($"The Avro file is compressed with {codec}, which is not known here."),
    };

    private static MemoryStream Input(ReadOnlyMemory<byte> block) => new(block.ToArray());

    private static ReadOnlyMemory<byte> Drain(Stream stream, int compressed)
    {
        using (stream)
        using (var output = new MemoryStream(Math.Min(compressed, MaxBlock / 8) * 4))
        {
            try
            {
                var buffer = new byte[32 * 1024];
                for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                {
                    if (output.Length + read > MaxBlock)
                    {
                        throw new InvalidDataException($"The Avro file is broken: a block of it has more than {MaxBlock} bytes.");
                    }

                    output.Write(buffer, 0, read);
                }
            }
            catch (Exception broken) when (broken is ZstdSharp.ZstdException or EndOfStreamException)
            {
                throw new InvalidDataException($"The Avro file is broken: a block of it cannot be restored: {broken.Message}", broken);
            }

            return output.GetBuffer().AsMemory(0, (int)output.Length);
        }
    }
}
