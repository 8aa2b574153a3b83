using System.IO.Compression;

namespace Talentys.Lake.Avro;

/// <summary>Compression of the blocks of an Avro file.</summary>
internal static class AvroCodec
{
    /// <summary>No compression.</summary>
    public const string None = "null";

    /// <summary>Raw deflate, which every engine reads.</summary>
    public const string Deflate = "deflate";

    private const string Zstandard = "zstandard";

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
    public static byte[] Restore(string codec, byte[] block)
    {
        switch (codec)
        {
            case None:
                return block;
            case Deflate:
                using (var deflate = new DeflateStream(new MemoryStream(block), CompressionMode.Decompress))
                using (var output = new MemoryStream(block.Length * 4))
                {
                    deflate.CopyTo(output);
                    return output.ToArray();
                }

            case Zstandard:
                using (var zstandard = new ZstdSharp.Decompressor())
                {
                    return zstandard.Unwrap(block).ToArray();
                }

            default:
                throw new InvalidDataException($"The Avro file is compressed with {codec}, which is not known here.");
        }
    }
}
