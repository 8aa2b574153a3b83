using System.Buffers;
using System.Text;

namespace Talentys.Samples.Writing;

/// <summary>Rows of delimited text (RFC 4180 quoting, line feed at the end of a row).</summary>
internal sealed class DelimitedWriter : IAsyncDisposable
{
    private readonly StreamWriter writer;
    private readonly StringBuilder row = new();
    private readonly char delimiter;
    private readonly char point;
    private readonly SearchValues<char> special;
    private bool first = true;

    public DelimitedWriter(Stream stream, char delimiter = ',', Encoding? encoding = null, char point = '.', bool leaveOpen = false)
    {
        writer = new StreamWriter(stream, encoding ?? new UTF8Encoding(false), 1 << 16, leaveOpen);
        this.delimiter = delimiter;
        this.point = point;
        special = SearchValues.Create([delimiter, '"', '\r', '\n']);
    }

    public void Header(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Add(name);
        }

        EndRow();
    }

    public DelimitedWriter Add(string? value)
    {
        Next();
        if (value is null)
        {
            return this;
        }

        if (value.AsSpan().ContainsAny(special))
        {
            row.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            row.Append(value);
        }

        return this;
    }

    public DelimitedWriter Add(long value)
    {
        Next();
        row.Append(System.Globalization.CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    public DelimitedWriter Add(DateOnly? value) => Add(value is { } day ? Text.Day(day) : null);

    public DelimitedWriter AddCents(long? cents) => Add(cents is { } value ? Text.Cents(value, point) : null);

    public void EndRow()
    {
        Close();
        writer.Write(row);
        row.Clear();
    }

    public async Task EndRowAsync(CancellationToken cancellationToken)
    {
        Close();
        await writer.WriteAsync(row, cancellationToken);
        row.Clear();
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private void Close()
    {
        row.Append('\n');
        first = true;
    }

    private void Next()
    {
        if (!first)
        {
            row.Append(delimiter);
        }

        first = false;
    }
}
