using System.Text.Json.Nodes;

namespace Talentys.Ingestion.Files;

/// <summary>The JSON Schema of a source of type <c>files</c>.</summary>
internal static class FilesSchema
{
    private const string Source = """
        {
          "type": "object",
          "description": "Files in a folder: CSV, TSV, JSON, NDJSON or Parquet, compressed with gzip or zstd or not.",
          "required": ["type", "path"],
          "additionalProperties": false,
          "properties": {
            "type": {"const": "files", "title": "Type", "description": "What kind of source it is.", "x-group": "basic"},
            "path": {
              "type": "string", "title": "Path", "description": "Folder, file or glob, relative to the project.",
              "examples": ["./drop/erp/", "./data/*.csv", "/data/exports"], "x-group": "basic", "x-widget": "folder"
            },
            "description": {"type": "string", "title": "Description", "description": "What it is, for people.", "x-group": "basic", "x-widget": "text"},
            "tags": {"type": "array", "title": "Tags", "description": "Words to find it by.", "items": {"type": "string"}, "examples": [["nightly"]]},
            "streams": {
              "type": "object", "title": "Streams", "description": "Streams by name, each a table; without it each file or folder is one.",
              "additionalProperties": {"$stream": true}, "x-group": "basic"
            },
            "defaults": {"$stream": true, "title": "Defaults", "description": "What all streams follow that do not say otherwise."}
          }
        }
        """;

    private const string Stream = """
        {
          "type": ["object", "null"], "title": "Stream", "description": "One table and the files it is made of.", "additionalProperties": false,
          "properties": {
            "files": {
              "type": "string", "title": "Files", "description": "Pattern below the source's path; * within a folder, ** across folders.",
              "examples": ["orders_*.csv", "stock/dt=*/*.parquet", "**/*.json"], "x-group": "basic"
            },
            "description": {"type": "string", "title": "Description", "description": "What it is, for people.", "x-group": "basic", "x-widget": "text"},
            "columns": {
              "type": "object", "title": "Columns", "description": "Which columns are loaded; all when it is not given.", "additionalProperties": false,
              "properties": {
                "include": {"type": "array", "title": "Only these", "description": "Names of the columns that are loaded.", "items": {"type": "string"}},
                "exclude": {"type": "array", "title": "Not these", "description": "Names of columns that are left out.", "items": {"type": "string"}, "examples": [["password_hash"]]}
              }
            },
            "types": {
              "type": "object", "title": "Types", "description": "SQL types by column, where they should not be found in the data.",
              "additionalProperties": {
                "type": "string", "title": "Type", "description": "Type of the column.",
                "examples": ["BOOLEAN", "INTEGER", "BIGINT", "DOUBLE", "DECIMAL(18,2)", "VARCHAR", "DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "UUID"]
              },
              "examples": [{"zip": "VARCHAR"}]
            }
          }
        }
        """;

    /// <summary>Keys of a stream that may also stand in the source itself.</summary>
    private const string Shared = """
        {
          "read": {
            "type": "string", "enum": ["full", "incremental"], "default": "full", "title": "Read",
            "description": "All files each time (full), or only new and changed ones (incremental).", "x-group": "basic"
          },
          "write": {
            "type": "string", "enum": ["replace", "append"], "title": "Write",
            "description": "Replace the table, or append to it; an incremental read appends.", "x-group": "basic"
          },
          "format": {
            "type": "string", "enum": ["csv", "tsv", "json", "ndjson", "parquet"], "title": "Format",
            "description": "Format of the files, where the ending of their names does not tell."
          },
          "csv": {
            "type": "object", "title": "CSV", "description": "How CSV files are written. What is not given is detected.", "additionalProperties": false,
            "properties": {
              "delimiter": {"type": "string", "title": "Delimiter", "description": "Sign between fields: one ASCII character, or tab.", "examples": [",", ";", "tab", "|"], "x-group": "basic"},
              "encoding": {"type": "string", "title": "Encoding", "description": "How letters are stored.", "examples": ["utf-8", "windows-1252", "utf-16"], "x-group": "basic"},
              "header": {"type": "boolean", "title": "Header", "description": "Whether the first line holds the names of the columns.", "x-group": "basic"},
              "decimal": {"type": "string", "enum": [".", ","], "title": "Decimal sign", "description": "Sign before the decimals of a number.", "x-group": "basic"},
              "thousands": {"type": "string", "title": "Thousands sign", "description": "Sign between groups of digits.", "examples": [".", ",", "'"]},
              "quote": {"type": "string", "title": "Quote", "description": "Sign around fields: one ASCII character, or none.", "examples": ["\"", "'", "none"]},
              "escape": {"type": "string", "title": "Escape", "description": "Sign before a quote that belongs to a field.", "examples": ["\"", "\\"]},
              "null_values": {"type": "array", "title": "Empty values", "description": "Texts that mean that there is no value.", "items": {"type": "string"}, "examples": [["NULL", "n/a"]]},
              "skip": {"type": "integer", "minimum": 0, "default": 0, "title": "Skip lines", "description": "Lines before the header that are left out."},
              "comment": {"type": "string", "title": "Comment", "description": "Sign at the beginning of lines that are left out.", "examples": ["#"]},
              "date_format": {"type": "string", "title": "Date format", "description": "strptime format of columns declared as DATE.", "examples": ["%d/%m/%Y"]},
              "timestamp_format": {"type": "string", "title": "Time format", "description": "strptime format of columns declared as TIMESTAMP.", "examples": ["%d/%m/%Y %H:%M:%S"]}
            }
          },
          "json": {
            "type": "object", "title": "JSON", "description": "How JSON files are read.", "additionalProperties": false,
            "properties": {
              "records": {"type": "string", "title": "Records", "description": "Path to a nested array whose items are the rows.", "examples": ["features", "data.items"]}
            }
          },
          "on_schema_change": {
            "type": "string", "enum": ["evolve", "freeze", "discard_row", "discard_value"], "default": "evolve", "title": "When the shape changes",
            "description": "Let the table follow (evolve), fail (freeze), reject rows that do not fit (discard_row), or empty values that do not fit (discard_value)."
          },
          "reject_limit": {
            "type": ["string", "integer"], "default": "1%", "title": "Reject limit",
            "description": "Rejected records above which nothing is published: a count, or a share such as 1%.", "examples": ["1%", 100]
          }
        }
        """;

    public static JsonObject Make()
    {
        var stream = WithShared(Parse(Stream));
        var source = WithShared(Parse(Source));
        var properties = source["properties"]!.AsObject();
        properties["streams"]!["additionalProperties"] = stream.DeepClone();
        var defaults = stream.DeepClone().AsObject();
        defaults["title"] = properties["defaults"]!["title"]!.DeepClone();
        defaults["description"] = properties["defaults"]!["description"]!.DeepClone();
        properties["defaults"] = defaults;
        Order(source);
        return source;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static JsonObject WithShared(JsonObject schema)
    {
        foreach (var (key, value) in Parse(Shared))
        {
            schema["properties"]![key] = value!.DeepClone();
        }

        return schema;
    }

    /// <summary>Numbers the properties in the order in which they are written here; what is not basic is advanced.</summary>
    private static void Order(JsonNode? schema)
    {
        if (schema is not JsonObject shape)
        {
            return;
        }

        var order = 0;
        foreach (var property in (shape["properties"] as JsonObject ?? []).Select(property => property.Value).OfType<JsonObject>())
        {
            property["x-order"] = ++order;
            property.TryAdd("x-group", "advanced");
            Order(property);
        }

        Order(shape["additionalProperties"]);
    }
}
