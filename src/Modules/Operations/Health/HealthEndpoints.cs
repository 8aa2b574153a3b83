using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Operations.Health;

/// <summary>How the server fares, for administrators.</summary>
internal static class HealthEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapApi("health", "Operations", Roles.Administrator).MapGet("/", TellAsync).WithName("Health").Produces<HealthDto>();

    // 200 even where checks fail: the answer is about the server, and it is there
    private static async Task<Ok<HealthDto>> TellAsync(Caller caller, HealthReport report, CancellationToken cancellationToken) =>
        TypedResults.Ok(await report.MakeAsync(cancellationToken));
}
