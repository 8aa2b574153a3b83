using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Projects.Edits;

/// <summary>Routes that write the files of resources.</summary>
internal static class EditEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var readers = routes.MapApi("resources", "Projects", Roles.Reader);
        readers.MapGet("/{kind}/{name}/text", ReadAsync).WithName("GetResourceText").WithSummary("The text of a resource's file, whatever faults it has.");
        var engineers = routes.MapApi("resources", "Projects", Roles.Engineer);
        engineers.MapPut("/{kind}/{name}", SaveAsync).WithName("SaveResource")
            .WithSummary("Write a resource's file: with If-None-Match: * a new one, with If-Match the one of that version.");
        engineers.MapDelete("/{kind}/{name}", DeleteAsync).WithName("DeleteResource").WithSummary("Delete a resource's file, with If-Match.");
        engineers.MapPost("/{kind}/{name}/validate", ValidateAsync).WithName("ValidateResource").WithSummary("The faults that saving would tell; nothing is written.");
    }

    private static async Task<Ok<SavedResource>> ReadAsync(
        string kind, string name, Caller caller, ResourceEdits edits, HttpContext context, CancellationToken cancellationToken) =>
        Tagged(await edits.ReadAsync(kind, name, caller.Principal, cancellationToken), context);

    private static async Task<Ok<SavedResource>> SaveAsync(
        string kind, string name, SaveResource save, Caller caller, ResourceEdits edits, HttpContext context, CancellationToken cancellationToken) =>
        Tagged(await edits.SaveAsync(kind, name, save, Precondition.Of(context.Request), caller, cancellationToken), context);

    private static async Task<NoContent> DeleteAsync(
        string kind, string name, Caller caller, ResourceEdits edits, HttpContext context, CancellationToken cancellationToken)
    {
        await edits.DeleteAsync(kind, name, Precondition.Of(context.Request), caller, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ValidationDto>> ValidateAsync(
        string kind, string name, SaveResource save, Caller caller, ResourceEdits edits, CancellationToken cancellationToken)
    {
        var faults = await edits.ValidateAsync(kind, name, save, caller.Principal, cancellationToken);
        return TypedResults.Ok(new ValidationDto(
            faults.Count == 0 ? 1 : 0, [.. faults.Select(ProblemFaults.Of)]));
    }

    private static Ok<SavedResource> Tagged(SavedResource saved, HttpContext context)
    {
        context.Response.Headers.ETag = $"\"{saved.Version}\"";
        return TypedResults.Ok(saved);
    }
}
