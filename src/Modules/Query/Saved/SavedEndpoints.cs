using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Query.Saved;

/// <summary>Routes of saved queries.</summary>
internal static class SavedEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var saved = routes.MapApi("saved-queries", "Saved queries", Roles.Reader);
        saved.MapGet("/", ListAsync).WithName("ListSavedQueries").WithSummary("One's own saved queries and those that others share, by name; search looks into names, tags, descriptions and texts.");
        saved.MapPost("/", AddAsync).WithName("SaveQuery").WithSummary("Save a query under a name.")
            .WithExample("""{"name": "Late orders", "sql": "select * from shop.orders where late", "tags": ["shop"], "shared": true}""", """
                {"id": "01k7q3h5", "name": "Late orders", "sql": "select * from shop.orders where late", "description": null, "tags": ["shop"], "shared": true, "owner": "ann",
                 "createdAt": "2026-05-01T12:00:00Z", "changedAt": "2026-05-01T12:00:00Z", "changedBy": "ann", "version": "1", "isMine": true, "mayChange": true}
                """);
        saved.MapGet("/{id}", GetAsync).WithName("ShowSavedQuery").WithSummary("A saved query; ETag tells its version.");
        saved.MapPut("/{id}", ChangeAsync).WithName("ChangeSavedQuery").WithSummary("Change a saved query, with If-Match.");
        saved.MapDelete("/{id}", DeleteAsync).WithName("DeleteSavedQuery").WithSummary("Delete a saved query, with If-Match.");
    }

    private static async Task<Page<SavedQuery>> ListAsync(
        string? search, Caller caller, PageRequest page, SavedQueries saved, CancellationToken cancellationToken)
    {
        var rows = await saved.ListAsync(caller, search, page.After(2), page.Limit + 1, cancellationToken);
        return page.Of(rows, row => [row.NameKey, row.Id], row => Dto(caller, row));
    }

    private static async Task<Created<SavedQuery>> AddAsync(
        SaveQuery request, Caller caller, SavedQueries saved, HttpResponse response, CancellationToken cancellationToken)
    {
        var added = Tagged(response, Dto(caller, await saved.AddAsync(caller, SavedContent.Of(request), cancellationToken)));
        return TypedResults.Created($"/api/v1/saved-queries/{added.Id}", added);
    }

    private static async Task<SavedQuery> GetAsync(
        string id, Caller caller, SavedQueries saved, HttpResponse response, CancellationToken cancellationToken) =>
        Tagged(response, Dto(caller, await saved.GetAsync(caller, id, cancellationToken)));

    private static async Task<SavedQuery> ChangeAsync(
        string id, SaveQuery request, [FromHeader(Name = "If-Match")] string? match, Caller caller, SavedQueries saved, HttpResponse response, CancellationToken cancellationToken)
    {
        var version = VersionOf(match);
        return Tagged(response, Dto(caller, await saved.ChangeAsync(caller, id, version, SavedContent.Of(request), cancellationToken)));
    }

    private static async Task<NoContent> DeleteAsync(
        string id, [FromHeader(Name = "If-Match")] string? match, Caller caller, SavedQueries saved, CancellationToken cancellationToken)
    {
        await saved.DeleteAsync(caller, id, VersionOf(match), cancellationToken);
        return TypedResults.NoContent();
    }

    private static SavedQuery Tagged(HttpResponse response, SavedQuery query)
    {
        response.Headers.ETag = $"\"{query.Version}\"";
        return query;
    }

    /// <summary>The version that a client knows; null for any. A tag that this API never gave is no version: 0.</summary>
    private static int? VersionOf(string? match) => match?.Trim() switch
    {
        null or "" => throw new FaultException(SavedFaults.Precondition),
        "*" => null,
        var tag => int.TryParse((tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0,
    };

    private static SavedQuery Dto(Caller caller, SavedQueryRow row) => new(
        row.Id, row.Name, row.Sql, row.Description, row.Tags.Split('\n', StringSplitOptions.RemoveEmptyEntries), row.Shared, row.Owner, row.CreatedAt,
        row.ChangedAt, row.ChangedBy, row.Version.ToString(CultureInfo.InvariantCulture), row.OwnerId == caller.Principal.Id, SavedQueries.MayChange(caller, row));
}
