using System.Buffers;
using System.Text;
using Apache.Arrow;

namespace Talentys.Query.Results;

/// <summary>
/// Rows as CSV by RFC 4180 in UTF-8 with a header line: null is empty, the empty text is <c>""</c>, nested values are JSON.
/// </summary>
internal sealed class CsvFormat : IRowFormat
{
    private const int FlushAt = 64 * 1024;

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public string MediaType => "text/csv";

    public async Task WriteAsync(LimitedRows rows, Stream output, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', rows.Schema.FieldsList.Select(field => Quoted(field.Name))).Append("\r\n");
        while (await rows.NextAsync(cancellationToken) is { } next)
        {
            using var batch = next;
            for (var row = 0; row < batch.Length; row++)
            {
                Row(text, batch, row);
                if (text.Length > FlushAt)
                {
                    await FlushAsync(text, output, cancellationToken);
                }
            }
        }

        await FlushAsync(text, output, cancellationToken);
    }

    private static void Row(StringBuilder text, RecordBatch batch, int row)
    {
        for (var column = 0; column < batch.ColumnCount; column++)
        {
            if (column > 0)
            {
                text.Append(',');
            }

            var array = batch.Column(column);
            if (!array.IsNull(row))
            {
                text.Append(Quoted(CellText.Whole(array, row)!));
            }
        }

        text.Append("\r\n");
    }

    private static string Quoted(string value) =>
        value.Length == 0 || value.AsSpan().ContainsAny(Special) || value[0] == ' ' || value[^1] == ' '
            ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : value;

    private static async Task FlushAsync(StringBuilder text, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        text.Clear();
    }
}
