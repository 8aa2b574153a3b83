using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
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
        var engineers = routes.MapApi("sources", "Sources", Roles.Engineer);
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
        Results.Ok(await discovery.DiscoverAsync(await sources.FindAsync(name, cancellationToken), cancellationToken));

    private static async Task<IResult> PreviewAsync(
        string name, string stream, int? limit, DeclaredSources sources, Discovery discovery, CancellationToken cancellationToken) =>
        Results.Ok(await discovery.PreviewAsync(
            await sources.FindAsync(name, cancellationToken), stream, Math.Clamp(limit ?? 50, 1, 1000), cancellationToken));

    private static string Word(bool first, string one, string other) => first ? one : other;
}
