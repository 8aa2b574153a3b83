namespace Talentys.Ingestion.Csv;

/// <summary>A record of the sample.</summary>
internal sealed record SampleRecord(IReadOnlyList<string> Fields, bool Problem, bool Quoted);

/// <summary>The first records of a sample.</summary>
internal static class SampleRecords
{
    public static IReadOnlyList<SampleRecord> Of(byte[] sample, bool whole, CsvDialect dialect, int most)
    {
        var sink = new Sink(dialect, most);
        using var input = new MemoryStream(sample);
        new CsvScanner(dialect, sample.Length + 2).Scan(input, ref sink, null, CancellationToken.None);
        if (!whole && sink.Records.Count > 1 && sink.Records.Count < most)
        {
            sink.Records.RemoveAt(sink.Records.Count - 1);
        }

        return sink.Records;
    }

    private readonly struct Sink(CsvDialect dialect, int most) : ICsvSink
    {
        public List<SampleRecord> Records { get; } = [];

        public bool Take(in CsvRecord record)
        {
            List<string> fields = new(record.Fields.Length);
            var quoted = false;
            foreach (var field in record.Fields)
            {
                fields.Add(CsvText.Of(record, field, dialect));
                quoted |= field.Quoted;
            }

            Records.Add(new SampleRecord(fields, record.Problem != CsvProblem.None, quoted));
            return Records.Count < most;
        }
    }
}
