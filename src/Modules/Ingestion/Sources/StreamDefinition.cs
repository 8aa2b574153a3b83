using Talentys.Ingestion.Csv;

namespace Talentys.Ingestion.Sources;

/// <summary>Which files a sync reads.</summary>
internal enum ReadMode
{
    Full,
    Incremental,
}

/// <summary>What a sync does to the table.</summary>
internal enum TableWrite
{
    Replace,
    Append,
}

/// <summary>What happens when the files no longer fit the table.</summary>
internal enum SchemaChange
{
    Evolve,
    Freeze,
    DiscardRow,
    DiscardValue,
}

/// <summary>How a stream is read and written, everything that was not declared being the default.</summary>
internal sealed record StreamDefinition
{
    /// <summary>Pattern of the stream's files below the source's path, or null for all.</summary>
    public string? Files { get; init; }

    public ReadMode Read { get; init; }

    public TableWrite Write { get; init; }

    /// <summary>Format of every file; null goes by the ending of the name.</summary>
    public FileFormat? Format { get; init; }

    public CsvDeclared Csv { get; init; } = new();

    /// <summary>Path to a nested array of records in a JSON document, <c>data.items</c>.</summary>
    public string? JsonRecords { get; init; }

    public IReadOnlyList<string> Include { get; init; } = [];

    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Declared SQL types by column.</summary>
    public IReadOnlyDictionary<string, string> Types { get; init; } = new Dictionary<string, string>();

    public SchemaChange OnSchemaChange { get; init; }

    public RejectLimit RejectLimit { get; init; } = RejectLimit.Default;

    /// <summary>Whether a column is wanted, by its name in the file or in the table.</summary>
    public bool Wants(string original, string name) =>
        (Include.Count == 0 || Names(Include, original, name)) && !Names(Exclude, original, name);

    /// <summary>The declared type of a column, or null.</summary>
    public string? TypeOf(string original, string name) => Types.TryGetValue(name, out var type) || Types.TryGetValue(original, out type) ? type : null;

    private static bool Names(IReadOnlyList<string> list, string original, string name) =>
        list.Contains(name, StringComparer.OrdinalIgnoreCase) || list.Contains(original, StringComparer.OrdinalIgnoreCase);
}

/// <summary>The formats of data files.</summary>
internal enum FileFormat
{
    Csv,
    Tsv,
    Json,
    Ndjson,
    Parquet,
}
