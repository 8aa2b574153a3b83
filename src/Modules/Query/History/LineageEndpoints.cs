using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Query.History;

/// <summary>Routes of where columns come from.</summary>
internal static class LineageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("queries", "Query", Roles.Reader).MapGet("/{id}/lineage", OfQueryAsync)
            .WithName("ShowQueryLineage").WithSummary("From which columns those of a statement in the history come.");
        routes.MapApi("tables", "Tables", Roles.Reader).MapGet("/{schema}/{table}/lineage", OfTableAsync)
            .WithName("ShowTableLineage").WithSummary("From which columns those of a table come, and where they go.");
    }

    private static async Task<QueryLineage> OfQueryAsync(
        string id, Caller caller, IPlatformDbFactory storage, QueryRecorder recorder, IAccessPolicies policies, CancellationToken cancellationToken)
    {
        var access = await policies.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        var row = recorder.Unwritten(caller.Scope.Organisation).FirstOrDefault(row => row.QueryId == id);
        if (row is null)
        {
            await using var db = storage.Create();
            row = await db.Set<QueryHistoryRow>().AsNoTracking().Where(row => row.Organisation == caller.Scope.Organisation && row.QueryId == id)
                .OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        }

        // as with the history: texts of others' statements may hold what policies hide from this caller
        if (row is null || (access.HasPolicies && !caller.Principal.Is(Roles.Administrator) && row.Principal != caller.Principal.Name))
        {
            throw new FaultException(Fault.NotFound("query.unknown", $"There is no statement {id} in the history."));
        }

        return new QueryLineage(id, row.Lineage is { } json ? JsonSerializer.Deserialize<List<ColumnOrigin>>(json, JsonSerializerOptions.Web)! : []);
    }

    private static Task<TableLineage> OfTableAsync(string schema, string table, Caller caller, TableLineageReader reader, CancellationToken cancellationToken) =>
        reader.ReadAsync(caller.Principal, caller.Scope, new TableName(schema, table), cancellationToken);
}
