using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Ingestion.Syncs;

/// <summary>Routes below <c>/api/v1/syncs</c>.</summary>
internal static class SyncEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var syncs = routes.MapApi("syncs", "Syncs", Roles.Engineer);
        syncs.MapPost("", StartAsync).WithName("StartSync").Produces<StartedRunDto>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> StartAsync(
        SyncRequest request, Caller caller, IRuns runs, DeclaredSources sources, CancellationToken cancellationToken)
    {
        List<SyncSource> asked = [];
        foreach (var group in (request.Sources ?? []).Select(name => name.Split('.', 2)).GroupBy(parts => parts[0], StringComparer.OrdinalIgnoreCase))
        {
            var source = await sources.FindAsync(group.Key, cancellationToken);
            var whole = group.Any(parts => parts.Length == 1);
            var streams = group.Where(parts => parts.Length == 2).Select(parts => parts[1]).Distinct().Order(StringComparer.Ordinal).ToList();
            if (!whole && source.Streams.Count > 0 && streams.Find(stream => !source.Streams.ContainsKey(stream)) is { } unknown)
            {
                throw new FaultException(Fault.NotFound(
                    "ingestion.stream_unknown", $"The source {source.Name} has no stream '{unknown}'.", $"It has: {string.Join(", ", source.Streams.Keys)}."));
            }

            asked.Add(new SyncSource(source.Name, whole ? null : streams));
        }

        var arguments = JsonSerializer.SerializeToElement(
            new SyncArguments([.. asked.OrderBy(source => source.Source, StringComparer.Ordinal)]), JsonSerializerOptions.Web);
        var run = await runs.StartAsync(SyncRun.KindName, caller.Scope, caller.Principal, arguments, cancellationToken);
        return Results.Accepted($"/api/v1/runs/{run.RunId}", new StartedRunDto(run.RunId, run.Joined));
    }
}
