using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Runs.Tests;

public class RunEndpointsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_a_run_stream_while_it_works_and_resume_after_the_last_one_seen()
    {
        var go = new TaskCompletionSource();
        await using var server = await RunServer.StartAsync(new ScriptedKind(async (run, token) =>
        {
            run.Log(RunLogLevel.Info, "first");
            await go.Task.WaitAsync(token);
            await run.StepAsync("one", (_, _) => Task.FromResult(ScriptedKind.Done), token);
        }));
        var id = await StartAsync(server);
        using var client = server.Client();

        var events = new List<SseItem<string>>();
        await foreach (var item in EventsAsync(client, id, lastId: null))
        {
            events.Add(item);
            if (item.EventType == "log")
            {
                go.TrySetResult(); // it could not end before this line was seen
            }
        }

        Assert.Equal("end", events[^1].EventType);
        Assert.Equal(["1", "2"], events.Where(item => item.EventType == "log").Select(item => item.EventId));
        var last = JsonSerializer.Deserialize<RunDto>(events.Last(item => item.EventType == "run").Data, JsonSerializerOptions.Web)!;
        Assert.Equal(("succeeded", "one"), (last.State, Assert.Single(last.Steps).Name));

        var again = new List<SseItem<string>>();
        await foreach (var item in EventsAsync(client, id, lastId: "1"))
        {
            again.Add(item);
        }

        Assert.Equal(["2"], again.Where(item => item.EventType == "log").Select(item => item.EventId));
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_the_end_of_the_server()
    {
        await using var server = await RunServer.StartAsync(new ScriptedKind((_, token) => Task.Delay(Timeout.Infinite, token)));
        var id = await StartAsync(server);
        using var client = server.Client();
        var clock = new Stopwatch();
        try
        {
            await foreach (var _ in EventsAsync(client, id, lastId: null))
            {
                if (!clock.IsRunning)
                {
                    clock.Start();
                    await server.StopAsync();
                    break;
                }
            }
        }
        catch (HttpRequestException)
        {
            // the connection may end before the stream does
        }

        Assert.InRange(clock.Elapsed, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(2)); // the host would wait five for open requests
    }

    [Fact]
    public async Task Runs_are_listed_read_cancelled_and_retried_by_those_who_may()
    {
        await using var server = await RunServer.StartAsync(new ScriptedKind((_, token) => Task.Delay(Timeout.Infinite, token)));
        var id = await StartAsync(server);
        using var reader = server.Client();
        using var engineer = server.Client(role: Roles.Engineer);
        using var stranger = server.Client("other", Roles.Administrator);

        Assert.Equal(id, Assert.Single((await reader.GetFromJsonAsync<Page<RunDto>>("/api/v1/runs?kind=scripted", Token))!.Items).Id);
        Assert.Empty((await reader.GetFromJsonAsync<Page<RunDto>>("/api/v1/runs?state=failed", Token))!.Items);
        Assert.Empty((await stranger.GetFromJsonAsync<Page<RunDto>>("/api/v1/runs", Token))!.Items);
        foreach (var path in new[] { "", "/log", "/events" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/runs/{id}{path}", Token)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/api/v1/runs/{id}/cancel", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync($"/api/v1/runs/{id}/cancel", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await engineer.PostAsync($"/api/v1/runs/{id}/cancel", null, Token)).StatusCode);
        await foreach (var _ in EventsAsync(reader, id, lastId: null))
        {
            // until it has ended
        }

        Assert.Equal("cancelled", (await reader.GetFromJsonAsync<RunDto>($"/api/v1/runs/{id}", Token))!.State);
        Assert.Equal(HttpStatusCode.Accepted, (await engineer.PostAsync($"/api/v1/runs/{id}/retry", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await engineer.PostAsync($"/api/v1/runs/{id}/retry", null, Token)).StatusCode);
    }

    private static async Task<string> StartAsync(RunServer server) =>
        (await server.Runs.StartAsync("scripted", RunHarness.Scope, Principal.System("default"), RunHarness.Json(new { }), Token)).RunId;

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(HttpClient client, string id, string? lastId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/runs/{id}/events");
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Token))
        {
            yield return item;
        }
    }
}
