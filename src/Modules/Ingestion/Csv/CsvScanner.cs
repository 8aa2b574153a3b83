using System.Buffers;

namespace Talentys.Ingestion.Csv;

/// <summary>
/// Splits UTF-8 bytes into records with the transitions of Python's <c>csv</c> module (dialect <c>excel</c>, not strict), so
/// that both agree on what a record is: a quote counts only at the start of a field, a line ending inside quotes belongs
/// to the field, empty lines are no records. Memory is bounded by the longest record allowed.
/// </summary>
internal sealed class CsvScanner
{
    private const int FirstBuffer = 1 << 20;

    /// <summary>Bytes of a too long record that are kept to show it.</summary>
    private const int KeptOfTooLong = 1024;

    private readonly CsvDialect dialect;
    private readonly int maxRecord;
    private readonly SearchValues<byte> stops;
    private CsvField[] fields = new CsvField[64];
    private int count;

    public CsvScanner(CsvDialect dialect, int maxRecord)
    {
        this.dialect = dialect;
        this.maxRecord = maxRecord;
        byte[] special = dialect.Quote == 0
            ? [dialect.Delimiter, (byte)'\n', (byte)'\r']
            : [dialect.Delimiter, (byte)'\n', (byte)'\r', dialect.Quote];
        stops = SearchValues.Create(special);
    }

    public CsvLineEndings Endings { get; private set; }

    public long EmptyLines { get; private set; }

    public int LongestRecord { get; private set; }

