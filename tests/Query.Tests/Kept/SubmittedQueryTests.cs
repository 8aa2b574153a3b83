using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;

namespace Talentys.Query.Tests.Kept;

public class SubmittedQueryTests
{
    [Fact]
    public async Task A_submitted_query_tells_its_state_and_gives_its_rows_in_pages()
    {
        await using var server = await QueryServer.StartAsync();

        using var submitted = await server.Ann.PostAsJsonAsync(
            "/api/v1/queries", new QueryRequest("select i, $word as w from range($n) t(i)", JsonSerializer.SerializeToElement(new { n = 5, word = "x" })));
        var at = submitted.Headers.Location!.ToString();
        var first = (await submitted.Content.ReadFromJsonAsync<ResultDto>())!;
        var ended = await server.GetAsync<ResultDto>($"{at}?waitMs=20000");
        for (var polls = 0; ended.State == "running"; polls++)
        {
            Assert.True(polls < 1000);
            ended = await server.GetAsync<ResultDto>($"{at}?waitMs=20000&knownRows={ended.Rows}");
        }

        var rows = new List<string?>();
        var pages = 0;
        for (long? next = 0; next is { } offset; pages++)
        {
            var page = await server.GetAsync<ResultWindow>($"{at}/rows?offset={offset}&count=2");
            rows.AddRange(page.Rows.Select(row => row[0]));
            next = page.Next;
        }

        Assert.Equal((HttpStatusCode.Accepted, $"/api/v1/queries/{first.Id}"), (submitted.StatusCode, at));
        Assert.Equal(("succeeded", 5L, null), (ended.State, ended.Rows, ended.Queue));
        Assert.Equal(["0", "1", "2", "3", "4"], rows);
        Assert.Equal(3, pages);

        using var deleted = await server.Ann.DeleteAsync(at);
        using var gone = await server.Ann.GetAsync(at);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, gone.StatusCode));
    }

    [Fact]
    public async Task One_that_waits_tells_its_place_and_a_cancel_ends_it()
    {
        await using var server = await QueryServer.StartAsync(options =>
        {
            // one place for all: nothing is heavy, and nothing stays too long
            (options.ConcurrentStatements, options.HeavyRows, options.SmallStatementTime) = (1, long.MaxValue, TimeSpan.FromHours(1));
        });
        const string Long = "select count(*) from range(100000000000) t(i) where i % 7 = 3";
        var running = await SubmitAsync(server, Long);
        for (var polls = 0; (await server.GetAsync<ResultDto>($"/api/v1/queries/{running.Id}")).Queue is not null; polls++)
        {
            Assert.True(polls < 3000);
            await Task.Delay(20);
        }

        var second = await SubmitAsync(server, "select 2");
        var third = await SubmitAsync(server, "select 3");
        for (var polls = 0; (await server.GetAsync<ResultDto>($"/api/v1/queries/{third.Id}")).Queue != 2; polls++)
        {
            Assert.True(polls < 3000);
            await Task.Delay(20);
        }

        Assert.Equal(1, (await server.GetAsync<ResultDto>($"/api/v1/queries/{second.Id}")).Queue);
        foreach (var id in (string[])[second.Id, running.Id])
        {
            using var cancelled = await server.Ann.PostAsync($"/api/v1/queries/{id}/cancel", null);
            Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        }

        Assert.Equal(["cancelled", "cancelled", "succeeded"], [await EndAsync(running), await EndAsync(second), await EndAsync(third)]);

        async Task<string> EndAsync(ResultDto query)
        {
            for (var polls = 0; ; polls++)
            {
                Assert.True(polls < 1000);
                if (await server.GetAsync<ResultDto>($"/api/v1/queries/{query.Id}?waitMs=5000&knownRows=0") is { State: not "running" } ended)
                {
                    return ended.State;
                }
            }
        }
    }

    [Theory]
    [InlineData("select\n  * from shop.ordrs", 2, 10, 10, "shop.orders")]
    [InlineData("select totl from shop.orders", 1, 8, 4, "total")]
    public async Task A_fault_tells_where_it_is_how_long_and_which_name_was_meant(string sql, int line, int column, int length, string nearest)
    {
        await using var server = await QueryServer.StartAsync();
        await server.MakeAsync(new("shop", "orders"), "select 1 as id, 2 as total");

        using var answer = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var fault = JsonSerializer.Deserialize<Problem>(await answer.Content.ReadAsStringAsync(), JsonSerializerOptions.Web)!.Faults[0];

        Assert.Equal((new TextPosition(line, column, length), nearest), (fault.Position, fault.Nearest));
    }

    private static async Task<ResultDto> SubmitAsync(QueryServer server, string sql)
    {
        using var answer = await server.Ann.PostAsJsonAsync("/api/v1/queries", new QueryRequest(sql));
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<ResultDto>())!;
    }
}
