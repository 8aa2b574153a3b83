using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>
/// Rows that are written partition by partition and in an order: the SELECT runs once, into a temporary table ordered by
/// partition and sort order, which spills; each file is then a range of its rows. COPY itself cannot do both: PARTITION_BY
/// goes without FILE_SIZE_BYTES, and FILE_SIZE_BYTES mixes the row groups of its threads (DuckDB 1.5.6).
/// </summary>
internal sealed class StagedRows(DuckConnection connection, ParquetCopy copy, WriteLayout layout, IReadOnlyList<NestedField> fields)
{
    /// <summary>Partitions of one call at most; each is a file of its own.</summary>
    public const int PartitionsAtMost = 10_000;

    // half of what the types take is a first guess of what compression leaves
    private const int Compressed = 2;

    private readonly string raw = SqlText.Quote($"__talentys_raw_{Guid.NewGuid():N}");
    private readonly string table = SqlText.Quote($"__talentys_staged_{Guid.NewGuid():N}");
    private bool isSorted;

    /// <summary>Writes the rows of a SELECT.</summary>
    public async Task<IReadOnlyList<ContentFile>> WriteAsync(string rows, CancellationToken cancellationToken)
    {
        var partition = new PartitionExpressions(layout.Spec, fields);
        var sort = SortExpressions.Of(layout.Order, fields).ToList();
        isSorted = sort.Count > 0 && sort.Count == layout.Order.Fields.Count;
        var order = partition.Columns.Select(column => column.Name).Concat(sort).ToList();
        var ordered = order.Count == 0 ? "" : $" ORDER BY {string.Join(", ", order)}";
        var mapped = partition.Columns.Any(column => column.Sql is null);
        var values = new TransformedValues(connection, mapped ? raw : $"({rows})");
        try
        {
            if (mapped)
            {
                await connection.ExecuteAsync($"CREATE TEMP TABLE {raw} AS {rows}", cancellationToken);
            }

            await connection.ExecuteAsync(
                $"CREATE TEMP TABLE {table} AS {await values.SelectAsync(partition.Columns, cancellationToken)}{ordered}", cancellationToken);
            await values.DropAsync();
            await connection.ExecuteAsync($"DROP TABLE IF EXISTS {raw}", cancellationToken);
            var files = new List<ContentFile>();
            foreach (var range in await RangesAsync(partition, cancellationToken))
            {
                await WriteAsync(range, files, cancellationToken);
            }

            return files;
        }
        finally
        {
            await values.DropAsync();
            await connection.ExecuteAsync($"DROP TABLE IF EXISTS {raw}; DROP TABLE IF EXISTS {table}", CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<Range>> RangesAsync(PartitionExpressions partition, CancellationToken cancellationToken)
    {
        var grouped = partition.Columns.Count == 0 ? "" : $" GROUP BY {string.Join(", ", partition.Columns.Select(column => column.Name))}";
        var rows = await connection.RowsAsync(
            $"SELECT {string.Join(", ", partition.Texts.Append("min(rowid)").Append("count(*)"))} FROM {table}{grouped} HAVING count(*) > 0 ORDER BY min(rowid) LIMIT {PartitionsAtMost + 1}",
            [],
            cancellationToken);
        return rows.Count <= PartitionsAtMost
            ? [.. rows.Select(row => new Range(partition.ValuesOf(row), Number(row[^2]), Number(row[^1])))]
            : throw new FaultException(Fault.Invalid(
                "lake.too_many_partitions",
                $"The rows belong to more than {PartitionsAtMost:N0} partitions, each of which would be a file.",
                null,
                "Partition the table more coarsely (month instead of day, fewer buckets), or write the rows in parts."));
    }

    /// <summary>A range of rows as files of about the wanted size: how much a row takes is learned from the file before.</summary>
    private async Task WriteAsync(Range range, List<ContentFile> files, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", fields.Select(field => SqlText.Quote(field.Name)));
        var width = (double)WriteLayout.RowWidth(fields) / Compressed;
        for (var done = 0L; done < range.Rows;)
        {
            // not below what one vector of the engine is, nor a last file of a few rows
            var rows = Math.Max(2048, (long)(layout.TargetBytes / width));
            rows = range.Rows - done < rows * 1.2 ? range.Rows - done : rows;
            var (from, to) = (range.First + done, range.First + done + rows);
            var file = await copy.WriteOneAsync(
                string.Create(CultureInfo.InvariantCulture, $"SELECT {columns} FROM {table} WHERE rowid >= {from} AND rowid < {to}"), cancellationToken);
            if (file?.Rows != rows)
            {
                throw new InvalidOperationException($"{rows} rows of a partition were to be written, and {file?.Rows ?? 0} were.");
            }

            files.Add(file with
            {
                SpecId = layout.Spec.SpecId,
                Partition = range.Partition,
                SortOrderId = isSorted ? layout.Order.OrderId : null,
            });
            width = Math.Max(0.01, (double)file.Bytes / file.Rows);
            done += rows;
        }
    }

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    /// <summary>Rows of one partition.</summary>
    private sealed record Range(IReadOnlyList<object?> Partition, long First, long Rows);
}
