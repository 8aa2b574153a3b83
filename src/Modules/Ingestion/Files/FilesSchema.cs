using System.Text.Json.Nodes;

namespace Talentys.Ingestion.Files;

/// <summary>The JSON Schema of a source of type <c>files</c>.</summary>
internal static class FilesSchema
{
    private const string Json = """
        {
          "type": "object",
          "description": "Files in a folder: CSV, TSV, JSON, NDJSON or Parquet, compressed with gzip or zstd or not.",
          "required": ["type", "path"],
          "additionalProperties": false,
          "properties": {
            "type": {"const": "files"},
            "path": {"type": "string", "description": "Folder, file or glob, relative to the project."},
            "description": {"type": "string"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "streams": {"type": "object", "description": "Streams by name; without it each file or folder is one.", "additionalProperties": STREAM},
            "defaults": STREAM,
            "read": READ, "write": WRITE, "format": FORMAT, "csv": CSV, "json": JSONOPTIONS,
            "on_schema_change": CHANGE, "reject_limit": LIMIT
          }
        }
        """;

    private const string Stream = """
        {"type": ["object", "null"], "additionalProperties": false, "properties": {
          "files": {"type": "string", "description": "Pattern below the source's path, such as orders_*.csv or stock/dt=*/*.parquet."},
          "read": READ, "write": WRITE, "format": FORMAT, "csv": CSV, "json": JSONOPTIONS,
          "description": {"type": "string"},
          "columns": {"type": "object", "additionalProperties": false, "properties": {
            "include": {"type": "array", "items": {"type": "string"}}, "exclude": {"type": "array", "items": {"type": "string"}}}},
          "types": {"type": "object", "description": "SQL types by column.", "additionalProperties": {"type": "string"}},
          "on_schema_change": CHANGE, "reject_limit": LIMIT
        }}
        """;

    private const string Csv = """
        {"type": "object", "additionalProperties": false, "description": "What is not given is detected.", "properties": {
          "delimiter": {"type": "string"}, "quote": {"type": "string"}, "escape": {"type": "string"},
          "header": {"type": "boolean"}, "encoding": {"type": "string"},
          "decimal": {"type": "string", "enum": [".", ","]}, "thousands": {"type": "string"},
          "null_values": {"type": "array", "items": {"type": "string"}},
          "skip": {"type": "integer", "minimum": 0}, "comment": {"type": "string"},
          "date_format": {"type": "string", "description": "strptime format, such as %d/%m/%Y."},
          "timestamp_format": {"type": "string"}
        }}
        """;

    public static JsonObject Make()
    {
        var text = Json.Replace("STREAM", Stream, StringComparison.Ordinal)
            .Replace("JSONOPTIONS", """{"type": "object", "additionalProperties": false, "properties": {"records": {"type": "string", "description": "Path to a nested array, such as features."}}}""", StringComparison.Ordinal)
            .Replace("READ", """{"type": "string", "enum": ["full", "incremental"]}""", StringComparison.Ordinal)
            .Replace("WRITE", """{"type": "string", "enum": ["replace", "append"]}""", StringComparison.Ordinal)
            .Replace("FORMAT", """{"type": "string", "enum": ["csv", "tsv", "json", "ndjson", "parquet"]}""", StringComparison.Ordinal)
            .Replace("CHANGE", """{"type": "string", "enum": ["evolve", "freeze", "discard_row", "discard_value"]}""", StringComparison.Ordinal)
            .Replace("LIMIT", """{"type": ["string", "integer"], "description": "Rejected records above which nothing is published: a count, or a share such as 1%."}""", StringComparison.Ordinal)
            .Replace("\"csv\": CSV", $"\"csv\": {Csv}", StringComparison.Ordinal);
        return JsonNode.Parse(text)!.AsObject();
    }
}
