namespace Talentys.Ingestion.Csv;

/// <summary>What a person declared about a CSV file; null is detected.</summary>
internal sealed record CsvDeclared
{
    public byte? Delimiter { get; init; }

    public byte? Quote { get; init; }

    public byte? Escape { get; init; }

    public bool? Header { get; init; }

    public string? Encoding { get; init; }

    public byte? Decimal { get; init; }

    public byte? Thousands { get; init; }

    public byte? Comment { get; init; }

    public int Skip { get; init; }

    public IReadOnlyList<string> NullValues { get; init; } = [];

    public string? DateFormat { get; init; }

    public string? TimestampFormat { get; init; }
}
