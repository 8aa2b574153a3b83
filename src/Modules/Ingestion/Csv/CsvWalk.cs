namespace Talentys.Ingestion.Csv;

/// <summary>Finds the end of a record byte by byte, for records that are too long to keep. Same transitions as <see cref="CsvScanner"/>.</summary>
internal sealed class CsvWalk(CsvDialect dialect)
{
    private State state = State.FieldStart;
    private bool cr;

    private enum State
    {
        FieldStart,
        Field,
        Quoted,
        Escape,
        AfterQuote,
    }

    /// <summary>True when the record ended within the bytes. A line feed after a carriage return belongs to the ending.</summary>
    public bool Feed(ReadOnlySpan<byte> bytes, out int used, out long lines)
    {
        lines = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (cr)
            {
                used = b == '\n' ? i + 1 : i;
                return true;
            }

            switch (state)
            {
                case State.Quoted:
                    lines += b == '\n' ? 1 : 0;
                    state = !dialect.DoublesQuotes && b == dialect.Escape ? State.Escape : b == dialect.Quote ? State.AfterQuote : state;
                    continue;
                case State.Escape:
                    state = State.Quoted;
                    continue;
                case State.AfterQuote when b == dialect.Quote && dialect.DoublesQuotes:
                case State.FieldStart when b == dialect.Quote && dialect.Quote != 0:
                    state = State.Quoted;
                    continue;
                default:
                    break;
            }

            if (b == '\n')
            {
                used = i + 1;
                return true;
            }

            cr = b == '\r';
            state = b == dialect.Delimiter ? State.FieldStart : State.Field;
        }

        used = bytes.Length;
        return false;
    }
}
