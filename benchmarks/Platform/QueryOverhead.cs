using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;

namespace Talentys.Benchmarks.Platform;

/// <summary>What the query path adds to raw DuckDB over the same data files: five million rows, three statements.</summary>
public sealed class QueryOverhead : IBenchmark
{
    private const int Rows = 5_000_000;

    /// <summary>Statements of each side in a round, in turn with the others': what else the machine does hits all alike.</summary>
    private const int Repeats = 10;

    private static readonly Scope Scope = new(Scope.DefaultOrganisation, Scope.DefaultEnvironment);

    private static readonly (string Name, string Sql)[] Statements =
    [
        ("aggregate", "select count(*), sum(amount) from {0}"),
        ("group-by", "select customer, sum(amount) as total from {0} group by customer order by total desc limit 10"),
        ("point lookup", "select * from {0} where id = 4200042"),
    ];

    /// <inheritdoc/>
    public string Name => "query";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var local = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken);
        var table = await WriteAsync(local, cancellationToken);
        await using var child = await BenchHost.StartAsync(project.Folders, isolate: true, works: false, cancellationToken);
        using var instance = DuckInstance.Open(new DuckOptions());
        using var raw = instance.Connect();

        var source = $"read_parquet({SqlText.List(table.Files.Select(file => file.Path))})";
        var figures = new List<Figure>();
        foreach (var (name, text) in Statements)
        {
            var (theirs, ours) = (string.Format(CultureInfo.InvariantCulture, text, source), string.Format(CultureInfo.InvariantCulture, text, "sales"));
            var sides = await SideBySide.RunAsync(
                rounds * Repeats,
                ($"{name}: raw DuckDB", async () => await DrainAsync(await raw.QueryAsync(theirs, [], cancellationToken), cancellationToken)),
                ($"{name}: query path in the process", () => AskAsync(local, ours, cancellationToken)),
                ($"{name}: query path, engine child", () => AskAsync(child, ours, cancellationToken)),
                ($"{name}: HTTP JSON, engine child", () => RequestAsync(child, ours, cancellationToken)));
            figures.AddRange(sides.Select(side => Told(side, sides[0])));
        }

        return figures;
    }

    private static Figure Told(Figure side, Figure raw)
    {
        var floor = raw.Milliseconds;
        var (added, bar) = (side.Milliseconds - floor, Math.Max(5, floor * 0.05));
        return side with
        {
            Note = side == raw ? "" : string.Create(
                CultureInfo.InvariantCulture, $"{added:+0.0;-0.0} ms, {added / floor:+0%;-0%}; bar {bar:0.0} ms: {(added <= bar ? "met" : "missed")}"),
        };
    }

    private static async Task AskAsync(BenchHost host, string sql, CancellationToken cancellationToken)
    {
        await using var rows = await host.Services.GetRequiredService<IQueries>().RunAsync(
            new QueryOrder { Sql = sql, Principal = Principal.System(Scope.Organisation), Scope = Scope, Surface = "benchmark" }, cancellationToken);
        while (await rows.NextAsync(cancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }

    private static async Task RequestAsync(BenchHost host, string sql, CancellationToken cancellationToken)
    {
        using var answer = await host.Api.SendAsync(HttpMethod.Post, "/api/v1/query", new QueryRequest(sql), cancellationToken, "application/json");
        await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
    }

    private static async Task DrainAsync(IEngineResult result, CancellationToken cancellationToken)
    {
        await using (result)
        {
            while (await result.NextAsync(cancellationToken) is { } batch)
            {
                batch.Dispose();
            }
        }
    }

    private static async Task<LakeTable> WriteAsync(BenchHost host, CancellationToken cancellationToken)
    {
        var (lake, name) = (host.Services.GetRequiredService<ILake>(), new TableName(TableName.DefaultSchema, "sales"));
        using var instance = DuckInstance.Open(new DuckOptions());
        using var connection = instance.Connect();
        await using var write = await lake.BeginAsync(Scope, name, WriteMode.Replace, cancellationToken);
        await write.WriteAsync(
            connection,
            $"""
            select i as id, (i % 1000)::int as store, (i * 0.25)::decimal(18, 2) as amount, 'customer ' || (i % 50000) as customer,
                date '2020-01-01' + (i % 2000)::int as day, i % 3 = 0 as returned from range({Rows}) t(i)
            """,
            null,
            cancellationToken);
        await write.CommitAsync("benchmark", new Dictionary<string, string>(), cancellationToken);
        return await lake.FindAsync(Scope, name, TableAt.Current, cancellationToken) ?? throw new InvalidOperationException("The table is missing.");
    }
}
