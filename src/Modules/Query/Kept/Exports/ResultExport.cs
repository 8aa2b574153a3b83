using System.Globalization;
using Apache.Arrow;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Kept.Columns;
using Talentys.Query.Kept.Files;
using Talentys.Query.Public;
using Talentys.Query.Results;

namespace Talentys.Query.Kept.Exports;

/// <summary>Sends the rows of a result as a file to keep.</summary>
internal sealed class ResultExport(ColumnEngine engine, CsvFormat csv, RecordsFormat json, XlsxFormat xlsx, ParquetFormat parquet)
{
    /// <summary>The format of a name.</summary>
    /// <exception cref="FaultException"><c>query.export_format</c>.</exception>
    public IRowFormat FormatOf(string? name) => name switch
    {
        "csv" => csv,
        "json" => json,
        "xlsx" => xlsx,
        "parquet" => parquet,
        _ => throw new FaultException(Fault.Invalid(
            "query.export_format", "The format is not one that results are exported to.", "format", "Use csv, xlsx, parquet or json.")),
    };

    /// <summary>Writes all rows to the answer.</summary>
    /// <exception cref="FaultException">Before the first byte: the statement runs, or the rows do not fit into the format.</exception>
    public async Task WriteAsync(
        KeptResult result, IRowFormat format, string extension, RowOrder? order, HttpResponse response, CancellationToken cancellationToken)
    {
        var (rows, lease) = result.Ended();
        using (lease)
        {
            if (format is XlsxFormat)
            {
                XlsxFormat.Check(rows.Rows, rows.Schema.FieldsList.Count);
            }

            if (order is { } by && rows.Rows > 1)
            {
                await OrderedAsync(
                    result, rows, by,
                    async ordered =>
                    {
                        Describe(result, format, extension, response);
                        await format.WriteAsync(new LimitedRows(ordered, null), response.Body, cancellationToken);
                    },
                    cancellationToken);
                return;
            }

            Describe(result, format, extension, response);
            await using var kept = new KeptRows(result.Id, rows);
            await format.WriteAsync(new LimitedRows(kept, null), response.Body, cancellationToken);
        }
    }

    private static void Describe(KeptResult result, IRowFormat format, string extension, HttpResponse response)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"query-{result.StartedAt.UtcDateTime:yyyy-MM-dd-HHmmss}.{extension}");
        response.ContentType = extension is "csv" or "json" ? $"{format.MediaType}; charset=utf-8" : format.MediaType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
    }

    /// <summary>The engine writes all columns to a table on disk, beside the place of each row in the order, and reads it in that order.</summary>
    private Task<bool> OrderedAsync(
        KeptResult result, RowFile rows, RowOrder order, Func<IQueryRows, Task> write, CancellationToken cancellationToken) => engine.UseAsync(
        rows.Schema.FieldsList.Count + 1,
        async connection =>
        {
            var places = await PlacesAsync(result, rows, order, cancellationToken);
            var count = rows.Schema.FieldsList.Count;
            for (var batch = 0; batch < rows.Batches; batch++)
            {
                await AppendAsync(connection, rows, batch, places, cancellationToken);
            }

            var columns = string.Join(", ", Enumerable.Range(0, count).Select(column => $"c{column}"));
            await using var sorted = await connection.QueryAsync($"SELECT {columns} FROM {ColumnEngine.Table} ORDER BY r", [], cancellationToken);
            await using var named = new OrderedRows(result.Id, sorted, [.. rows.Schema.FieldsList.Select(field => field.Name)]);
            await write(named);
            return true;
        },
        cancellationToken);

    private static async Task AppendAsync(
        DuckConnection connection, RowFile rows, int batch, long[] places, CancellationToken cancellationToken)
    {
        var place = rows.At(batch);
        var arrays = Enumerable.Range(0, rows.Schema.FieldsList.Count)
            .Select(column => ColumnEngine.Plain(rows.Column(batch, column), ordered: false))
            .Append(new Int64Array.Builder().Append(places.AsSpan((int)place.FirstRow, place.Rows)).Build())
            .ToList();
        var fields = arrays.Select((array, i) => new Field(i == arrays.Count - 1 ? "r" : $"c{i}", array.Data.DataType, true)).ToList();
        if (batch == 0)
        {
            var columns = string.Join(", ", fields.Select(field => $"{field.Name} {CellText.TypeName(field.DataType)}"));
            await connection.ExecuteAsync($"CREATE TABLE {ColumnEngine.Table} ({columns})", cancellationToken);
        }

        using var part = new RecordBatch(new Schema(fields, null), arrays, place.Rows);
        await connection.AppendAsync(ColumnEngine.Table, part, cancellationToken);
    }

    /// <summary>For each row its place in the order.</summary>
    private static async Task<long[]> PlacesAsync(KeptResult result, RowFile rows, RowOrder order, CancellationToken cancellationToken)
    {
        const int Piece = 1_000_000;
        var places = new long[rows.Rows];
        for (var offset = 0L; offset < places.Length; offset += Piece)
        {
            var numbers = await result.Orders!.NumbersAsync(order, offset, Piece, cancellationToken);
            for (var i = 0; i < numbers.Length; i++)
            {
                places[numbers[i]] = offset + i;
            }
        }

        return places;
    }
}
