using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Ingestion.Csv;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Ingestion.Loads;

/// <summary>Routes below <c>/api/v1/loads</c>.</summary>
internal static class LoadEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var loads = routes.MapApi("loads", "Loads", Roles.Engineer);
        loads.MapPost("", StartAsync).WithName("StartLoad").Produces<StartedRunDto>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> StartAsync(
        LoadRequest request, Caller caller, IRuns runs, ReadablePaths readable, CancellationToken cancellationToken)
    {
        var into = request.Into ?? TableName.DefaultSchema;
        var mode = request.Mode ?? "replace";
        List<Fault> faults = [];
        if (request.Paths is not { Count: > 0 })
        {
            faults.Add(Fault.Invalid("ingestion.no_paths", "No path was given.", "paths", "Name a file, a folder or a glob."));
        }

        if (ColumnNames.Safe(into) != into)
        {
            faults.Add(Fault.Invalid("ingestion.schema_name", $"'{into}' cannot be the name of a schema.", "into", "Use lower-case letters, digits and underscores."));
        }

        if (mode is not ("replace" or "append"))
        {
            faults.Add(Fault.Invalid("ingestion.mode_unknown", $"'{mode}' is no mode.", "mode", "Use replace or append."));
        }

        if (request.RejectLimit is { } limit && RejectLimit.Parse(limit) is null)
        {
            faults.Add(Fault.Invalid(
                "ingestion.reject_limit", $"'{limit}' is neither a count nor a share.", "rejectLimit", "Write a count such as 100, or a share such as 1%."));
        }

        List<string> paths = [];
        foreach (var path in request.Paths ?? [])
        {
            (readable.Check(path, caller.Principal) is { } fault ? (Action)(() => faults.Add(fault)) : () => paths.Add(readable.Absolute(path)))();
        }

        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }

        var arguments = JsonSerializer.SerializeToElement(new LoadArguments(paths, into, mode, request.RejectLimit), JsonSerializerOptions.Web);
        var run = await runs.StartAsync(LoadRun.KindName, caller.Scope, caller.Principal, arguments, cancellationToken);
        return Results.Accepted($"/api/v1/runs/{run.RunId}", new StartedRunDto(run.RunId, run.Joined));
    }
}
