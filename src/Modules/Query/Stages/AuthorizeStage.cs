using Talentys.Kernel;
using Talentys.Query.Statements;

namespace Talentys.Query.Stages;

/// <summary>
/// Applies grants to what was bound. Readers read all tables of their organisation; hidden schemas (rejected rows) are for
/// engineers. What may not be seen does not exist: the same error for missing and forbidden.
/// </summary>
internal sealed class AuthorizeStage : IQueryStage
{
    public Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var principal = query.Order.Principal;
        if (!principal.Is(Roles.Reader) || principal.Organisation != query.Scope.Organisation)
        {
            throw new FaultException(new Fault(FaultKind.Denied, "query.denied", "You may not query this environment."));
        }

        if (query.Tables.Where(table => !MaySee(principal, table)).Cast<TableName?>().FirstOrDefault() is { } hidden)
        {
            throw new FaultException(new Fault(
                FaultKind.NotFound, "query.table_not_found", $"There is no table {hidden}.", SourcePlace.Of(query.Text.Sql, 0),
                "SHOW ALL TABLES lists what there is."));
        }

        return Task.CompletedTask;
    }

    /// <summary>Whether a table exists for a principal: hidden schemas are the engineers'.</summary>
    public static bool MaySee(Principal principal, TableName table) => !table.Schema.StartsWith('_') || principal.Is(Roles.Engineer);
}