    public void Scan<TSink>(Stream input, ref TSink sink, Action<long>? progress, CancellationToken cancellationToken)
        where TSink : ICsvSink
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            int start = 0, end = 0;
            long line = 1, total = 0;
            var final = false;
            var first = true;
            var skip = dialect.Skip;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!final)
                {
                    if (start > 0)
                    {
                        buffer.AsSpan(start, end - start).CopyTo(buffer);
                        end -= start;
                        start = 0;
                    }

                    if (end == buffer.Length)
                    {
                        if (end >= maxRecord)
                        {
                            if (!SkipTooLong(input, buffer, ref start, ref end, ref line, ref final, ref sink, cancellationToken))
                            {
                                return;
                            }

                            continue;
                        }

                        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(maxRecord, buffer.Length * 2));
                        buffer.AsSpan(0, end).CopyTo(larger);
                        ArrayPool<byte>.Shared.Return(buffer);
                        buffer = larger;
                    }

                    var read = input.Read(buffer, end, buffer.Length - end);
                    final = read == 0;
                    end += read;
                    total += read;
                    progress?.Invoke(total);
                    if (first && end >= 3)
                    {
                        start = buffer.AsSpan(0, end).StartsWith("\uFEFF"u8) ? 3 : 0;
                        first = false;
                    }
                }

                while (start < end)
                {
                    var bytes = buffer.AsSpan(start, end - start);
                    var used = Next(bytes, final, skip > 0 || bytes[0] == dialect.Comment && dialect.Comment != 0, out var found);
                    if (used == 0)
                    {
                        break;
                    }

                    start += used;
                    if (found.Comment)
                    {
                        skip = Math.Max(0, skip - 1);
                    }
                    else if (found.Length == 0)
                    {
                        EmptyLines++;
                    }
                    else
                    {
                        LongestRecord = Math.Max(LongestRecord, used);
                        if (!sink.Take(new CsvRecord
                        {
                            Raw = bytes[..found.Length],
                            Fields = fields.AsSpan(0, count),
                            Line = line,
                            Lines = found.Lines,
                            Problem = found.Problem,
                            Odd = found.Odd,
                        }))
                        {
                            return;
                        }
                    }

                    line += found.Lines;
                }

                if (final)
                {
                    return;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>One record at the start of the bytes. 0 when its end is not among them.</summary>
    private int Next(ReadOnlySpan<byte> bytes, bool final, bool comment, out Found found)
    {
        found = new Found { Lines = 1, Comment = comment };
        count = 0;
        if (comment)
        {
            var ending = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            return ending < 0 ? (final ? bytes.Length : 0) : Finish(bytes, ending, final, ref found);
        }

        if (bytes[0] is (byte)'\n' or (byte)'\r')
        {
            return Finish(bytes, 0, final, ref found);
        }

        var at = 0;
        while (true)
        {
            var stop = at < bytes.Length && bytes[at] == dialect.Quote && dialect.Quote != 0
                ? Quoted(bytes, at, final, ref found)
                : Unquoted(bytes, at, final, ref found);
            if (stop < 0)
            {
                return 0;
            }

            if (stop == bytes.Length)
            {
                found.Length = stop;
                return stop;
            }

            if (bytes[stop] != dialect.Delimiter)
            {
                return Finish(bytes, stop, final, ref found);
            }

            at = stop + 1;
            if (at == bytes.Length)
            {
                if (!final)
                {
                    return 0;
                }

                Add(new CsvField(at, 0, false, false));
                found.Length = at;
                return at;
            }
        }
    }

    private int Unquoted(ReadOnlySpan<byte> bytes, int at, bool final, ref Found found)
    {
        var rest = bytes[at..];
        var length = rest.IndexOfAny(stops);
        if (length >= 0 && rest[length] == dialect.Quote && dialect.Quote != 0)
        {
            found.Odd = true;
            length = rest.IndexOfAny(dialect.Delimiter, (byte)'\n', (byte)'\r');
        }

        if (length < 0)
        {
            if (!final)
            {
                return -1;
            }

            length = rest.Length;
        }

        Add(new CsvField(at, length, false, false));
        return at + length;
    }

    private int Quoted(ReadOnlySpan<byte> bytes, int at, bool final, ref Found found)
    {
        var from = at + 1;
        var escaped = false;
        while (true)
        {
            var rest = bytes[from..];
            var quote = dialect.DoublesQuotes ? rest.IndexOf(dialect.Quote) : rest.IndexOfAny(dialect.Quote, dialect.Escape);
            if (quote < 0)
            {
                if (!final)
                {
                    return -1;
                }

                found.Problem = CsvProblem.QuoteNotClosed;
                found.Lines += bytes[(at + 1)..].Count((byte)'\n');
                Add(new CsvField(at + 1, bytes.Length - at - 1, true, escaped));
                return bytes.Length;
            }

            var next = from + quote + 1;
            if (next == bytes.Length && !final)
            {
                return -1;
            }

            var escapes = dialect.DoublesQuotes
                ? next < bytes.Length && bytes[next] == dialect.Quote
                : bytes[next - 1] == dialect.Escape && next < bytes.Length;
            if (escapes)
            {
                escaped = true;
                from = next + 1;
                if (from >= bytes.Length && !final)
                {
                    return -1;
                }

                continue;
            }

            var inside = bytes[(at + 1)..(next - 1)];
            found.Lines += inside.Count((byte)'\n');
            Add(new CsvField(at + 1, inside.Length, true, escaped));
            if (next == bytes.Length || bytes[next] == dialect.Delimiter || bytes[next] is (byte)'\n' or (byte)'\r')
            {
                return next;
            }

            var tail = bytes[next..].IndexOfAny(dialect.Delimiter, (byte)'\n', (byte)'\r');
            if (tail < 0 && !final)
            {
                return -1;
            }

            var stop = tail < 0 ? bytes.Length : next + tail;
            found.Odd = true;
            if (bytes[next..stop].ContainsAnyExcept((byte)' ', (byte)'\t'))
            {
                found.Problem = CsvProblem.TextAfterQuote;
            }

            return stop;
        }
    }

    private int Finish(ReadOnlySpan<byte> bytes, int stop, bool final, ref Found found)
    {
        found.Length = stop;
        if (bytes[stop] == '\n')
        {
            Endings |= CsvLineEndings.Lf;
            return stop + 1;
        }

        if (stop + 1 == bytes.Length && !final)
        {
            return 0;
        }

        if (stop + 1 < bytes.Length && bytes[stop + 1] == '\n')
        {
            Endings |= CsvLineEndings.CrLf;
            return stop + 2;
        }

        Endings |= CsvLineEndings.Cr;
        return stop + 1;
    }

    /// <summary>Hands over a record that is longer than allowed and reads on to its end without keeping it.</summary>
    private bool SkipTooLong<TSink>(
        Stream input, byte[] buffer, ref int start, ref int end, ref long line, ref bool final, ref TSink sink, CancellationToken cancellationToken)
        where TSink : ICsvSink
    {
        var kept = buffer.AsSpan(start, KeptOfTooLong).ToArray();
        var walk = new CsvWalk(dialect);
        var lines = 1L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ended = walk.Feed(buffer.AsSpan(start, end - start), out var used, out var passed);
            lines += passed;
            start += used;
            if (ended)
            {
                break;
            }

            end = input.Read(buffer, 0, buffer.Length);
            start = 0;
            if (end == 0)
            {
                final = true;
                break;
            }
        }

        var goOn = sink.Take(new CsvRecord
        {
            Raw = kept, Fields = [], Line = line, Lines = lines, Problem = CsvProblem.TooLong, Odd = false,
        });
        line += lines;
        return goOn;
    }

    private void Add(CsvField field)
    {
        if (count == fields.Length)
        {
            Array.Resize(ref fields, fields.Length * 2);
        }

        fields[count++] = field;
    }

    private struct Found
    {
        public int Length;
        public long Lines;
        public bool Comment;
        public bool Odd;
        public CsvProblem Problem;
    }
}

/// <summary>The line endings that a file uses.</summary>
[Flags]
internal enum CsvLineEndings
{
    None = 0,
    Lf = 1,
    CrLf = 2,
    Cr = 4,
}
