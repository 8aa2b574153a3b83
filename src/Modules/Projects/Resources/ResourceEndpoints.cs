using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Projects.Public;
using Talentys.Projects.Yaml;
using Talentys.Web;

namespace Talentys.Projects.Resources;

/// <summary>Routes of resources, their validation and their schemas.</summary>
internal static class ResourceEndpoints
{
    private const string Tag = "Projects";
    private const string SchemaType = "application/schema+json";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var resources = routes.MapApi("resources", Tag, Roles.Reader);
        resources.MapGet("/", ListAsync).WithName("ListResources").WithSummary("Resources without faults, by kind and name.");
        resources.MapGet("/{kind}/{name}", GetAsync).WithName("GetResource").WithSummary("A resource as its file says now.");
        routes.MapApi("validation", Tag, Roles.Reader).MapGet("/", ValidateAsync)
            .WithName("Validate").WithSummary("Every fault of the project's files.");
        routes.MapApi("schemas", Tag, Roles.Reader).MapGet("/", Kinds).WithName("ListSchemas").WithSummary("Kinds of resources and their schemas.");
        routes.MapGet("/schemas/{kind}.json", Schema).WithTags(Tag).RequireAuthorization(Roles.Reader)
            .WithName("GetSchema").WithSummary("The JSON Schema of a kind.").Produces<JsonObject>(StatusCodes.Status200OK, SchemaType);
    }

    private static async Task<Ok<Page<ResourceDto>>> ListAsync(
        Caller caller, PageRequest page, ProjectResources resources, string? kind, CancellationToken cancellationToken)
    {
        if (kind is not null)
        {
            resources.Demand(kind, writes: false, caller.Principal);
        }

        var set = await resources.LoadAsync(kind, cancellationToken);
        var after = page.After(2);
        ResourceDocument[] rows = [.. set.Documents
            .OrderBy(document => document.Kind, StringComparer.Ordinal)
            .ThenBy(document => document.Name, StringComparer.Ordinal)
            .Where(document => caller.Principal.Is(resources.Kind(document.Kind).ReadingRole))
            .Where(document => after is null || IsAfter(document, after))
            .Take(page.Limit + 1)];
        return TypedResults.Ok(page.Of(rows, document => [document.Kind, document.Name], Dto));
    }

    private static bool IsAfter(ResourceDocument document, IReadOnlyList<string> keys)
    {
        var kind = string.CompareOrdinal(document.Kind, keys[0]);
        return kind > 0 || (kind == 0 && string.CompareOrdinal(document.Name, keys[1]) > 0);
    }

    private static async Task<Ok<ResourceDto>> GetAsync(
        string kind, string name, Caller caller, ProjectResources files, CancellationToken cancellationToken)
    {
        files.Demand(kind, writes: false, caller.Principal);
        ResourceFile[] own = [.. (await files.ListAsync(kind, cancellationToken)).Where(file => file.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (own is [{ Faults.Count: 0, Content: { } content } file] && file.Name == name)
        {
            return TypedResults.Ok(new ResourceDto(file.Kind, file.Name, file.Path, content, file.Text, file.Version));
        }

        Fault[] faults = [.. own.SelectMany(faulty => faulty.Faults).Distinct()];
        throw faults.Length > 0
            ? new FaultException(faults)
            : new FaultException(Fault.NotFound("projects.resource_unknown", $"There is no {kind} '{name}'.", "List what there is with /api/v1/resources."));
    }

    private static async Task<Ok<ValidationDto>> ValidateAsync(Caller caller, ProjectResources resources, CancellationToken cancellationToken)
    {
        var set = await resources.LoadAsync(null, cancellationToken);
        return TypedResults.Ok(new ValidationDto(
            set.Documents.Count(document => caller.Principal.Is(resources.Kind(document.Kind).ReadingRole)),
            [.. set.Faults.Where(fault => resources.MayKnow(caller.Principal, fault)).Select(ProblemFaults.Of)]));
    }

    private static Ok<IReadOnlyList<SchemaDto>> Kinds(Caller caller, Schemas schemas, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<SchemaDto>>([.. schemas.Kinds.Select(kind => new SchemaDto(
            kind, schemas.LocationOf(kind), schemas.Of(kind)["description"]?.GetValue<string>(), Schemas.Href(kind)))]);

    private static ContentHttpResult Schema(string kind, Caller caller, Schemas schemas, CancellationToken cancellationToken) =>
        TypedResults.Text(schemas.Of(kind).ToJsonString(), SchemaType);

    private static ResourceDto Dto(ResourceDocument document) =>
        new(document.Kind, document.Name, document.Path, ScalarForms.ToElement(document.Root));
}
