using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.Lake.Public;

namespace Talentys.Benchmarks.Tables;

/// <summary>Finding the files that a statement needs among a million: from manifests, from their indexes on disk, from memory.</summary>
public sealed class LakePlanning : IBenchmark
{
    private const int WarmRepeats = 5;
    private const double AimMilliseconds = 100;

    private static readonly (string Name, ScanFilter Filter)[] Filters =
    [
        ("1 % by partition and bounds", ManyFiles.TenDaysAndCustomers),
        ("1 % by partition alone", ManyFiles.TenDays),
    ];

    /// <inheritdoc/>
    public string Name => "lake-plan";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        foreach (var mixed in new[] { false, true })
        {
            using var project = new BenchProject();
            var table = new ManyFiles("events", mixed);
            await using (var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken))
            {
                await table.MakeAsync(host, cancellationToken);
            }

            foreach (var (name, filter) in Filters)
            {
                figures.AddRange(await MeasureAsync(project, table, $"{(mixed ? "days mixed" : "by day")}, {name}", filter, rounds, cancellationToken));
            }
        }

        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(
        BenchProject project, ManyFiles table, string name, ScanFilter filter, int rounds, CancellationToken cancellationToken)
    {
        List<double> cold = [], disk = [], warm = [], held = [];
        TimeSpan coldProcessor = default, warmProcessor = default;
        TableScan? scan = null;
        for (var round = 0; round <= rounds; round++)
        {
            if (Directory.Exists(Indexes(project)))
            {
                Directory.Delete(Indexes(project), recursive: true);
            }

            await using (var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken))
            {
                var processor = Environment.CpuUsage.TotalTime;
                var time = (await PlanAsync(host, table, filter, cancellationToken)).Milliseconds;
                coldProcessor = Environment.CpuUsage.TotalTime - processor;
                cold.AddRange(round > 0 ? [time] : []);
            }

            await using (var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken))
            {
                var before = GC.GetTotalMemory(forceFullCollection: true);
                (var time, scan) = await PlanAsync(host, table, filter, cancellationToken);
                var after = GC.GetTotalMemory(forceFullCollection: true);
                var processor = Environment.CpuUsage.TotalTime;
                for (var repeat = 0; repeat < WarmRepeats && round > 0; repeat++)
                {
                    warm.Add((await PlanAsync(host, table, filter, cancellationToken)).Milliseconds);
                }

                warmProcessor = (Environment.CpuUsage.TotalTime - processor) / WarmRepeats;

                disk.AddRange(round > 0 ? [time] : []);
                held.AddRange(round > 0 ? [(after - before) / 1e6] : []);
            }
        }

        var first = Median(cold);
        return
        [
            Figure($"{name}: no index", cold, first, string.Create(CultureInfo.InvariantCulture, $"{scan!.Files:N0} of {scan.AllFiles:N0} files, {ManyFiles.Manifests} manifests; processor {coldProcessor.TotalMilliseconds:N0} ms")),
            Figure($"{name}: index on disk", disk, first, string.Create(CultureInfo.InvariantCulture, $"{IndexMegabytes(project):N0} MB on disk, {Median(held):N0} MB in memory then")),
            Figure($"{name}: warm", warm, first, string.Create(
                CultureInfo.InvariantCulture,
                $"aim {AimMilliseconds:N0} ms: {(Median(warm) <= AimMilliseconds ? "met" : "missed")}; processor {warmProcessor.TotalMilliseconds:N0} ms")),
        ];
    }

    private static Figure Figure(string what, List<double> times, double first, string note) => new(what, Median(times), Median(times) / first, note, times.Min());

    private static string Indexes(BenchProject project) => Path.Combine(project.Folders.Cache, "manifests");

    private static double IndexMegabytes(BenchProject project) =>
        Directory.Exists(Indexes(project)) ? new DirectoryInfo(Indexes(project)).EnumerateFiles().Sum(file => file.Length) / 1e6 : 0;

    private static async Task<(double Milliseconds, TableScan Scan)> PlanAsync(
        BenchHost host, ManyFiles table, ScanFilter filter, CancellationToken cancellationToken)
    {
        var lake = host.Services.GetRequiredService<ILake>();
        var start = Stopwatch.GetTimestamp();
        var opened = await lake.OpenAsync(BenchTable.Scope, BenchTable.Named(table.Name), TableAt.Current, cancellationToken);
        var scan = await lake.PlanAsync(opened!, [filter], cancellationToken);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, scan);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
