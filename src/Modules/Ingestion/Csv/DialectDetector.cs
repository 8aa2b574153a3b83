namespace Talentys.Ingestion.Csv;

/// <summary>Finds the dialect of a file from its beginning. What was declared wins.</summary>
internal static class DialectDetector
{
    private const int Looked = 500;
    private static readonly byte[] Delimiters = [(byte)',', (byte)';', (byte)'\t', (byte)'|'];

    /// <param name="sample">The first bytes of the file, UTF-8.</param>
    /// <param name="whole">Whether that is all of it.</param>
    /// <param name="tabs">Whether the name says that fields are separated by tabs.</param>
    /// <param name="declared">What a person declared.</param>
    public static CsvDialect Detect(byte[] sample, bool whole, bool tabs, CsvDeclared declared)
    {
        var basis = new CsvDialect
        {
            Skip = declared.Skip,
            Comment = declared.Comment ?? 0,
            Decimal = declared.Decimal ?? 0,
            Thousands = declared.Thousands ?? 0,
            NullValues = declared.NullValues,
            DateFormat = declared.DateFormat,
            TimestampFormat = declared.TimestampFormat,
            Header = false,
        };
        byte[] quotes = declared.Quote is { } given ? [given] : sample.AsSpan().Contains((byte)'"') ? [(byte)'"'] : [(byte)'"', (byte)'\''];
        byte[] delimiters = declared.Delimiter is { } one ? [one] : tabs && sample.AsSpan().Contains((byte)'\t') ? [(byte)'\t'] : Delimiters;
        var best = (Score: -1.0, Dialect: basis, Records: (IReadOnlyList<SampleRecord>)[]);
        foreach (var quote in quotes)
        {
            foreach (var delimiter in delimiters)
            {
                foreach (var escape in Escapes(sample, quote, declared))
                {
                    var dialect = basis with { Delimiter = delimiter, Quote = quote, Escape = escape };
                    var records = SampleRecords.Of(sample, whole, dialect, Looked);
                    var score = Score(records, quote);
                    if (score > best.Score)
                    {
                        best = (score, dialect, records);
                    }
                }
            }
        }

        return best.Dialect with { Header = declared.Header ?? HeaderDetector.HasHeader(best.Records, best.Dialect) };
    }

    private static IEnumerable<byte> Escapes(byte[] sample, byte quote, CsvDeclared declared)
    {
        if (declared.Escape is { } escape)
        {
            return [escape];
        }

        return sample.AsSpan().IndexOf([(byte)'\\', quote]) >= 0 ? [quote, (byte)'\\'] : [quote];
    }

    /// <summary>How many records have as many fields as the first, coarsely; then the number of fields, then clean quotes.</summary>
    private static double Score(IReadOnlyList<SampleRecord> records, byte quote)
    {
        if (records.Count == 0 || records[0].Fields.Count < 2)
        {
            return 0;
        }

        var columns = records[0].Fields.Count;
        var even = records.Count(record => record.Fields.Count == columns && !record.Problem) / (double)records.Count;
        var singles = quote == '\'' ? (records.Skip(1).Any(record => record.Quoted) ? 0.001 : -0.001) : 0;
        return (Math.Round(even * 20) / 20) + (Math.Min(columns, 1000) / 100000.0) + singles;
    }
}
