using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.Benchmarks.Tables;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;

namespace Talentys.Benchmarks.Stages;

/// <summary>
/// What access policies cost: few and many of them, a mask, a row filter; a statement that asks for a day of two million rows in days,
/// in few and in many files, as it finds all ready and as the first one.
/// </summary>
internal sealed class PolicyCosts : IBenchmark
{
    private const int Rows = 2_000_000;
    private const int ManyFiles = 40;

    private static readonly (string What, string Policies)[] Sets =
    [
        ("no policy", ""),
        ("1 policy, of another table", Masks(1)),
        ("10 policies, of other tables", Masks(10)),
        ("100 policies, of other tables", Masks(100)),
        ("a mask of a column that is not asked for", "masks:\n  - {columns: '*.*.note', mask: hash}\n"),
        ("a mask of a column that is asked for", "masks:\n  - {columns: '*.*.customer', mask: partial}\n"),
        ("a row filter", "rows:\n  - {on: '*.*', having: store, keep: 'store < 900'}\n"),
        ("a row filter, a mask and 100 others", "rows:\n  - {on: '*.*', having: store, keep: 'store < 900'}\n" + Masks(100, "  - {columns: '*.*.customer', mask: partial}\n")),
    ];

    public string Name => "policies";

    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: true, works: false, cancellationToken, 2L << 30);
        var lake = host.Services.GetRequiredService<ILake>();
        using (var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = 2L << 30 }))
        {
            using var connection = instance.Connect();
            await WriteAsync(lake, connection, "few", 1, cancellationToken);
            await WriteAsync(lake, connection, "many", ManyFiles, cancellationToken);
        }

        var folder = Directory.CreateDirectory(Path.Combine(project.Folders.Project, "policies"));
        using var clock = new StageClock();
        var figures = new List<Figure>();
        foreach (var table in (string[])["few", "many"])
        {
            var sql = $"select customer, sum(amount) as total from {table} where day = date '2021-03-04' group by customer order by total desc, customer limit 10";
            Figure? without = null;
            foreach (var (what, policies) in Sets)
            {
                var figure = await MeasureAsync(host, clock, Path.Combine(folder.FullName, "p.yml"), what, policies, sql, rounds, cancellationToken);
                without ??= figure;
                figures.Add(figure with
                {
                    What = $"{table} files: {what}",
                    Ratio = figure.Milliseconds / without.Milliseconds,
                    LeastRatio = figure.Least / without.Least,
                });
            }
        }

        return figures;
    }

    private static async Task<Figure> MeasureAsync(
        BenchHost host, StageClock clock, string file, string what, string policies, string sql, int rounds, CancellationToken cancellationToken)
    {
        // the first statement after a change reads the policies and makes its world
        var cold = new List<double>();
        for (var time = 0; time < rounds; time++)
        {
            await File.WriteAllTextAsync(file, policies.Length == 0 ? "" : policies + $"# {time}\n", cancellationToken);
            if (policies.Length == 0)
            {
                File.Delete(file);
            }

            var start = Stopwatch.GetTimestamp();
            await AskAsync(host, sql, cancellationToken);
            cold.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        clock.Clear();
        var warm = new List<double>();
        for (var time = 0; time < rounds * 20; time++)
        {
            var start = Stopwatch.GetTimestamp();
            await AskAsync(host, sql, cancellationToken);
            warm.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return new Figure(
            what, SideBySide.Median(warm), 1,
            string.Create(CultureInfo.InvariantCulture, $"first {SideBySide.Median(cold):0.0} ms; us: {clock.Tell("Enter", "Parse", "Bind", "Authorize", "Plan", "World", "Execute")}"),
            warm.Min(), 1);
    }

    private static async Task AskAsync(BenchHost host, string sql, CancellationToken cancellationToken)
    {
        var reader = new Principal(
            "ann", PrincipalKind.User, "ann", BenchTable.Scope.Organisation, new HashSet<string> { Roles.Reader }, Principal.EmptySet, Principal.EmptyAttributes);
        await using var rows = await host.Services.GetRequiredService<IQueries>().RunAsync(
            new QueryOrder { Sql = sql, Principal = reader, Scope = BenchTable.Scope, Surface = "benchmark" }, cancellationToken);
        while (await rows.NextAsync(cancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }

    private static string Masks(int count, string more = "") =>
        "masks:\n" + more + string.Concat(Enumerable.Range(0, count).Select(number => $"  - {{columns: 'other{number}.*.secret{number}', mask: hash}}\n"));

    private static async Task WriteAsync(ILake lake, DuckConnection connection, string name, int files, CancellationToken cancellationToken)
    {
        await using var write = await lake.BeginAsync(BenchTable.Scope, BenchTable.Named(name), WriteMode.Replace, cancellationToken);
        for (var file = 0; file < files; file++)
        {
            var rows = BenchTable.Rows(Rows).Replace($"range({Rows})", $"range({(long)Rows * file / files}, {(long)Rows * (file + 1) / files})", StringComparison.Ordinal);
            await write.WriteAsync(connection, rows, null, cancellationToken);
        }

        await BenchTable.CommitAsync(write, cancellationToken);
    }
}
