using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;
using static Talentys.Web.Tests.WebServer;

namespace Talentys.Web.Tests;

public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultKind.Invalid, 400)]
    [InlineData(FaultKind.NotFound, 404)]
    [InlineData(FaultKind.Unauthenticated, 401)]
    [InlineData(FaultKind.Denied, 403)]
    [InlineData(FaultKind.Conflict, 409)]
    [InlineData(FaultKind.Limit, 429)]
    [InlineData(FaultKind.Cancelled, 499)]
    [InlineData(FaultKind.Unavailable, 503)]
    [InlineData(FaultKind.Failed, 422)]
    public async Task Every_kind_of_fault_has_its_status_and_is_told_whole(FaultKind kind, int status)
    {
        Fault[] faults = [new(kind, "a.b", "It is so.", "there", "Do this."), Fault.Invalid("c.d", "And so.")];
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapGet("/", IResult () => throw new FaultException(faults)));
        using var client = server.Client();

        var answer = await client.GetAsync("/api/v1/x");
        var problem = await ProblemAsync(answer);

        Assert.Equal(status, problem.Status);
        Assert.Equal(("a.b", "It is so.", "there", "Do this."), (problem.Code, problem.Detail, problem.Place, problem.Mend));
        Assert.Equal(["a.b", "c.d"], problem.Faults.Select(fault => fault.Code));
    }

    [Fact]
    public async Task An_unexpected_exception_is_logged_and_told_by_request_id_only()
    {
        await using var server = await StartAsync(app =>
            app.MapApi("x", "X", Roles.Reader).MapGet("/", IResult () => throw new InvalidOperationException("hush-hush")));
        using var client = server.Client();

        var answer = await client.GetAsync("/api/v1/x");
        var text = await answer.Content.ReadAsStringAsync();
        var problem = await ProblemAsync(answer);

        Assert.Equal((500, "web.unexpected"), (problem.Status, problem.Code));
        Assert.DoesNotContain("hush-hush", text, StringComparison.Ordinal);
        Assert.Contains(server.Logs.Lines, line => line.Contains("hush-hush", StringComparison.Ordinal)
            && line.Contains(problem.RequestId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_an_answer_breaks_the_connection()
    {
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapGet("/", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("later");
        }));
        using var client = server.Client();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/api/v1/x"));
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_the_work_and_is_no_error()
    {
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapGet("/", async (CancellationToken token) =>
        {
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                cancelled.SetResult();
            }
        }));
        using var client = server.Client();
        using var leave = new CancellationTokenSource();

        var request = client.GetAsync("/api/v1/x", leave.Token);
        await begun.Task;
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(90));
        Assert.DoesNotContain(server.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{", "web.json_invalid")]
    [InlineData("{\"name\": 7}", "web.json_invalid")]
    [InlineData("{}", "web.json_invalid")]
    [InlineData("{\"name\": null}", "web.json_invalid")]
    [InlineData("", "web.bad_request")]
    public async Task A_body_that_is_not_the_expected_json_is_told(string body, string code)
    {
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapPost("/", (Named named) => named.Name));
        using var client = server.Client();

        var problem = await ProblemAsync(await client.PostAsync("/api/v1/x", new StringContent(body, Encoding.UTF8, "application/json")));

        Assert.Equal((400, code), (problem.Status, problem.Code));
        Assert.DoesNotContain("Talentys.", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_be_left_out_may_be_left_out()
    {
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapPost("/", (Named named) => named));
        using var client = server.Client();

        var answer = await client.PostAsJsonAsync("/api/v1/x", new { name = "n" });

        Assert.Equal("""{"name":"n","note":null,"count":0,"kind":"conflict"}""", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/api/v1/none", 404, "web.no_route")]
    [InlineData("DELETE", "/api/v1/x", 405, "web.method")]
    public async Task An_address_or_method_that_is_not_there_is_told(string method, string path, int status, string code)
    {
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapGet("/", () => "x"));
        using var client = server.Client();

        var problem = await ProblemAsync(await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)));

        Assert.Equal((status, code), (problem.Status, problem.Code));
    }

    [Fact]
    public async Task A_body_that_is_not_json_at_all_is_told()
    {
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapPost("/", (Named named) => named.Name));
        using var client = server.Client();

        var problem = await ProblemAsync(await client.PostAsync("/api/v1/x", new StringContent("name=n", Encoding.UTF8, "text/plain")));

        Assert.Equal((415, "web.media_type"), (problem.Status, problem.Code));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var server = await StartAsync(
            app => app.MapApi("x", "X", Roles.Reader).MapPost("/", (Named named) => named.Name), web => web.MaxBodyBytes = 1000);
        using var client = server.Client();

        var answer = await client.PostAsJsonAsync("/api/v1/x", new { name = new string('x', 2000) });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("web.body_too_large", (await ProblemAsync(answer)).Code);
    }

    private sealed record Named(string Name, string? Note, int Count, FaultKind Kind = FaultKind.Conflict);
}
