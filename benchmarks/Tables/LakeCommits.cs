using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.DuckDb.Public;
using Talentys.Lake.Public;

namespace Talentys.Benchmarks.Tables;

/// <summary>How long appending one row takes, from its beginning to its commit, as the versions of the table become many.</summary>
public sealed class LakeCommits : IBenchmark
{
    private const int Appends = 50;
    private static readonly int[] Versions = [0, 100, 1000];

    /// <inheritdoc/>
    public string Name => "lake-commit";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken);
        var lake = host.Services.GetRequiredService<ILake>();
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = 1L << 30 });
        using var connection = instance.Connect();
        for (var version = 0; version < Appends; version++)
        {
            await AppendAsync(lake, "warm_up", connection, version, cancellationToken);
        }

        foreach (var before in Versions)
        {
            for (var version = 0; version < before; version++)
            {
                await AppendAsync(lake, Named(before), connection, version, cancellationToken);
            }
        }

        // in turn: a row for each of the tables
        var times = Versions.Select(_ => new List<double>()).ToList();
        for (var append = 0; append < Appends; append++)
        {
            for (var table = 0; table < Versions.Length; table++)
            {
                var start = Stopwatch.GetTimestamp();
                await AppendAsync(lake, Named(Versions[table]), connection, append, cancellationToken);
                times[table].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return [.. times.Select((all, table) => Figure(Versions[table], all, times[0]))];
    }

    private static string Named(int versions) => $"t{versions}";

    private static Figure Figure(int versions, List<double> times, List<double> first)
    {
        var (half, most) = (Percentile(times, 0.5), Percentile(times, 0.95));
        return new Figure(
            $"appends to a table of {versions} versions: p50", half, half / Percentile(first, 0.5),
            string.Create(CultureInfo.InvariantCulture, $"p95 {most:N1} ms, of {times.Count}"));
    }

    private static double Percentile(List<double> times, double part) => times.Order().ElementAt((int)Math.Ceiling(part * times.Count) - 1);

    private static async Task AppendAsync(ILake lake, string table, DuckConnection connection, int number, CancellationToken cancellationToken)
    {
        await using var write = await lake.BeginAsync(BenchTable.Scope, BenchTable.Named(table), WriteMode.Append, cancellationToken);
        await write.WriteAsync(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"select {number} as id, 'customer {number}' as customer, {number}.25::decimal(18, 2) as amount, timestamp '2026-01-01' as at"),
            null,
            cancellationToken);
        await BenchTable.CommitAsync(write, cancellationToken);
    }
}
