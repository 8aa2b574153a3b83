using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Transformation.Models;

/// <summary>Routes below <c>/api/v1/models</c>.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var models = routes.MapApi("models", "Models", Roles.Reader);
        models.MapGet("", ListAsync).WithName("ListModels").WithSummary("What is in the dbt project of the server's folder, and how it fares.");
        models.MapGet("{id}", DetailAsync).WithName("GetModel").WithSummary("A node of the dbt project with its text, its tests and its runs.");
        models.MapGet("{id}/columns", ColumnsAsync).WithName("GetModelColumns").WithSummary("The columns of a node, where they come from and where they go.");
        models.MapGet("{id}/compiled", CompiledAsync).WithName("GetModelSql").WithSummary("The SQL that gives the rows of a node, of a test those that fail, as it would run now.");
    }

    private static async Task<Ok<ProjectNodesDto>> ListAsync(Caller caller, ServedNodes nodes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await nodes.ListAsync(caller, cancellationToken));

    private static async Task<Ok<NodeDetailDto>> DetailAsync(string id, Caller caller, ServedNodes nodes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await nodes.DetailAsync(id, caller, cancellationToken));

    private static async Task<Ok<NodeColumnsDto>> ColumnsAsync(string id, Caller caller, NodeColumns columns, CancellationToken cancellationToken) =>
        TypedResults.Ok(await columns.OfAsync(id, caller, cancellationToken));

    private static async Task<Ok<CompiledNodeDto>> CompiledAsync(string id, Caller caller, ServedNodes nodes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await nodes.CompiledAsync(id, caller, cancellationToken));
}
