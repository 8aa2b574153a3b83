using System.Text;
using Talentys.Ingestion.Rejects;

namespace Talentys.Ingestion.Csv;

/// <summary>
/// Writes the good records of a file in one plain form that any reader sees alike: no header, line feeds, quotes doubled and
/// only where they are needed. Records that a later check refused are left out and told.
/// </summary>
internal static class CsvCleaner
{
    /// <summary>The form that is written; the delimiter stays.</summary>
    public static CsvDialect Plain(CsvDialect dialect) => dialect with
    {
        Quote = (byte)'"', Escape = (byte)'"', Header = false, Skip = 0, Comment = 0,
    };

    /// <param name="input">The file.</param>
    /// <param name="output">Takes the plain form.</param>
    /// <param name="profile">What the survey found.</param>
    /// <param name="refused">By number of the good record, from 0: why it is refused.</param>
    /// <param name="file">Name of the file in rejects.</param>
    /// <param name="maxRecord">As in the survey.</param>
    /// <param name="rejects">Takes the refused.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static void Run(
        Stream input, Stream output, CsvProfile profile, IReadOnlyDictionary<long, string> refused, string file, int maxRecord,
        RejectFile rejects, CancellationToken cancellationToken)
    {
        var sink = new Sink(output, profile, refused, file, rejects);
        new CsvScanner(profile.Dialect, maxRecord).Scan(input, ref sink, null, cancellationToken);
    }

    private struct Sink(
        Stream output, CsvProfile profile, IReadOnlyDictionary<long, string> refused, string file, RejectFile rejects) : ICsvSink
    {
        private bool begun;
        private long number;

        public bool Take(in CsvRecord record)
        {
            if (!begun)
            {
                begun = true;
                if (profile.Dialect.Header)
                {
                    return true;
                }
            }

            if (CsvVerdict.Reason(record, profile.Originals.Count) is not null)
            {
                return true;
            }

            if (refused.TryGetValue(number++, out var reason))
            {
                rejects.Add(file, record.Line, reason, record.Raw, record.Lines);
                return true;
            }

            for (var i = 0; i < record.Fields.Length; i++)
            {
                if (i > 0)
                {
                    output.WriteByte(profile.Dialect.Delimiter);
                }

                Write(record, record.Fields[i]);
            }

            output.WriteByte((byte)'\n');
            return true;
        }

        private readonly void Write(in CsvRecord record, CsvField field)
        {
            var bytes = record.Bytes(field);
            if (field.Escaped)
            {
                bytes = Encoding.UTF8.GetBytes(CsvText.Of(record, field, profile.Dialect));
            }

            if (!field.Quoted && !NeedsQuotes(bytes))
            {
                output.Write(bytes);
                return;
            }

            output.WriteByte((byte)'"');
            for (var quote = bytes.IndexOf((byte)'"'); quote >= 0; quote = bytes.IndexOf((byte)'"'))
            {
                output.Write(bytes[..(quote + 1)]);
                output.WriteByte((byte)'"');
                bytes = bytes[(quote + 1)..];
            }

            output.Write(bytes);
            output.WriteByte((byte)'"');
        }

        private static bool NeedsQuotes(ReadOnlySpan<byte> bytes) =>
            bytes.Length > 0 && (bytes[0] is (byte)' ' or (byte)'\t' || bytes[^1] is (byte)' ' or (byte)'\t' || bytes.Contains((byte)'"'));
    }
}
