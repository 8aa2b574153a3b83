using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.DuckDb.Public;
using Talentys.Lake.Public;

namespace Talentys.Benchmarks.Tables;

/// <summary>What the engine's cache of files that it read is worth for local files, which the system keeps in memory too.</summary>
public sealed class FileCache : IBenchmark
{
    private const int Rows = 10_000_000;
    private const int Repeats = 4;

    private static readonly (string Name, string Sql)[] Statements =
    [
        ("sum", "select sum(amount), avg(weight) from {0}"),
        ("all columns", "select max(id), max(store), max(amount), max(customer), max(ordered_at), max(day), max(weight), max(returned), max(note) from {0}"),
        ("filter", "select count(*), sum(amount) from {0} where ordered_at >= timestamp '2026-01-01' and ordered_at < timestamp '2026-02-01' and returned"),
        ("one row", "select * from {0} where id = 4200042"),
    ];

    /// <inheritdoc/>
    public string Name => "file-cache";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken);
        var lake = host.Services.GetRequiredService<ILake>();
        using var without = DuckInstance.Open(new DuckOptions { MemoryBytes = 4L << 30 });
        using var with = DuckInstance.Open(new DuckOptions { MemoryBytes = 4L << 30 });
        using var off = without.Connect();
        using var on = with.Connect();
        await off.ExecuteAsync("set global enable_external_file_cache = false", cancellationToken);
        await on.ExecuteAsync("set global enable_external_file_cache = true", cancellationToken);
        await BenchTable.ReplaceAsync(lake, BenchTable.Named("t"), off, BenchTable.Rows(Rows), cancellationToken);
        var files = BenchTable.RawScan(await BenchTable.FindAsync(lake, BenchTable.Named("t"), cancellationToken));
        var figures = new List<Figure>();
        foreach (var (name, text) in Statements)
        {
            var sql = string.Format(CultureInfo.InvariantCulture, text, files);
            figures.AddRange(await SideBySide.RunAsync(
                rounds * Repeats,
                ($"{name}: cache off", () => off.ExecuteAsync(sql, cancellationToken)),
                ($"{name}: cache on", () => on.ExecuteAsync(sql, cancellationToken))));
        }

        return figures;
    }
}
