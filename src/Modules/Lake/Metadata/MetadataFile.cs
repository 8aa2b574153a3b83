using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Talentys.Kernel;

namespace Talentys.Lake.Metadata;

/// <summary>Reads and writes metadata files.</summary>
internal static class MetadataFile
{
    /// <summary>The table's property that tells how metadata files are compressed: <c>gzip</c> or <c>none</c>.</summary>
    public const string CompressionProperty = "write.metadata.compression-codec";

    // a level of nesting in a schema takes three of JSON
    private const int MaxDepth = 256;

    // of a packed file; keeps a broken one from taking all memory
    private const int MaxUnpacked = 512 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        RespectNullableAnnotations = true,
        Converters = { new SchemaConverter(), new PartitionSpecConverter(), new TransformConverter(), new SortFieldConverter(), new LongConverter() },
    };

    private static readonly byte[] GzipMagic = [0x1F, 0x8B];
    private static readonly byte[] ZstandardMagic = [0x28, 0xB5, 0x2F, 0xFD];
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>The name of a new metadata file: a counter that people can follow, and what is unique to the attempt so that no two writers meet.</summary>
    /// <param name="version">The counter.</param>
    /// <param name="unique">What is unique.</param>
    /// <param name="metadata">What will be in it, which decides whether it is compressed; null: it is not.</param>
    public static string NameOf(long version, string unique, TableMetadata? metadata = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{version:00000}-{unique}{(metadata is not null && IsCompressed(metadata) ? ".gz" : "")}.metadata.json");

    /// <summary>The counter in the name of a metadata file, also of other engines (<c>v3.metadata.json</c>, <c>00003-….metadata.json</c>); 0 when there is none.</summary>
    public static long NumberOf(string? name)
    {
        var digits = (name ?? "").TrimStart('v').TakeWhile(char.IsAsciiDigit).ToArray();
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>The metadata as JSON, in the version of the format that is written: older ones are upgraded.</summary>
    public static byte[] Write(TableMetadata metadata) => JsonSerializer.SerializeToUtf8Bytes(
        metadata.FormatVersion < TableMetadata.SupportedFormat ? metadata with { FormatVersion = TableMetadata.SupportedFormat } : metadata, Json);

    /// <summary>Reads a snapshot as metadata has it.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Snapshot ReadSnapshot(JsonElement json) => json.Deserialize<Snapshot>(Json) ?? throw new JsonException("There is no snapshot.");

    /// <summary>The content of a file: the JSON, compressed when the table asks for it.</summary>
    public static byte[] Content(TableMetadata metadata)
    {
        var json = Write(metadata);
        if (!IsCompressed(metadata))
        {
            return json;
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(json);
        }

        return packed.ToArray();
    }

    /// <summary>Reads the content of a file, of version 1 or 2, compressed or not.</summary>
    /// <exception cref="FaultException"><c>lake.metadata_broken</c>, <c>lake.format_unsupported</c>, <c>lake.type_unknown</c>.</exception>
    public static TableMetadata Parse(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            var json = Unpack(bytes);
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            FormatCheck.Ensure(document.RootElement, path);
            var upgraded = MetadataUpgrade.Needed(document.RootElement) ? Upgraded(json) : null;
            MetadataCheck.EnsureMembers(upgraded?.Select(member => member.Key) ?? document.RootElement.EnumerateObject().Select(member => member.Name));
            var metadata = upgraded is null ? document.RootElement.Deserialize<TableMetadata>(Json) : upgraded.Deserialize<TableMetadata>(Json);
            MetadataCheck.Ensure(metadata!);
            return metadata!;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException or OverflowException or InvalidDataException)
        {
            throw new FaultException(
                Fault.Failed("lake.metadata_broken", $"The metadata of a table cannot be read: {Told(broken)}", path, "Restore the file from a backup."),
                broken);
        }
    }

    private static JsonObject Upgraded(ReadOnlyMemory<byte> json) =>
        MetadataUpgrade.Of(JsonNode.Parse(json.Span, null, new JsonDocumentOptions { MaxDepth = MaxDepth })!.AsObject());

    /// <summary>What is wrong, in the words of the file rather than of the code that reads it.</summary>
    private static string Told(Exception broken) => broken is not JsonException { Path: { Length: > 1 } place }
        ? broken.Message
        : $"{place.TrimStart('$', '.')} is not what it should be, or lacks a part.";

    private static bool IsCompressed(TableMetadata metadata) =>
        "gzip".Equals(metadata.Properties.GetValueOrDefault(CompressionProperty), StringComparison.OrdinalIgnoreCase);

    /// <summary>The JSON; what compressed it shows in its first bytes, whatever its name is.</summary>
    private static ReadOnlyMemory<byte> Unpack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(GzipMagic))
        {
            using var gzip = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
            return Drain(gzip);
        }

        if (bytes.StartsWith(ZstandardMagic))
        {
            using var zstandard = new ZstdSharp.DecompressionStream(new MemoryStream(bytes.ToArray()));
            return Drain(zstandard);
        }

        return (bytes.StartsWith(Utf8Mark) ? bytes[Utf8Mark.Length..] : bytes).ToArray();
    }

    private static ReadOnlyMemory<byte> Drain(Stream packed)
    {
        using var output = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            for (var read = packed.Read(buffer); read > 0; read = packed.Read(buffer))
            {
                output.Write(buffer, 0, read);
                if (output.Length > MaxUnpacked)
                {
                    throw new InvalidDataException($"it has more than {MaxUnpacked} bytes.");
                }
            }
        }
        catch (Exception broken) when (broken is ZstdSharp.ZstdException or EndOfStreamException)
        {
            throw new InvalidDataException($"it cannot be unpacked: {broken.Message}", broken);
        }

        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }
}
