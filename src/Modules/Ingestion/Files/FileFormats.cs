using Talentys.Ingestion.Encodings;
using Talentys.Ingestion.Sources;

namespace Talentys.Ingestion.Files;

/// <summary>Formats by the endings of names.</summary>
internal static class FileFormats
{
    /// <summary>The format that a name tells, or null when it tells none.</summary>
    public static FileFormat? Of(string path)
    {
        var name = Path.GetFileName(path);
        name = Compression.IsCompressed(name) ? Path.GetFileNameWithoutExtension(name) : name;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" or ".psv" => FileFormat.Csv,
            ".tsv" or ".tab" => FileFormat.Tsv,
            ".json" or ".geojson" => FileFormat.Json,
            ".ndjson" or ".jsonl" => FileFormat.Ndjson,
            ".parquet" or ".pq" => FileFormat.Parquet,
            _ => null,
        };
    }

    /// <summary>The name without its endings: <c>events.ndjson.gz</c> is <c>events</c>.</summary>
    public static string Stem(string path)
    {
        var name = Path.GetFileName(path);
        name = Compression.IsCompressed(name) ? Path.GetFileNameWithoutExtension(name) : name;
        return Of(name) is not null || Path.GetExtension(name) == ".txt" ? Path.GetFileNameWithoutExtension(name) : name;
    }

    /// <summary>Text of no certain format is read as CSV when a person names it.</summary>
    public static bool IsText(string path) =>
        Path.GetExtension(Compression.IsCompressed(path) ? Path.GetFileNameWithoutExtension(path) : path).ToLowerInvariant() is ".txt" or ".dat" or ".data" or "";
}
