using System.Globalization;
using System.Text.Unicode;

namespace Talentys.Ingestion.Csv;

/// <summary>Why a record cannot become a row, judged by its form alone. The survey and the cleaning ask the same question.</summary>
internal static class CsvVerdict
{
    /// <summary>The reason, or null.</summary>
    public static string? Reason(in CsvRecord record, int columns) => record.Problem switch
    {
        CsvProblem.TextAfterQuote => "text follows a closing quote",
        CsvProblem.QuoteNotClosed => "a quote is not closed",
        CsvProblem.TooLong => "the record is longer than allowed",
        _ when record.Fields.Length != columns => string.Create(
            CultureInfo.InvariantCulture, $"{record.Fields.Length} columns where {columns} are expected"),
        _ when !Utf8.IsValid(record.Raw) => "bytes that are no valid UTF-8",
        _ when record.Raw.Contains((byte)0) => "a NUL character",
        _ => null,
    };
}
