using Apache.Arrow;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Kept.Files;
using Talentys.Query.Results;

namespace Talentys.Query.Kept.Columns;

/// <summary>What the columns of a result hold; each is counted once.</summary>
internal sealed class ColumnStatistics(RowFile rows, ColumnEngine engine, CancellationToken ending)
{
    private const int MostFrequent = 10;

    /// <summary>Up to this many rows distinct values are counted exactly.</summary>
    private const long ExactUpTo = 1_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<int, Task<ResultStatistics>> known = [];

    /// <summary>Statistics of a column.</summary>
    public async Task<ResultStatistics> OfAsync(int column, CancellationToken cancellationToken)
    {
        Task<ResultStatistics> found;
        lock (gate)
        {
            if (!known.TryGetValue(column, out found!) || found.IsFaulted || found.IsCanceled)
            {
                // not the asker's token: others wait for the same numbers
                known[column] = found = Task.Run(() => CountAsync(column), CancellationToken.None);
            }
        }

        try
        {
            return await found.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException failure) when (ending.IsCancellationRequested)
        {
            throw new FaultException(ResultFaults.Unknown, failure);
        }
    }

    private async Task<ResultStatistics> CountAsync(int column)
    {
        if (rows.Rows == 0)
        {
            return new ResultStatistics(0, 0, 0, null, null, null, [], []);
        }

        using var lease = rows.Lease() ?? throw new FaultException(ResultFaults.Unknown);
        return await engine.UseAsync(
            columns: 1,
            async connection =>
            {
                await ColumnEngine.LoadAsync(connection, rows, column, ordered: false, ending);
                return await CountAsync(connection, Scale.Of(rows.Schema.FieldsList[column].DataType));
            },
            ending);
    }

    private async Task<ResultStatistics> CountAsync(DuckConnection connection, Scale? scale)
    {
        var distinct = rows.Rows <= ExactUpTo ? "count(DISTINCT v)" : "approx_count_distinct(v)";
        var mean = scale is { IsNumber: true } ? "avg(v::DOUBLE)" : "NULL::DOUBLE";
        var (counts, ends) = (new long[3], new string?[2]);
        double? average = null;
        await foreach (var batch in RowsAsync(connection, $"SELECT count(*), count(v), {distinct}, {mean}, min(v), max(v) FROM {ColumnEngine.Table}"))
        {
            counts = [.. Enumerable.Range(0, 3).Select(i => ((Int64Array)batch.Column(i)).GetValue(0) ?? 0)];
            average = ((DoubleArray)batch.Column(3)).GetValue(0);
            ends = [Short(batch.Column(4), 0), Short(batch.Column(5), 0)];
        }

        return new ResultStatistics(
            counts[0], counts[0] - counts[1], counts[2], ends[0], ends[1], average is { } value && double.IsFinite(value) ? value : null,
            await FrequentAsync(connection), scale is null ? [] : await BinsAsync(connection, scale));
    }

    private async Task<IReadOnlyList<ValueCount>> FrequentAsync(DuckConnection connection)
    {
        List<ValueCount> found = [];
        var sql = $"SELECT v, count(*) AS n FROM {ColumnEngine.Table} GROUP BY v ORDER BY n DESC, v NULLS LAST LIMIT {MostFrequent}";
        await foreach (var batch in RowsAsync(connection, sql))
        {
            found.AddRange(Enumerable.Range(0, batch.Length).Select(
                row => new ValueCount(Short(batch.Column(0), row), ((Int64Array)batch.Column(1)).GetValue(row) ?? 0)));
        }

        return found;
    }

    private async Task<IReadOnlyList<ValueCount>> BinsAsync(DuckConnection connection, Scale scale)
    {
        var from = $"(SELECT {scale.Position} AS x FROM {ColumnEngine.Table} WHERE {scale.Finite})";
        (double Least, double Greatest)? ends = null;
        await foreach (var batch in RowsAsync(connection, $"SELECT min(x), max(x) FROM {from}"))
        {
            ends = ((DoubleArray)batch.Column(0)).GetValue(0) is { } least && ((DoubleArray)batch.Column(1)).GetValue(0) is { } greatest
                ? (least, greatest)
                : null;
        }

        if (ends is not { } range || scale.Divide(range.Least, range.Greatest) is not { } bins)
        {
            return [];
        }

        var counts = new long[bins.Count];
        var sql = $"SELECT least({bins.Count - 1}, greatest(0, floor((x - $1) / $2)))::BIGINT AS bin, count(*) FROM {from} GROUP BY bin";
        await foreach (var batch in RowsAsync(connection, sql, range.Least, bins.Width))
        {
            for (var row = 0; row < batch.Length; row++)
            {
                counts[((Int64Array)batch.Column(0)).GetValue(row)!.Value] = ((Int64Array)batch.Column(1)).GetValue(row)!.Value;
            }
        }

        return [.. counts.Select((count, bin) => new ValueCount(scale.Text(range.Least + (bin * bins.Width), bins.Width), count))];
    }

    private async IAsyncEnumerable<RecordBatch> RowsAsync(DuckConnection connection, string sql, params object?[] parameters)
    {
        await using var result = await connection.QueryAsync(sql, parameters, ending);
        while (await result.NextAsync(ending) is { } next)
        {
            using var batch = next;
            yield return batch;
        }
    }

    private static string? Short(IArrowArray array, int row) =>
        CellText.Whole(array, row) is { } text ? ColumnRange.Cut(text) : null;
}
