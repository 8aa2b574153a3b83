using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Statuses;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Ingestion.Sources;

/// <summary>Routes below <c>/api/v1/sources</c>.</summary>
internal static class SourceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sources = routes.MapApi("sources", "Sources", Roles.Reader);
        sources.MapGet("", ListAsync).WithName("ListSources").Produces<IReadOnlyList<SourceInfo>>();
        sources.MapGet("status", StatusesAsync).WithName("ListSourceStatus").WithSummary("Sources with how they fare, those with faults too.");
        sources.MapGet("{name}", DetailAsync).WithName("GetSource").WithSummary("A source with its file and its streams.");
        routes.MapApi("connectors", "Sources", Roles.Reader).MapGet("", Connectors).WithName("ListConnectors").WithSummary("Types of sources, with the schemas of their files.");
        var engineers = routes.MapApi("sources", "Sources", Roles.Engineer);
        engineers.MapPost("discover", DiscoverDraftAsync).WithName("DiscoverDraft").WithSummary("What is in the data of a source that is not saved.");
        engineers.MapPost("preview", PreviewDraftAsync).WithName("PreviewDraft").WithSummary("The first rows of a stream of a source that is not saved.");
        engineers.MapGet("files", Files).WithName("ListSourceFiles").WithSummary("A folder that sources may read.");
        engineers.MapPost("{name}/discover", DiscoverAsync).WithName("DiscoverSource").Produces<IReadOnlyList<DiscoveredStream>>();
        engineers.MapGet("{name}/preview", PreviewAsync).WithName("PreviewStream").Produces<StreamPreview>();
    }

    private static async Task<IResult> ListAsync(DeclaredSources sources, CancellationToken cancellationToken)
    {
        var list = await sources.ListAsync(cancellationToken);
        return Results.Ok(list.Select(source => new SourceInfo(
            source.Name, source.Type, source.Path, source.Place,
            [.. source.Streams.Select(stream => new SourceStream(
                stream.Key, stream.Value.Files, Word(stream.Value.Read == ReadMode.Full, "full", "incremental"),
                Word(stream.Value.Write == TableWrite.Replace, "replace", "append")))])));
    }

    private static async Task<IResult> DiscoverAsync(
        string name, DeclaredSources sources, Discovery discovery, CancellationToken cancellationToken) =>
        Results.Ok(await discovery.DiscoverAsync(await sources.FindAsync(name, cancellationToken), null, cancellationToken));

    private static async Task<IResult> PreviewAsync(
        string name, string stream, int? limit, DeclaredSources sources, Discovery discovery, CancellationToken cancellationToken) =>
        Results.Ok(await discovery.PreviewAsync(
            await sources.FindAsync(name, cancellationToken), stream, Math.Clamp(limit ?? 50, 1, 1000), cancellationToken));

    private static async Task<Ok<IReadOnlyList<SourceStatus>>> StatusesAsync(Caller caller, SourceStatuses statuses, CancellationToken cancellationToken) =>
        TypedResults.Ok(await statuses.ListAsync(caller.Principal, caller.Scope, cancellationToken));

    private static async Task<Ok<SourceDetail>> DetailAsync(string name, Caller caller, SourceStatuses statuses, CancellationToken cancellationToken) =>
        TypedResults.Ok(await statuses.DetailAsync(caller.Principal, caller.Scope, name, cancellationToken));

    private static Ok<IReadOnlyList<ConnectorInfo>> Connectors(Caller caller, SourceKind kind, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ConnectorInfo>>([.. kind.Connectors.Select(connector => new ConnectorInfo(
            connector.Type, connector.Title, connector.Description, JsonSerializer.SerializeToElement(connector.Schema)))]);

    private static async Task<Ok<IReadOnlyList<DiscoveredStream>>> DiscoverDraftAsync(
        SourceDraft draft, Caller caller, SourceDrafts drafts, Discovery discovery, CancellationToken cancellationToken)
    {
        var streams = await discovery.DiscoverAsync(await drafts.ReadAsync(draft, caller.Principal, cancellationToken), draft.Stream, cancellationToken);
        return TypedResults.Ok(streams);
    }

    private static async Task<Ok<StreamPreview>> PreviewDraftAsync(
        SourceDraft draft, int? limit, Caller caller, SourceDrafts drafts, Discovery discovery, CancellationToken cancellationToken)
    {
        var source = await drafts.ReadAsync(draft, caller.Principal, cancellationToken);
        var stream = draft.Stream ?? throw new FaultException(Fault.Invalid("ingestion.no_stream", "No stream was given.", "stream", "Name the stream to look at."));
        return TypedResults.Ok(await discovery.PreviewAsync(source, stream, Math.Clamp(limit ?? 50, 1, 1000), cancellationToken));
    }

    private static Ok<IReadOnlyList<FolderEntry>> Files(string? path, Caller caller, FolderListing listing, CancellationToken cancellationToken) =>
        TypedResults.Ok(listing.Of(string.IsNullOrEmpty(path) ? "." : path, caller.Principal, cancellationToken));

    private static string Word(bool first, string one, string other) => first ? one : other;
}
