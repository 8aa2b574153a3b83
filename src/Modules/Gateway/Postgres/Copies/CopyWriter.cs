using System.Buffers;
using System.Text;
using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Copies;

/// <summary>Writes rows as messages of COPY, one for each row.</summary>
internal sealed class CopyWriter
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\\\b\f\n\r\t\v"u8);
    private readonly CopyOptions options;
    private readonly RowEncoder encoder;
    private readonly IReadOnlyList<string> names;
    private readonly bool[] forced;
    private readonly byte[] nothing;
    private readonly byte delimiter;
    private readonly byte quote;
    private readonly byte escape;
    private readonly SearchValues<byte> special;

    public CopyWriter(CopyOptions options, Schema schema, RowEncoder encoder)
    {
        this.options = options;
        this.encoder = encoder;
        names = [.. schema.FieldsList.Select(field => field.Name)];
        forced = [.. names.Select(name => options.ForceQuote is { } force && (force is ["*"] || force.Contains(name)))];
        var csv = options.Format == CopyFormat.Csv;
        nothing = Encoding.UTF8.GetBytes(options.Null ?? (csv ? "" : "\\N"));
        delimiter = (byte)(options.Delimiter ?? (csv ? ',' : '\t'));
        quote = (byte)options.Quote;
        escape = (byte)(options.Escape ?? options.Quote);
        special = SearchValues.Create([delimiter, quote, (byte)'\n', (byte)'\r']);
    }

    /// <summary>What comes before the rows.</summary>
    public void Begin(OutBuffer to)
    {
        if (options.Format == CopyFormat.Binary)
        {
            to.Begin('d');
            to.Bytes([.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8]);
            to.Int32(0); // flags
            to.Int32(0); // no extension
            to.End();
        }
        else if (options.Header)
        {
            to.Begin('d');
            for (var column = 0; column < names.Count; column++)
            {
                Between(to, column);
                var start = to.Length;
                to.Text(names[column]);
                Cover(to, start, forced: false);
            }

            to.Byte((byte)'\n');
            to.End();
        }
    }

    /// <summary>A row.</summary>
    public void Write(OutBuffer to, int row)
    {
        to.Begin('d');
        if (options.Format == CopyFormat.Binary)
        {
            encoder.Values(to, row);
        }
        else
        {
            for (var column = 0; column < names.Count; column++)
            {
                Between(to, column);
                if (encoder.IsNull(column, row))
                {
                    to.Bytes(nothing);
                    continue;
                }

                var start = to.Length;
                encoder.Text(to, column, row);
                Cover(to, start, forced[column]);
            }

            to.Byte((byte)'\n');
        }

        to.End();
    }

    /// <summary>What comes after them.</summary>
    public void End(OutBuffer to)
    {
        if (options.Format == CopyFormat.Binary)
        {
            to.Begin('d');
            to.Int16(-1);
            to.End();
        }
    }

    private void Between(OutBuffer to, int column)
    {
        if (column > 0)
        {
            to.Byte(delimiter);
        }
    }

    private void Cover(OutBuffer to, int start, bool forced)
    {
        var text = to.From(start);
        if (options.Format == CopyFormat.Text)
        {
            if (text.IndexOfAny(Escaped) >= 0 || text.Contains(delimiter))
            {
                Escape(to, start, text.ToArray());
            }
        }
        else if (forced || text.SequenceEqual(nothing) || text.IndexOfAny(special) >= 0 || text.SequenceEqual("\\."u8))
        {
            Quote(to, start, text.ToArray());
        }
    }

    private void Escape(OutBuffer to, int start, byte[] plain)
    {
        to.Cut(start);
        foreach (var letter in plain)
        {
            var named = letter switch
            {
                (byte)'\b' => (byte)'b',
                (byte)'\f' => (byte)'f',
                (byte)'\n' => (byte)'n',
                (byte)'\r' => (byte)'r',
                (byte)'\t' => (byte)'t',
                (byte)'\v' => (byte)'v',
                (byte)'\\' => (byte)'\\',
                _ => letter == delimiter ? letter : (byte)0,
            };
            if (named != 0)
            {
                to.Byte((byte)'\\');
            }

            to.Byte(named != 0 ? named : letter);
        }
    }

    private void Quote(OutBuffer to, int start, byte[] plain)
    {
        to.Cut(start);
        to.Byte(quote);
        foreach (var letter in plain)
        {
            if (letter == quote || letter == escape)
            {
                to.Byte(escape);
            }

            to.Byte(letter);
        }

        to.Byte(quote);
    }
}
