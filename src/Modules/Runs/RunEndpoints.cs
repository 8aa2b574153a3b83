using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Runs.Feed;
using Talentys.Runs.Queue;
using Talentys.Web;

namespace Talentys.Runs;

/// <summary>Routes of runs.</summary>
internal static class RunEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var read = routes.MapApi("runs", "Runs", Roles.Reader);
        read.MapGet("/", ListAsync).WithName("ListRuns").WithSummary("Runs, newest first.");
        read.MapGet("/counts", CountAsync).WithName("CountRuns").WithSummary("How many runs there are of each state.");
        read.MapGet("/events", FollowAll).WithName("FollowRuns").WithSummary("All runs as they go on, as server-sent events.")
            .Produces(StatusCodes.Status200OK, typeof(void), "text/event-stream");
        read.MapGet("/{id}", GetAsync).WithName("GetRun").WithSummary("A run with its steps.");
        read.MapGet("/{id}/log", LogAsync).WithName("GetRunLog").WithSummary("The log of a run.");
        read.MapGet("/{id}/events", Events).WithName("FollowRun").WithSummary("A run as it goes on, as server-sent events.")
            .Produces(StatusCodes.Status200OK, typeof(void), "text/event-stream");
        var change = routes.MapApi("runs", "Runs", Roles.Engineer);
        change.MapPost("/{id}/cancel", CancelAsync).WithName("CancelRun").WithSummary("Ask for the end of a run.");
        change.MapPost("/{id}/retry", RetryAsync).WithName("RetryRun").WithSummary("Run a failed or cancelled run again, keeping its finished steps.");
    }

    private static async Task<Page<RunDto>> ListAsync(
        Caller caller, PageRequest page, RunReader reader, RunSight sight, string? kind, string? state, string? search, string? about,
        CancellationToken cancellationToken)
    {
        if (!await sight.MayAskAsync(caller.Principal, caller.Scope, about, cancellationToken))
        {
            return new Page<RunDto>([], null);
        }

        var found = await reader.ListAsync(caller.Scope.Organisation, new RunFilter(kind, state, search, about), page, cancellationToken);
        return found with { Items = await sight.ShownAsync(caller.Principal, found.Items, cancellationToken) };
    }

    private static async Task<RunCounts> CountAsync(
        Caller caller, RunReader reader, RunSight sight, string? kind, string? search, string? about, CancellationToken cancellationToken) =>
        await sight.MayAskAsync(caller.Principal, caller.Scope, about, cancellationToken)
            ? await reader.CountAsync(caller.Scope.Organisation, new RunFilter(kind, null, search, about), cancellationToken)
            : new RunCounts(0, 0, 0, 0, 0, 0);

    private static ServerSentEventsResult<object> FollowAll(
        Caller caller, RunListFeed feed, IHostApplicationLifetime host, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(feed.FollowAsync(caller.Principal, host.ApplicationStopping, cancellationToken));

    private static async Task<RunDto> GetAsync(string id, Caller caller, RunReader reader, RunSight sight, CancellationToken cancellationToken) =>
        await sight.ShownAsync(caller.Principal, (await reader.GetAsync(caller.Scope.Organisation, id, cancellationToken)).Run, cancellationToken);

    private static async Task<Page<RunLogLineDto>> LogAsync(
        string id, Caller caller, PageRequest page, RunReader reader, RunSight sight, CancellationToken cancellationToken)
    {
        var (run, _) = await reader.GetAsync(caller.Scope.Organisation, id, cancellationToken); // may the caller see it?
        var access = await sight.OfAsync(caller.Principal, run.Environment, cancellationToken);
        var after = page.After(1) is [var last] && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var lines = await reader.LogAsync(id, after, page.Limit + 1, cancellationToken);
        return page.Of(lines, line => [line.Number.ToString(CultureInfo.InvariantCulture)], line => RunSight.Shown(caller.Principal, access, run, line));
    }

    private static async Task<ServerSentEventsResult<object>> Events(
        string id, Caller caller, RunReader reader, RunFeed feed, HttpContext context, IHostApplicationLifetime host, CancellationToken cancellationToken)
    {
        await reader.GetAsync(caller.Scope.Organisation, id, cancellationToken); // a missing run is a 404, not a broken stream
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        var after = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return TypedResults.ServerSentEvents(feed.FollowAsync(caller.Principal, id, after, host.ApplicationStopping, cancellationToken));
    }

    private static async Task<NoContent> CancelAsync(string id, Caller caller, RunQueue queue, CancellationToken cancellationToken)
    {
        await queue.CancelAsync(caller.Scope.Organisation, id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted<StartedRunDto>> RetryAsync(
        string id, Caller caller, RunReader reader, RunSight sight, RunQueue queue, CancellationToken cancellationToken)
    {
        await sight.DemandRetryAsync(caller.Principal, (await reader.GetAsync(caller.Scope.Organisation, id, cancellationToken)).Run, cancellationToken);
        await queue.RetryAsync(caller.Scope.Organisation, id, cancellationToken);
        return TypedResults.Accepted($"/api/v1/runs/{id}", new StartedRunDto(id, Joined: false));
    }
}
