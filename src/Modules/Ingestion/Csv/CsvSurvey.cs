using System.Text;
using Talentys.Ingestion.Rejects;

namespace Talentys.Ingestion.Csv;

/// <summary>One pass over a whole file: counts its records, sorts out those without form, and learns what its columns hold.</summary>
internal sealed class CsvSurvey
{
    public static CsvProfile Run(
        Stream input, CsvDialect dialect, string file, int maxRecord, RejectFile rejects, Action<long>? progress, CancellationToken cancellationToken)
    {
        var scanner = new CsvScanner(dialect, maxRecord);
        var sink = new Sink(dialect, file, rejects);
        scanner.Scan(input, ref sink, progress, cancellationToken);
        var mixed = scanner.Endings is not (CsvLineEndings.None or CsvLineEndings.Lf or CsvLineEndings.CrLf or CsvLineEndings.Cr);
        return new CsvProfile
        {
            Dialect = dialect,
            Originals = sink.Originals,
            Facts = sink.Facts,
            Accepted = sink.Accepted,
            ValidSequences = sink.ValidSequences,
            InvalidBytes = sink.InvalidBytes,
            LongestRecord = scanner.LongestRecord,
            Endings = scanner.Endings,
            NeedsCleaning = sink.Dirty || mixed || dialect.Skip > 0 || dialect.Comment != 0 || !dialect.DoublesQuotes
                || (scanner.EmptyLines > 0 && scanner.Endings == CsvLineEndings.Cr)
                // the engine takes an empty line of one column for a row
                || (sink.Originals.Length == 1 && scanner.EmptyLines > 0),
        };
    }

    private struct Sink(CsvDialect dialect, string file, RejectFile rejects) : ICsvSink
    {
        private readonly byte[][] nulls = [.. dialect.NullValues.Where(text => text.Length > 0).Select(Encoding.UTF8.GetBytes)];
        /// <summary>So many characters of several bytes prove that a file is meant to be UTF-8; more are counted only once it is in doubt.</summary>
        private const long EnoughSequences = 10_000;

        private bool begun;

        public string[] Originals { get; private set; } = [];

        public ColumnFacts[] Facts { get; private set; } = [];

        public long Accepted { get; private set; }

        public long ValidSequences { get; private set; }

        public long InvalidBytes { get; private set; }

        public bool Dirty { get; private set; }

        public bool Take(in CsvRecord record)
        {
            if (!begun)
            {
                begun = true;
                Begin(record);
                if (dialect.Header)
                {
                    return true;
                }
            }

            var reason = CsvVerdict.Reason(record, Originals.Length);
            if (reason is not null)
            {
                Dirty = true;
                CountSequences(record.Raw);
                rejects.Add(file, record.Line, reason, record.Raw, record.Lines);
                return true;
            }

            if (InvalidBytes > 0 || ValidSequences < EnoughSequences)
            {
                CountSequences(record.Raw);
            }

            Accepted++;
            Dirty |= record.Odd;
            var fields = record.Fields;
            for (var i = 0; i < fields.Length; i++)
            {
                var field = fields[i];
                if (field.Length == 0)
                {
                    Facts[i].QuotedEmpty += field.Quoted ? 1 : 0;
                    continue;
                }

                var value = record.Bytes(field);
                if (!field.Quoted && nulls.Length > 0 && IsNull(value))
                {
                    continue;
                }

                ValueShapes.Narrow(Facts[i], value, dialect, record.Line);
            }

            return true;
        }

        private readonly bool IsNull(ReadOnlySpan<byte> value)
        {
            foreach (var text in nulls)
            {
                if (value.SequenceEqual(text))
                {
                    return true;
                }
            }

            return false;
        }

        private void Begin(in CsvRecord record)
        {
            if (record.Problem != CsvProblem.None)
            {
                throw CsvFaults.FirstRecord(file, record.Line, CsvVerdict.Reason(record, record.Fields.Length)!);
            }

            Originals = new string[record.Fields.Length];
            Facts = new ColumnFacts[record.Fields.Length];
            Dirty |= record.Odd;
            CountSequences(record.Raw);
            for (var i = 0; i < Originals.Length; i++)
            {
                Facts[i] = new ColumnFacts();
                Originals[i] = dialect.Header ? CsvText.Of(record, record.Fields[i], dialect) : "";
            }
        }

        private void CountSequences(ReadOnlySpan<byte> bytes)
        {
            while (bytes.Length > 0)
            {
                var start = bytes.IndexOfAnyExceptInRange((byte)0, (byte)127);
                if (start < 0)
                {
                    return;
                }

                bytes = bytes[start..];
                var valid = Rune.DecodeFromUtf8(bytes, out _, out var used) == System.Buffers.OperationStatus.Done;
                ValidSequences += valid ? 1 : 0;
                InvalidBytes += valid ? 0 : 1;
                bytes = bytes[used..];
            }
        }
    }
}
