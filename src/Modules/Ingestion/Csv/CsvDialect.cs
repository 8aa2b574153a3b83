namespace Talentys.Ingestion.Csv;

/// <summary>How a CSV file is written. Bytes, since every file is UTF-8 when it is read with a dialect.</summary>
internal sealed record CsvDialect
{
    public byte Delimiter { get; init; } = (byte)',';

    /// <summary>0 when fields are never quoted.</summary>
    public byte Quote { get; init; } = (byte)'"';

    /// <summary>Equal to the quote when a quote is escaped by doubling it.</summary>
    public byte Escape { get; init; } = (byte)'"';

    public bool Header { get; init; } = true;

    /// <summary>Lines before the header that are not part of the table.</summary>
    public int Skip { get; init; }

    /// <summary>A line that starts with it is left out; 0 for none.</summary>
    public byte Comment { get; init; }

    /// <summary>The decimal mark, or 0 when nothing was declared: a comma is then looked for where it cannot be a delimiter.</summary>
    public byte Decimal { get; init; }

    /// <summary>0 when numbers have no thousands separator.</summary>
    public byte Thousands { get; init; }

    public IReadOnlyList<string> NullValues { get; init; } = [];

    /// <summary>strptime formats that were declared for dates and timestamps.</summary>
    public string? DateFormat { get; init; }

    public string? TimestampFormat { get; init; }

    public bool DoublesQuotes => Escape == Quote;

    public string DelimiterText => Delimiter == '\t' ? "tab" : $"'{(char)Delimiter}'";
}
