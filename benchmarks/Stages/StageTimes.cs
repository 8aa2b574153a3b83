using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.Benchmarks.Tables;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Storage;

namespace Talentys.Benchmarks.Stages;

/// <summary>
/// Where the time of a small statement goes: by stages, on tables of few and of many files, in an environment of few and of many tables.
/// </summary>
internal sealed class StageTimes : IBenchmark
{
    private const int RowsOfFile = 1000;
    private const int ManyTables = 10_000;

    private static readonly int[] Files = [1, 100, 1000];

    /// <summary>Tables of one file that are joined.</summary>
    private static readonly TableName[] Joined = [.. "abcde".Select(letter => BenchTable.Named($"joined_{letter}"))];

    public string Name => "stages";

    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: true, works: false, cancellationToken, 2L << 30);
        var lake = host.Services.GetRequiredService<ILake>();
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = 2L << 30 });
        using var raw = instance.Connect();
        foreach (var (name, files) in Files.Select(files => (Named(files), files)).Concat(Joined.Select(name => (name, 1))))
        {
            await WriteAsync(lake, raw, name, files, cancellationToken);
            var table = await BenchTable.FindAsync(lake, name, cancellationToken);
            await raw.ExecuteAsync($"create view {name.Name} as select * from {BenchTable.RawScan(table)}", cancellationToken);
        }

        using var clock = new StageClock();
        var figures = new List<Figure>();
        foreach (var tables in (int[])[Files.Length + Joined.Length, ManyTables])
        {
            await AddTablesAsync(host, tables, cancellationToken);
            foreach (var files in Files)
            {
                var name = Named(files).Name;
                figures.Add(await MeasureAsync(
                    host, raw, clock, $"one row of {files:N0} files, {tables:N0} tables", $"select * from {name} where id = 7", rounds * (files > 1 ? 10 : 60), cancellationToken));
            }

            var joins = string.Join(" join ", Joined.Select((name, index) => $"{name.Name} as {name.Name[^1]}{(index == 0 ? "" : " using (id)")}"));
            var wide = $"select id, b.amount, c.note, d.store, e.day from {joins} where id < 100 and b.store = 7 order by 1";
            figures.Add(await MeasureAsync(host, raw, clock, $"a join of five, {tables:N0} tables", wide, rounds * 60, cancellationToken));
            figures.Add(await MeasureAsync(host, raw, clock, $"no table, {tables:N0} tables", "select 42", rounds * 60, cancellationToken));
        }

        return figures;
    }

    private static async Task<Figure> MeasureAsync(
        BenchHost host, DuckConnection raw, StageClock clock, string what, string sql, int times, CancellationToken cancellationToken)
    {
        var (bare, path) = (new List<double>(), new List<double>());
        for (var time = -5; time < times; time++)
        {
            if (time == 0)
            {
                (bare, path) = ([], []);
                clock.Clear();
            }

            var start = Stopwatch.GetTimestamp();
            await raw.ExecuteAsync(sql, cancellationToken);
            bare.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            await BenchTable.AskAsync(host, sql, cancellationToken);
            path.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return new Figure(
            what, SideBySide.Median(path), SideBySide.Median(path) / SideBySide.Median(bare),
            string.Create(
                CultureInfo.InvariantCulture,
                $"raw {SideBySide.Median(bare):0.00} least {bare.Min():0.00} ms, added {SideBySide.Median(path) - SideBySide.Median(bare):0.00} least {path.Min() - bare.Min():0.00}; us: {clock.Tell("Enter", "Parse", "Bind", "Authorize", "Plan", "World", "Execute")}"),
            path.Min(), path.Min() / bare.Min());
    }

    private static TableName Named(int files) => BenchTable.Named($"files_{files}");

    private static async Task WriteAsync(ILake lake, DuckConnection connection, TableName name, int files, CancellationToken cancellationToken)
    {
        await using var write = await lake.BeginAsync(BenchTable.Scope, name, WriteMode.Replace, cancellationToken);
        for (var file = 0; file < files; file++)
        {
            var rows = BenchTable.Rows(RowsOfFile).Replace($"range({RowsOfFile})", $"range({file * RowsOfFile}, {(file + 1) * RowsOfFile})", StringComparison.Ordinal);
            await write.WriteAsync(connection, rows, null, cancellationToken);
        }

        await BenchTable.CommitAsync(write, cancellationToken);
    }

    /// <summary>Adds pointers to tables until there are that many: their content does not matter here.</summary>
    private static async Task AddTablesAsync(BenchHost host, int tables, CancellationToken cancellationToken)
    {
        await using var db = host.Services.GetRequiredService<IPlatformDbFactory>().Create();
        var like = db.Set<LakeTableRow>().First(row => row.Name == Named(1).Name);
        for (var number = Files.Length + Joined.Length; number < tables; number++)
        {
            var row = LakeTableRow.New(Ids.New(), BenchTable.Scope, new TableName("others", $"t{number}"), like.Folder);
            (row.MetadataFile, row.Version, row.Rows, row.Bytes, row.ChangedAt) = (like.MetadataFile, like.Version, like.Rows, like.Bytes, like.ChangedAt);
            db.Add(row);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
