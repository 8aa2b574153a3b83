using System.Net.Http.Json;
using Talentys.Contracts;

namespace Talentys.Host.Tests.CommandLine;

public class ServedResultsTests
{
    [Fact]
    public async Task Results_of_a_child_process_are_kept_sorted_and_exported_and_outlive_it()
    {
        await using var server = await ServeTests.Server.StartAsync();
        server.Program.Write("t.csv", $"id,name\n{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},n{i % 100}\n"))}");
        await server.Program.GetAsync("load", "t.csv");

        var result = await RunAsync(server, "select id, name, [id] as l, id::hugeint as h from t order by id");
        var eaten = await RunAsync(server, "select length(repeat('x', n)) from (values (2000000000)) t(n)");

        Assert.Equal(("succeeded", 20_000), (result.State, result.Rows));
        Assert.Equal(("failed", true), (eaten.State, eaten.Fault is { Mend: not null, Code: "engine.out_of_memory" or "engine.crashed" }));
        var rows = await GetAsync<ResultWindow>(server, $"{result.Id}/rows?offset=199&count=2&sort=1");
        Assert.Equal(["19900", "n0", "[19900]", "19900"], rows.Rows[0]);
        Assert.Equal("n1", rows.Rows[1][1]);
        Assert.Equal(100, (await GetAsync<ResultStatistics>(server, $"{result.Id}/statistics?column=1")).Distinct);
        foreach (var format in new[] { "csv", "xlsx", "json", "parquet" })
        {
            var bytes = await server.Owner.GetByteArrayAsync(
                $"/api/v1/results/{result.Id}/export?format={format}&sort=0&desc=true", TestContext.Current.CancellationToken);
            Assert.True(bytes.Length > 10_000, $"{format}: {bytes.Length}");
            if (format == "parquet")
            {
                await File.WriteAllBytesAsync(Path.Combine(server.Program.Project, "back.parquet"), bytes, TestContext.Current.CancellationToken);
            }
        }

        await server.Program.GetAsync("load", "back.parquet");
        Assert.Equal(20_000, await server.Program.CountAsync("select count(*) from back where h = id and l[1] = id"));
        Assert.Equal("42", (await GetAsync<ResultWindow>(server, $"{(await RunAsync(server, "select 42")).Id}/rows")).Rows[0][0]);
    }

    private static async Task<ResultDto> RunAsync(ServeTests.Server server, string sql)
    {
        using var started = await server.Owner.PostAsJsonAsync("/api/v1/results", new QueryRequest(sql), TestContext.Current.CancellationToken);
        var result = (await started.Content.ReadFromJsonAsync<ResultDto>(TestContext.Current.CancellationToken))!;
        while (result.State == "running")
        {
            result = await GetAsync<ResultDto>(server, $"{result.Id}?waitMs=10000&knownRows={result.Rows}");
        }

        return result;
    }

    private static async Task<T> GetAsync<T>(ServeTests.Server server, string path)
    {
        using var response = await server.Owner.GetAsync($"/api/v1/results/{path}", TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await response.Content.ReadFromJsonAsync<T>(TestContext.Current.CancellationToken))!;
    }
}
