using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Runs.Feed;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Runs.Tests;

public class RunListTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_are_searched_by_their_title_counted_by_state_and_read_page_by_page()
    {
        await using var server = await RunServer.StartAsync(new ScriptedKind((run, _) =>
            run.Arguments.GetProperty("fail").GetBoolean() ? throw new FaultException(Fault.Failed("x.y", "It broke.")) : Task.CompletedTask));
        using var reader = server.Client();
        foreach (var (title, fail) in new[] { ("Sync shop.orders", false), ("Sync été_1", false), ("Sync erp 100%", true) })
        {
            await StartAsync(server, title, fail);
        }

        var counts = await UntilAsync(
            async () => (await reader.GetFromJsonAsync<RunCounts>("/api/v1/runs/counts", Token))!, found => found.Succeeded + found.Failed == 3);

        Assert.Equal(new RunCounts(0, 0, 0, 2, 1, 0), counts);
        Assert.Equal(new RunCounts(0, 0, 0, 1, 0, 0), await reader.GetFromJsonAsync<RunCounts>("/api/v1/runs/counts?kind=scripted&search=SHOP", Token));
        Assert.Equal(["Sync shop.orders"], await TitlesAsync(reader, "search=ORDERS"));
        Assert.Equal(["Sync été_1"], await TitlesAsync(reader, "search=" + Uri.EscapeDataString("été")));
        Assert.Equal(["Sync erp 100%"], await TitlesAsync(reader, "search=" + Uri.EscapeDataString("0%")));
        Assert.Empty(await TitlesAsync(reader, "search=" + Uri.EscapeDataString("s%p")));
        Assert.Equal(["Sync été_1"], await TitlesAsync(reader, "search=_1"));
        Assert.Equal(["Sync erp 100%"], await TitlesAsync(reader, "search=sync&state=failed"));

        var first = await reader.GetFromJsonAsync<Page<RunDto>>("/api/v1/runs?search=sync&limit=2", Token);
        var second = await reader.GetFromJsonAsync<Page<RunDto>>($"/api/v1/runs?search=sync&limit=2&cursor={first!.Next}", Token);
        Assert.Equal(["Sync erp 100%", "Sync été_1", "Sync shop.orders"], first.Items.Concat(second!.Items).Select(run => run.Title));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Runs_about_a_source_have_a_step_of_it_or_are_told_by_their_title()
    {
        await using var server = await RunServer.StartAsync(new ScriptedKind(async (run, token) =>
        {
            foreach (var step in run.Arguments.GetProperty("steps").EnumerateArray())
            {
                await run.StepAsync(step.GetString()!, (_, _) => Task.FromResult(ScriptedKind.Done), token);
            }
        }));
        using var reader = server.Client();
        foreach (var (title, steps) in new[]
        {
            ("Sync all sources", (string[])["erp.prices", "shop.orders"]), ("Sync erp, shop.orders", []), ("Sync shop_old", ["shop_old.orders"]), ("Sync workshop", []), ("Sync erp", ["erp.prices"]),
        })
        {
            await server.Runs.StartAsync("scripted", RunHarness.Scope, Principal.System("default"), RunHarness.Json(new { title, steps }), Token);
        }

        await UntilAsync(async () => (await reader.GetFromJsonAsync<RunCounts>("/api/v1/runs/counts", Token))!, found => found.Succeeded == 5);

        Assert.Equal(["Sync erp, shop.orders", "Sync all sources"], await TitlesAsync(reader, "about=shop"));
        Assert.Equal(["Sync all sources"], await TitlesAsync(reader, "about=shop.orders&search=all"));
        Assert.Equal(["Sync erp", "Sync erp, shop.orders", "Sync all sources"], await TitlesAsync(reader, "about=erp&kind=scripted"));
        Assert.Empty(await TitlesAsync(reader, "about=" + Uri.EscapeDataString("sh%p")));
        Assert.Equal(2, (await reader.GetFromJsonAsync<RunCounts>("/api/v1/runs/counts?about=shop", Token))!.Succeeded);
    }

    [Fact]
    public async Task The_feed_of_all_runs_tells_those_that_are_open_and_then_each_change()
    {
        var go = new TaskCompletionSource();
        await using var server = await RunServer.StartAsync(new ScriptedKind(async (run, token) =>
        {
            await run.StepAsync("one", async (step, stop) =>
            {
                step.Progress(3, 7, "rows");
                step.Metric("rejected", 2);
                await go.Task.WaitAsync(stop);
                return ScriptedKind.Done;
            }, token);
        }));
        using var reader = server.Client();
        using var stranger = server.Client("other");
        var before = await StartAsync(server, "before", fail: false);
        var heard = new List<RunDto>();
        string? after = null;
        await foreach (var run in RunsAsync(reader))
        {
            heard.Add(run);
            if (run.Id == before && run.Steps is [{ Done: 3, Total: 7 } step] && step.Metrics.ContainsKey("rejected"))
            {
                after ??= await StartAsync(server, "after", fail: false);
            }

            if (after is not null && run.Id == after)
            {
                go.TrySetResult();
            }

            if (heard.Where(one => one.State == "succeeded").Select(one => one.Id).Distinct().Count() == 2)
            {
                break;
            }
        }

        Assert.Equal(before, heard[0].Id);
        Assert.Equal("succeeded", heard.Last(run => run.Id == after).State);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/api/v1/runs/counts", Token)).StatusCode);
        Assert.Equal(new RunCounts(0, 0, 0, 0, 0, 0), await stranger.GetFromJsonAsync<RunCounts>("/api/v1/runs/counts", Token));
    }

    [Theory, MemberData(nameof(RunEngineTests.Databases), MemberType = typeof(RunEngineTests))]
    public async Task History_gives_what_was_asked_and_how_it_went(StorageProvider provider)
    {
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind(async (run, token) =>
            await run.StepAsync("one", (_, _) => Task.FromResult(ScriptedKind.Done), token)));
        var history = new RunHistory(engine.Storage, engine.Clock);
        await engine.AddWorkerAsync();
        var first = await engine.StartAsync("scripted", new { title = "ÄRZTE" });
        await engine.UntilAsync(first, run => run.EndedAt is not null);
        var second = await engine.StartAsync("scripted", new { title = "two" });
        await engine.UntilAsync(second, run => run.EndedAt is not null);

        var newest = await history.NewestAsync("scripted", RunHarness.Scope, null, 1, Token);
        var older = await history.NewestAsync("scripted", RunHarness.Scope, newest[0].Id, 10, Token);
        var elsewhere = await history.NewestAsync("scripted", RunHarness.Scope with { Environment = "prod" }, null, 10, Token);
        var found = await history.FindAsync(RunHarness.Scope, [first, "nowhere"], Token);

        Assert.Equal((second, "two"), (Assert.Single(newest).Id, newest[0].Arguments.GetProperty("title").GetString()));
        Assert.Equal(first, Assert.Single(older).Id);
        Assert.Empty(elsewhere);
        var run = Assert.Single(found);
        Assert.Equal(("succeeded", "one", "succeeded", 7), (run.State, run.Steps[0].Name, run.Steps[0].State, run.Steps[0].Metrics["rows"]));

        // capitals of other alphabets are known to PostgreSQL only; the same letters are found everywhere
        var page = new PageRequest(10, null);
        Assert.Equal(first, Assert.Single((await engine.Reader.ListAsync("default", new RunFilter(null, null, "ÄRZ"), page, Token)).Items).Id);
        Assert.Equal([second, first], (await engine.Reader.ListAsync("default", new RunFilter(null, null, null, "one"), page, Token)).Items.Select(item => item.Id));
        Assert.Equal(second, Assert.Single((await engine.Reader.ListAsync("default", new RunFilter(null, null, null, "two"), page, Token)).Items).Id);
    }

    private static async Task<string> StartAsync(RunServer server, string title, bool fail) =>
        (await server.Runs.StartAsync("scripted", RunHarness.Scope, Principal.System("default"), RunHarness.Json(new { title, fail }), Token)).RunId;

    private static async Task<IEnumerable<string>> TitlesAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<Page<RunDto>>($"/api/v1/runs?{query}", Token))!.Items.Select(run => run.Title);

    private static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var value = await read();
            if (condition(value))
            {
                return value;
            }

            await Task.Delay(50, deadline.Token);
        }
    }

    private static async IAsyncEnumerable<RunDto> RunsAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/v1/runs/events", HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Token))
        {
            if (item.EventType == "run")
            {
                yield return JsonSerializer.Deserialize<RunDto>(item.Data, JsonSerializerOptions.Web)!;
            }
        }
    }
}
