namespace Talentys.Ingestion.Csv;

/// <summary>Where a field lies in the bytes of its record, without its quotes.</summary>
internal readonly record struct CsvField(int Start, int Length, bool Quoted, bool Escaped);

/// <summary>Why a record cannot be taken.</summary>
internal enum CsvProblem
{
    None,
    TextAfterQuote,
    QuoteNotClosed,
    TooLong,
}

/// <summary>One record of a CSV file, valid only during the call that hands it over.</summary>
internal readonly ref struct CsvRecord
{
    /// <summary>The bytes of the record without its line ending; only the first of them when it is too long.</summary>
    public required ReadOnlySpan<byte> Raw { get; init; }

    public required ReadOnlySpan<CsvField> Fields { get; init; }

    /// <summary>Line on which the record starts, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>Lines that it spans.</summary>
    public required long Lines { get; init; }

    public required CsvProblem Problem { get; init; }

    /// <summary>Well formed for people, though a strict reader may see it otherwise: a quote inside an unquoted field, spaces after a quote.</summary>
    public required bool Odd { get; init; }

    public ReadOnlySpan<byte> Bytes(CsvField field) => Raw.Slice(field.Start, field.Length);
}

/// <summary>Takes the records of a file, one by one.</summary>
internal interface ICsvSink
{
    /// <summary>False stops the scan.</summary>
    bool Take(in CsvRecord record);
}
