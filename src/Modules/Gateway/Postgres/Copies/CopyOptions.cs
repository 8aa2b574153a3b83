namespace Talentys.Gateway.Postgres.Copies;

/// <summary>How rows of COPY are written.</summary>
internal sealed record CopyOptions
{
    public CopyFormat Format { get; init; }

    /// <summary>Between values; a tabulator for text, a comma for CSV.</summary>
    public char? Delimiter { get; init; }

    /// <summary>What stands for null; <c>\N</c> for text, nothing for CSV.</summary>
    public string? Null { get; init; }

    public bool Header { get; init; }

    public char Quote { get; init; } = '"';

    /// <summary>Before a quote within quotes; the quote itself when null.</summary>
    public char? Escape { get; init; }

    /// <summary>Columns whose values are always quoted; null for none, <c>*</c> alone for all.</summary>
    public IReadOnlyList<string>? ForceQuote { get; init; }
}

/// <summary>Formats of COPY.</summary>
internal enum CopyFormat
{
    Text,
    Csv,
    Binary,
}
