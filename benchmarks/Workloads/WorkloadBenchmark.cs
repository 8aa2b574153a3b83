using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.Benchmarks.Tables;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;

namespace Talentys.Benchmarks.Workloads;

/// <summary>
/// The queries of a workload through the whole query path, as under <c>serve</c>, and by the bare engine on the same files with the same
/// memory and threads, in turn. What the path adds is the difference of the shortest times.
/// </summary>
internal abstract class WorkloadBenchmark : IBenchmark
{
    /// <summary>Of the bare engine, and of the engine of each of the two lanes, which share the memory of an organisation.</summary>
    private const long MemoryBytes = 4L << 30;
    private const double MostMilliseconds = 5;
    private const double MostShare = 0.05;

    /// <summary>A short query is asked more often: the shortest time of few is a matter of luck.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(4);

    /// <summary>And a long one not so often.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(16);

    /// <summary>Before the first is measured, the programs are still being compiled.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public abstract string Name { get; }

    /// <summary>The workload at the size that was asked for.</summary>
    protected abstract Workload Read();

    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var workload = Read();
        using var project = await FilledAsync(workload, cancellationToken);
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: true, works: false, cancellationToken, 2 * MemoryBytes);
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = MemoryBytes, SpillFolder = project.File("spill") });
        using var raw = instance.Connect();
        await BareTables.NameAsync(host.Services.GetRequiredService<ILake>(), BenchTable.Scope, workload, raw, cancellationToken);

        var queries = workload.Queries.Where(query => BenchArguments.Only.Count == 0 || BenchArguments.Only.Contains(query.Name)).ToList();
        for (var start = Stopwatch.GetTimestamp(); queries.Count > 0 && Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            await BenchTable.AskAsync(host, queries[0].Sql, cancellationToken);
        }

        var figures = new List<Figure>();
        var (over, theirs, ours) = (0, 0.0, 0.0);
        foreach (var query in queries)
        {
            var figure = await MeasureAsync(host, raw, query, rounds, cancellationToken);
            over += figure.Note.Contains("over", StringComparison.Ordinal) ? 1 : 0;
            (theirs, ours) = (theirs + (figure.Least / figure.LeastRatio), ours + figure.Least);
            figures.Add(figure);
            await Console.Error.WriteAsync($"{query.Name} ");
        }

        await Console.Error.WriteLineAsync();

        figures.Add(new Figure("all", ours, ours / theirs, string.Create(CultureInfo.InvariantCulture, $"raw {theirs:N1} ms; {over} of {figures.Count} over")));
        return figures;
    }

    private static async Task<Figure> MeasureAsync(BenchHost host, DuckConnection raw, WorkloadPart query, int rounds, CancellationToken cancellationToken)
    {
        var expected = await Answers.ReadAsync(await RawAsync(raw, query.Sql, cancellationToken));
        var actual = await PathAsync(host, query.Sql, cancellationToken);
        var wrong = Answers.Difference(query, expected, actual);

        var (bare, path) = (new List<double>(), new List<double>());
        ProcessorTimes.FindChildren();
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; (round < rounds || Stopwatch.GetElapsedTime(start) < LeastTime) && (round < 2 || Stopwatch.GetElapsedTime(start) < MostTime); round++)
        {
            // who is first changes, so that what one leaves behind does not always fall on the other
            for (var side = 0; side < 2; side++)
            {
                var now = Now();
                if ((round + side) % 2 == 0)
                {
                    await DrainAsync(await RawAsync(raw, query.Sql, cancellationToken));
                    bare.Add((Now() - now).TotalMilliseconds);
                }
                else
                {
                    await BenchTable.AskAsync(host, query.Sql, cancellationToken);
                    path.Add((Now() - now).TotalMilliseconds);
                }
            }
        }

        // a child's processor time comes in coarse steps
        var (least, floor) = SideBySide.ProcessorTime ? (path.Average(), bare.Average()) : (path.Min(), bare.Min());
        var (added, bar) = (least - floor, Math.Max(MostMilliseconds, floor * MostShare));
        var verdict = wrong is not null ? $"WRONG: {wrong}" : added <= bar ? "PASS" : "over";
        return new Figure(
            query.Name, SideBySide.Median(path), SideBySide.Median(path) / SideBySide.Median(bare),
            string.Create(CultureInfo.InvariantCulture, $"raw {floor,8:N1} ms, added {added,6:+0.0;-0.0} of {bar:0.0}: {verdict} ({expected.Count} rows, {path.Count} times)"),
            least, least / floor);
    }

    private static TimeSpan Now() => SideBySide.ProcessorTime ? ProcessorTimes.Now() : Stopwatch.GetElapsedTime(0);

    private static async Task<Func<ValueTask<Apache.Arrow.RecordBatch?>>> RawAsync(DuckConnection raw, string sql, CancellationToken cancellationToken)
    {
        var result = await raw.QueryAsync(sql, [], cancellationToken);
        return async () =>
        {
            var batch = await result.NextAsync(cancellationToken);
            if (batch is null)
            {
                await result.DisposeAsync();
            }

            return batch;
        };
    }

    private static async Task DrainAsync(Func<ValueTask<Apache.Arrow.RecordBatch?>> next)
    {
        while (await next() is { } batch)
        {
            batch.Dispose();
        }
    }

    private static async Task<List<string?[]>> PathAsync(BenchHost host, string sql, CancellationToken cancellationToken)
    {
        await using var rows = await host.Services.GetRequiredService<IQueries>().RunAsync(
            new QueryOrder { Sql = sql, Principal = Principal.System(BenchTable.Scope.Organisation), Scope = BenchTable.Scope, Surface = "benchmark" }, cancellationToken);
        return await Answers.ReadAsync(() => rows.NextAsync(cancellationToken));
    }

    /// <summary>The project with the tables, which stays for the next run.</summary>
    private async Task<BenchProject> FilledAsync(Workload workload, CancellationToken cancellationToken)
    {
        var project = new BenchProject($"{Name}-{workload.Key}");
        var done = project.File("filled");
        if (File.Exists(done))
        {
            return project;
        }

        project.Clear();
        var start = Stopwatch.GetTimestamp();
        await using (var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken))
        {
            using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = 8L << 30, SpillFolder = project.File("spill") });
            using var connection = instance.Connect();
            await BareTables.FillAsync(host.Services.GetRequiredService<ILake>(), BenchTable.Scope, workload, connection, cancellationToken);
        }

        await File.WriteAllTextAsync(done, "", cancellationToken);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  the tables took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
        return project;
    }
}
