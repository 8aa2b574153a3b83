using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Talentys.Web;

/// <summary>Where endpoints of the API hang.</summary>
public static class ApiRoutes
{
    /// <summary>The group at <c>/api/v1/{path}</c>: one tag, and one of <see cref="Kernel.Roles"/> that its endpoints need.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string path, string tag, string role) =>
        routes.MapGroup($"/api/v1/{path}").WithTags(tag).RequireAuthorization(role);

    /// <summary>Shows an example of a request and of its answer in the API's description, both as JSON.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder endpoint, string? request, string answer) => endpoint.WithMetadata(new ApiExample(request, answer));
}
