using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Whether the server lives, is ready, and what it is.</summary>
internal static class ProbeEndpoints
{
    private const string Tag = "Server";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", Lives).WithName("Lives").WithTags(Tag).AllowAnonymous().Produces<string>();
        routes.MapGet("/readyz", ReadyAsync).WithName("Ready").WithTags(Tag).AllowAnonymous()
            .Produces<string>().Produces<string>(StatusCodes.Status503ServiceUnavailable);
        routes.MapApi("about", Tag, Roles.Reader).MapGet("/", Tell).WithName("About").Produces<About>();
    }

    private static ContentHttpResult Lives(CancellationToken cancellationToken) => TypedResults.Text("alive");

    private static async Task<ContentHttpResult> ReadyAsync(HealthCheckService checks, CancellationToken cancellationToken)
    {
        // names only: what is wrong in detail is not for everybody
        var report = await checks.CheckHealthAsync(cancellationToken);
        var broken = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => entry.Key).Order();
        return report.Status == HealthStatus.Healthy
            ? TypedResults.Text("ready")
            : TypedResults.Text($"not ready: {string.Join(", ", broken)}", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<About> Tell(CancellationToken cancellationToken) => TypedResults.Ok(
        new About("Talentys Data Platform", ProductVersion.Current, RuntimeInformation.FrameworkDescription));
}
