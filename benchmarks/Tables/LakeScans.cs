using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.DuckDb.Public;
using Talentys.Lake.Public;

namespace Talentys.Benchmarks.Tables;

/// <summary>Reading a table of the lake, as it is and with one row in a hundred deleted beside its files, over the bare files.</summary>
public sealed class LakeScans : IBenchmark
{
    private const int Rows = 10_000_000;
    private const int Repeats = 3;
    private const double Aim = 1.05;

    private static readonly (string Name, string Sql)[] Statements =
    [
        ("sum", "select sum(amount), avg(weight) from {0}"),
        ("group by", "select store, count(*), sum(amount) from {0} group by store order by 3 desc limit 10"),
        ("filter", "select count(*), sum(amount) from {0} where ordered_at >= timestamp '2026-01-01' and ordered_at < timestamp '2026-02-01' and returned"),
    ];

    /// <inheritdoc/>
    public string Name => "lake-scan";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken);
        var lake = host.Services.GetRequiredService<ILake>();
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = 4L << 30 });
        using var connection = instance.Connect();
        var (plain, deleted) = (BenchTable.Named("plain"), BenchTable.Named("deleted"));
        await BenchTable.ReplaceAsync(lake, plain, connection, BenchTable.Rows(Rows), cancellationToken);
        await BenchTable.ReplaceAsync(lake, deleted, connection, BenchTable.Rows(Rows), cancellationToken);
        await DeleteAsync(lake, deleted, connection, cancellationToken);
        var (files, filesOfDeleted) = (
            BenchTable.RawScan(await BenchTable.FindAsync(lake, plain, cancellationToken)),
            BenchTable.RawScan(await BenchTable.FindAsync(lake, deleted, cancellationToken)));

        var figures = new List<Figure>();
        foreach (var (name, sql) in Statements)
        {
            var sides = await SideBySide.RunAsync(
                rounds * Repeats,
                ($"{name}: read_parquet", () => connection.ExecuteAsync(Of(sql, files), cancellationToken)),
                ($"{name}: the lake, same engine", async () =>
                    await connection.ExecuteAsync(Of(sql, await BenchTable.ScanAsync(lake, plain, cancellationToken)), cancellationToken)),
                ($"{name}: the lake, query path", () => BenchTable.AskAsync(host, Of(sql, "plain"), cancellationToken)));
            figures.AddRange([sides[0], .. sides.Skip(1).Select(side => BenchTable.Aimed(side, Aim))]);
            var both = await SideBySide.RunAsync(
                rounds * Repeats,
                ($"{name}: read_parquet", () => connection.ExecuteAsync(Of(sql, filesOfDeleted), cancellationToken)),
                ($"{name}: the lake, 1 % deleted by position", async () =>
                    await connection.ExecuteAsync(Of(sql, await BenchTable.ScanAsync(lake, deleted, cancellationToken)), cancellationToken)));
            figures.AddRange([both[0] with { Note = "beside the next" }, both[1]]);
        }

        return figures;
    }

    private static string Of(string sql, string from) => string.Format(CultureInfo.InvariantCulture, sql, from);

    private static async Task DeleteAsync(ILake lake, Kernel.TableName name, DuckConnection connection, CancellationToken cancellationToken)
    {
        await lake.AlterAsync(
            BenchTable.Scope, name,
            new TableAlteration { Properties = new Dictionary<string, string?> { ["write.delete.mode"] = "merge-on-read" } }, cancellationToken);
        await using var change = await lake.BeginAsync(BenchTable.Scope, name, WriteMode.Append, cancellationToken);
        var counts = await change.DeleteAsync(connection, "hash(id) % 100 = 7", cancellationToken);
        await BenchTable.CommitAsync(change, cancellationToken);
        if (counts.Deleted is < Rows / 120 or > Rows / 80)
        {
            throw new InvalidOperationException($"{counts.Deleted} rows were deleted.");
        }
    }
}
