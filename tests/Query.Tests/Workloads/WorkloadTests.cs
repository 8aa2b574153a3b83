using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Workloads;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;

namespace Talentys.Query.Tests.Workloads;

/// <summary>The workloads that are measured, small: the path gives what the engine by itself gives on the same files.</summary>
public sealed class WorkloadTests
{
    // so few rows have none of these
    private static readonly HashSet<string> Few =
        ["tpch q11", "clicks q22", "clicks q23", "clicks q39", "clicks q40", "clicks q41", "clicks q42", "clicks q43"];

    [Fact]
    public Task Tpch_queries_give_what_the_engine_gives() => CompareAsync("tpch", Workload.Tpch(0.01), 22);

    [Fact]
    public Task Questions_about_clicks_give_what_the_engine_gives() => CompareAsync("clicks", Workload.Clicks(10_000), 43);

    private static async Task CompareAsync(string name, Workload workload, int count)
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await QueryServer.StartAsync();
        var lake = server.Services.GetRequiredService<ILake>();
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var raw = instance.Connect();
        await BareTables.FillAsync(lake, QueryServer.Scope, workload, raw, token);
        await BareTables.NameAsync(lake, QueryServer.Scope, workload, raw, token);
        Assert.Equal(count, workload.Queries.Count);

        var wrong = new List<string>();
        foreach (var query in workload.Queries)
        {
            await using var bare = await raw.QueryAsync(query.Sql, [], token);
            var expected = await Answers.ReadAsync(() => bare.NextAsync(token));
            await using var rows = await server.Services.GetRequiredService<IQueries>().RunAsync(
                new QueryOrder { Sql = query.Sql, Principal = Principal.System(QueryServer.Scope.Organisation), Scope = QueryServer.Scope, Surface = "test" }, token);
            var actual = await Answers.ReadAsync(() => rows.NextAsync(token));
            if (Answers.Difference(query, expected, actual) is { } difference)
            {
                wrong.Add(difference);
            }

            if (expected.Count == 0 && !Few.Contains($"{name} {query.Name}"))
            {
                wrong.Add($"{query.Name} has no rows.");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
