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
        builds.MapPost("/compiled", CompiledAsync).WithName("CompileNodes").WithSummary("The SQL of chosen nodes, or of a text with ref() in it, as it would run now; nothing is built.");
    }

    private static async Task<IReadOnlyList<CompiledNodeDto>> CompiledAsync(BuildRequest request, Caller caller, CompiledSql compiled, CancellationToken cancellationToken) =>
        request.Command is "show" or "compile" ? await compiled.OfAsync(request, caller.Principal, caller.Scope, cancellationToken)
            : throw new FaultException(Fault.Invalid("dbt.command_unknown", $"{request.Command} is nothing that gives SQL.", "command", "Write show or compile."));

    private static async Task<IResult> StartAsync(BuildRequest request, Caller caller, IRuns runs, CancellationToken cancellationToken)
    {
        if (!BuildPlan.KnowsCommand(request.Command) || request.Command == "show")
        {
            throw new FaultException(Fault.Invalid("dbt.command_unknown", $"There is no command {request.Command}.", "command", "Write build, run, seed, snapshot, test, compile, run-operation or retry."));
        }

        var run = await runs.StartAsync(BuildRun.KindName, caller.Scope, caller.Principal, JsonSerializer.SerializeToElement(request, JsonSerializerOptions.Web), cancellationToken);
        return Results.Accepted($"/api/v1/runs/{run.RunId}", new StartedRunDto(run.RunId, run.Joined));
    }
}
