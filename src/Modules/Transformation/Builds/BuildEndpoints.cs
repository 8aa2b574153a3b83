using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Transformation.Builds;

/// <summary>Routes below <c>/api/v1/builds</c>.</summary>
internal static class BuildEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var builds = routes.MapApi("builds", "Builds", Roles.Engineer);
        builds.MapPost("", StartAsync).WithName("StartBuild").WithSummary("Build the dbt project of the server's folder.").Produces<StartedRunDto>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> StartAsync(BuildRequest request, Caller caller, IRuns runs, CancellationToken cancellationToken)
    {
        if (!BuildPlan.KnowsCommand(request.Command))
        {
            throw new FaultException(Fault.Invalid("dbt.command_unknown", $"There is no command {request.Command}.", "command", "Write build, run, seed, test, compile or retry."));
        }

        var run = await runs.StartAsync(BuildRun.KindName, caller.Scope, caller.Principal, JsonSerializer.SerializeToElement(request, JsonSerializerOptions.Web), cancellationToken);
        return Results.Accepted($"/api/v1/runs/{run.RunId}", new StartedRunDto(run.RunId, run.Joined));
    }
}
