using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Talentys.Kernel;

namespace Talentys.Lake.Metadata;

/// <summary>Reads and writes metadata files.</summary>
internal static class MetadataFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new SchemaConverter(), new TransformConverter(), new SortFieldConverter() },
    };

    /// <summary>The name of a new metadata file: a counter that people can follow, and what is unique to the attempt so that no two writers meet.</summary>
    public static string NameOf(long version, string unique) => string.Create(CultureInfo.InvariantCulture, $"{version:00000}-{unique}.metadata.json");

    /// <summary>The counter in the name of a metadata file, also of other engines (<c>v3.metadata.json</c>, <c>00003-….metadata.json</c>); 0 when there is none.</summary>
    public static long NumberOf(string? name)
    {
        var digits = (name ?? "").TrimStart('v').TakeWhile(char.IsAsciiDigit).ToArray();
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>The content of a file.</summary>
    public static byte[] Write(TableMetadata metadata) => JsonSerializer.SerializeToUtf8Bytes(metadata, Json);

    /// <summary>Reads a snapshot as metadata has it.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Snapshot ReadSnapshot(JsonElement json) => json.Deserialize<Snapshot>(Json) ?? throw new JsonException("There is no snapshot.");

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="FaultException"><c>lake.metadata_broken</c>, <c>lake.format_unsupported</c>.</exception>
    public static TableMetadata Parse(ReadOnlySpan<byte> bytes, string path)
    {
        TableMetadata? metadata;
        try
        {
            metadata = JsonSerializer.Deserialize<TableMetadata>(bytes, Json);
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FaultException(
                Fault.Failed("lake.metadata_broken", $"The metadata of a table cannot be read: {broken.Message}", path, "Restore the file from a backup."),
                broken);
        }

        return metadata is { FormatVersion: TableMetadata.SupportedFormat }
            ? metadata
            : throw new FaultException(Fault.Invalid(
                "lake.format_unsupported",
                $"The table is in version {metadata?.FormatVersion} of the Iceberg format, and only version {TableMetadata.SupportedFormat} is read.",
                path,
                "Upgrade or rewrite the table with the engine that made it."));
    }
}
