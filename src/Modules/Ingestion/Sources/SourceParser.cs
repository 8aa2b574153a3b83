using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Ingestion.Csv;
using Talentys.Ingestion.Encodings;
using Talentys.Kernel;

namespace Talentys.Ingestion.Sources;

/// <summary>Reads a source of files from its document and collects every fault that the schema cannot express.</summary>
internal sealed partial class SourceParser(ResourceDocument document)
{
    private readonly List<Fault> faults = [];

    public static Result<SourceDefinition> Parse(ResourceDocument document)
    {
        var parser = new SourceParser(document);
        var source = parser.Read();
        return parser.faults.Count == 0 ? source : Result<SourceDefinition>.Fail(parser.faults);
    }

    private SourceDefinition Read()
    {
        var root = document.Root;
        var path = root.Text("path") ?? "";
        if (path.Contains("://", StringComparison.Ordinal))
        {
            Add(root["path"]!, "ingestion.path_remote", $"'{path}' is not on this machine, and object stores are not read yet.", "Name a local folder, file or glob.");
        }

        if (path.StartsWith('~'))
        {
            Add(root["path"]!, "ingestion.path_home", "'~' is not expanded.", "Write the path from the root, or relative to the project.");
        }

        if (ColumnNames.Safe(document.Name) != document.Name)
        {
            Add(root, "ingestion.source_name", $"'{document.Name}' cannot be the name of a schema.", $"Name the file {ColumnNames.Safe(document.Name)}.yml.");
        }

        var defaults = Stream(root, new StreamDefinition());
        if (root["defaults"] is ResourceNode.Mapping shared)
        {
            defaults = Stream(shared, defaults);
        }

        Dictionary<string, StreamDefinition> streams = new(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in (root["streams"] as ResourceNode.Mapping)?.Entries ?? [])
        {
            var name = entry.Key.Text ?? "";
            if (ColumnNames.Safe(name) != name)
            {
                Add(entry.Key, "ingestion.stream_name", $"'{name}' cannot be the name of a table.", $"Name it {ColumnNames.Safe(name)}.");
            }

            streams[name] = entry.Value is ResourceNode.Mapping mapping ? Stream(mapping, defaults) : defaults;
        }

        return new SourceDefinition(document.Name, root.Text("type") ?? "", path, document.Path, streams, defaults);
    }

    private StreamDefinition Stream(ResourceNode.Mapping node, StreamDefinition basis)
    {
        var stream = basis with
        {
            Files = node.Text("files") ?? basis.Files,
            Read = node.Text("read") switch { "incremental" => ReadMode.Incremental, "full" => ReadMode.Full, _ => basis.Read },
            Format = Enum.TryParse<FileFormat>(node.Text("format"), ignoreCase: true, out var format) ? format : basis.Format,
            Csv = node["csv"] is ResourceNode.Mapping csv ? Csv(csv, basis.Csv) : basis.Csv,
            JsonRecords = (node["json"] as ResourceNode.Mapping)?.Text("records") ?? basis.JsonRecords,
            Include = Texts((node["columns"] as ResourceNode.Mapping)?["include"]) ?? basis.Include,
            Exclude = Texts((node["columns"] as ResourceNode.Mapping)?["exclude"]) ?? basis.Exclude,
            Types = node["types"] is ResourceNode.Mapping types ? Types(types, basis.Types) : basis.Types,
            OnSchemaChange = node.Text("on_schema_change") switch
            {
                "evolve" => SchemaChange.Evolve, "freeze" => SchemaChange.Freeze, "discard_row" => SchemaChange.DiscardRow,
                "discard_value" => SchemaChange.DiscardValue, _ => basis.OnSchemaChange,
            },
        };
        var write = node.Text("write");
        stream = stream with
        {
            Write = write switch
            {
                "append" => TableWrite.Append, "replace" => TableWrite.Replace,
                _ => stream.Read == ReadMode.Incremental ? TableWrite.Append : basis.Write,
            },
        };
        if (stream is { Read: ReadMode.Incremental, Write: TableWrite.Replace })
        {
            Add(node["write"] ?? node, "ingestion.modes_clash", "An incremental read cannot replace the table: the files that did not change would be lost.",
                "Write 'write: append', or read in full.");
        }

        if (node.Text("reject_limit") is { } limit)
        {
            if (RejectLimit.Parse(limit) is { } parsed)
            {
                stream = stream with { RejectLimit = parsed };
            }
            else
            {
                Add(node["reject_limit"]!, "ingestion.reject_limit", $"'{limit}' is neither a count nor a share.", "Write a count such as 100, or a share such as 1%.");
            }
        }

        return stream;
    }

