using System.IO.Compression;
using ZstdSharp;

namespace Talentys.Ingestion.Encodings;

/// <summary>Opens files, compressed or not, by the last ending of their name.</summary>
internal static class Compression
{
    public static bool IsCompressed(string path) => Of(path) is not null;

    /// <summary>The engine's word for the compression of a file, or null.</summary>
    public static string? Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".gz" or ".gzip" => "gzip",
        ".zst" or ".zstd" => "zstd",
        _ => null,
    };

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Told how much of the file itself was read, from 0 to 1.</param>
    public static Stream Open(string path, Action<double>? read = null)
    {
        var file = new WatchedFile(path, read);
        return Of(path) switch
        {
            "gzip" => new GZipStream(file, CompressionMode.Decompress),
            "zstd" => new DecompressionStream(file, leaveOpen: false),
            _ => file,
        };
    }

    /// <summary>Reads as many bytes as there are, up to a number.</summary>
    public static byte[] Head(string path, int most)
    {
        using var input = Open(path);
        var bytes = new byte[most];
        var read = input.ReadAtLeast(bytes, most, throwOnEndOfStream: false);
        return bytes[..read];
    }
}
