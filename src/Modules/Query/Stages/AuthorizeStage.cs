using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Stages;

/// <summary>
/// Applies grants and access policies to what was bound: which tables are there for the principal, and how it sees them. What
/// may not be seen does not exist: the same error for missing and forbidden.
/// </summary>
internal sealed class AuthorizeStage(TableRights rights, GroupSizes groups) : IQueryStage
{
    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var principal = query.Principal;
        if (!principal.Is(Roles.Reader) || principal.Organisation != query.Scope.Organisation)
        {
            throw new FaultException(new Fault(FaultKind.Denied, "query.denied", "You may not query this environment."));
        }

        if (query.Tables.Where(table => !MaySee(query, table)).Cast<TableName?>().FirstOrDefault() is { } hidden)
        {
            throw Missing(query, hidden);
        }

        if (query.Access.IsOpen)
        {
            return;
        }

        var restricted = new Dictionary<LakeTable, TableAccess>(ReferenceEqualityComparer.Instance);
        foreach (var bound in query.References.DistinctBy(bound => bound.Table, ReferenceEqualityComparer.Instance))
        {
            var table = bound.Table;
            var access = await rights.OfAsync(query.Access, query.Scope, table, isCurrent: bound.At is null, cancellationToken);
            if (access.Columns.Count == 0)
            {
                throw Missing(query, table.Name);
            }

            if (!access.IsWhole)
            {
                Demand(query, table);
                restricted[table] = access;
            }

            if (access.MinGroupSize > 1)
            {
                if (query.References.Any(one => one.In is not null && ReferenceEquals(one.Table, table)))
                {
                    // groups are looked at in the statement: in a view others could be made of them
                    throw new FaultException(new Fault(
                        FaultKind.Denied, "query.policy_group_view", $"An access policy shows you groups of {table.Name} only, which no view can be made of.",
                        SourcePlace.Of(query.Text.Sql, 0), "Group the table itself in the statement."));
                }

                query.Edits = [.. query.Edits, await groups.EditAsync(query, access, cancellationToken)];
            }
        }

        query.Restricted = restricted;
    }

    /// <summary>Whether a table exists for the principal: hidden schemas are the engineers', others are granted.</summary>
    public static bool MaySee(QueryInFlight query, TableName table) => MaySee(query.Principal, query.Access, table);

    /// <summary>
    /// Whether a table exists for a principal. Hidden schemas hold rejected rows, raw as they came: they are for engineers from
    /// whom nothing is kept.
    /// </summary>
    public static bool MaySee(Principal principal, IAccess access, TableName table) =>
        (!table.Schema.StartsWith('_') || (principal.Is(Roles.Engineer) && access.IsOpen)) && access.MayRead(table);

    /// <summary>What may not be asked of a table of which a part is hidden.</summary>
    private static void Demand(QueryInFlight query, LakeTable table)
    {
        if (TableRights.IsAboutTable(table))
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.policy_metadata", $"{table.Name} tells of rows and values that an access policy hides from you.",
                SourcePlace.Of(query.Text.Sql, 0), "Query the table itself."));
        }

        if (query.Text.BodyStart > 0)
        {
            // a plan holds the policy's conditions and keys, and counts the rows that are hidden
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.policy_explain", $"An access policy hides part of {table.Name} from you, so that its plans are not shown.",
                SourcePlace.Of(query.Text.Sql, 0), "Run the statement without EXPLAIN."));
        }
    }

    private static FaultException Missing(QueryInFlight query, TableName table) => new(new Fault(
        FaultKind.NotFound, "query.table_not_found", $"There is no table {table}.", SourcePlace.Of(query.Text.Sql, 0),
        "SHOW ALL TABLES lists what there is."));
}
