using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Identity.Secrets;

/// <summary>Secrets of the organisation, for administrators. Values go in and never come out.</summary>
internal static class SecretEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var secrets = routes.MapApi("secrets", "Secrets", Roles.Administrator);
        secrets.MapGet("/", ListAsync).WithName("ListSecrets").Produces<IReadOnlyList<SecretSummary>>();
        secrets.MapPut("/{name}", SetAsync).WithName("SetSecret").Produces(StatusCodes.Status204NoContent);
        secrets.MapDelete("/{name}", DeleteAsync).WithName("DeleteSecret").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Ok<IReadOnlyList<SecretSummary>>> ListAsync(
        Caller caller, ISecrets secrets, CancellationToken cancellationToken)
    {
        var names = await secrets.ListAsync(caller.Scope.Organisation, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<SecretSummary>>([.. names.Select(name => new SecretSummary(name.Name, name.ChangedAt))]);
    }

    private static async Task<NoContent> SetAsync(
        Caller caller, string name, SetSecret asked, ISecrets secrets, CancellationToken cancellationToken)
    {
        await secrets.SetAsync(caller.Scope.Organisation, name, asked.Value, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(Caller caller, string name, ISecrets secrets, CancellationToken cancellationToken) =>
        await secrets.DeleteAsync(caller.Scope.Organisation, name, cancellationToken)
            ? TypedResults.NoContent()
            : throw new FaultException(Fault.NotFound("secrets.missing", "There is no such secret."));
}
