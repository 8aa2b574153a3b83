using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Transformation.Watching;

/// <summary>The route <c>/api/v1/models/changes</c>.</summary>
internal static class WatchEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapApi("models", "Models", Roles.Engineer).MapGet("/changes", Follow).WithName("FollowModelChanges")
            .WithSummary("Events: what the dbt project of the server's folder becomes when its files change.")
            .Produces(StatusCodes.Status200OK, typeof(void), "text/event-stream");

    private static ServerSentEventsResult<object> Follow(Caller caller, ProjectWatch watch, IHostApplicationLifetime host, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(watch.FollowAsync(caller, host.ApplicationStopping, cancellationToken));
}