    private CsvDeclared Csv(ResourceNode.Mapping node, CsvDeclared basis) => basis with
    {
        Delimiter = Mark(node, "delimiter") ?? basis.Delimiter,
        Quote = Mark(node, "quote") ?? basis.Quote,
        Escape = Mark(node, "escape") ?? basis.Escape,
        Decimal = Mark(node, "decimal") ?? basis.Decimal,
        Thousands = Mark(node, "thousands") ?? basis.Thousands,
        Comment = Mark(node, "comment") ?? basis.Comment,
        Header = node.Text("header") is { } header ? header == "true" : basis.Header,
        Encoding = Encoding(node) ?? basis.Encoding,
        Skip = int.TryParse(node.Text("skip"), NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? skip : basis.Skip,
        NullValues = Texts(node["null_values"]) ?? basis.NullValues,
        DateFormat = node.Text("date_format") ?? basis.DateFormat,
        TimestampFormat = node.Text("timestamp_format") ?? basis.TimestampFormat,
    };

    private string? Encoding(ResourceNode.Mapping node)
    {
        var name = node.Text("encoding");
        if (name is not null && TextEncodings.Find(name) is null)
        {
            faults.Add(TextEncodings.Unknown(name, document.PlaceOf(node["encoding"]!)));
        }

        return name;
    }

    /// <summary>One ASCII character, <c>tab</c> or <c>none</c>.</summary>
    private byte? Mark(ResourceNode.Mapping node, string key)
    {
        var text = node.Text(key);
        switch (text)
        {
            case null:
                return null;
            case "tab" or "\\t":
                return (byte)'\t';
            case "none" or "":
                return 0;
            case [var one] when char.IsAscii(one) && one is not ('\n' or '\r'):
                return (byte)one;
            default:
                Add(node[key]!, "ingestion.csv_mark", $"'{text}' is not one character.", "Write one ASCII character, 'tab' or 'none'.");
                return null;
        }
    }

    private Dictionary<string, string> Types(ResourceNode.Mapping node, IReadOnlyDictionary<string, string> basis)
    {
        Dictionary<string, string> types = new(basis, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in node.Entries)
        {
            var type = (entry.Value as ResourceNode.Scalar)?.Text ?? "";
            if (!SqlType().IsMatch(type))
            {
                Add(entry.Value, "ingestion.type_unknown", $"'{type}' is not a type that a column can be declared as.",
                    "Use BOOLEAN, INTEGER, BIGINT, DOUBLE, DECIMAL(p,s), VARCHAR, DATE, TIME, TIMESTAMP, TIMESTAMPTZ or UUID.");
            }

            types[entry.Key.Text ?? ""] = type.ToUpperInvariant() is "TEXT" or "STRING" ? "VARCHAR" : type.ToUpperInvariant();
        }

        return types;
    }

    private static List<string>? Texts(ResourceNode? node) => (node as ResourceNode.Sequence)?.Items
        .OfType<ResourceNode.Scalar>().Select(item => item.Text ?? "").ToList();

    private void Add(ResourceNode node, string code, string message, string mend) => faults.Add(document.FaultAt(node, code, message, mend));

    [GeneratedRegex(@"^(BOOLEAN|SMALLINT|INT|INTEGER|BIGINT|FLOAT|DOUBLE|VARCHAR|TEXT|STRING|DATE|TIME|TIMESTAMP|TIMESTAMPTZ|UUID|DECIMAL\([0-9]{1,2}, ?[0-9]{1,2}\))$", RegexOptions.IgnoreCase)]
    private static partial Regex SqlType();
}
