using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Query.Stages;

/// <summary>
/// Applies grants and access policies to what was bound: which tables are there for the principal, and how it sees them. What
/// may not be seen does not exist: the same error for missing and forbidden.
/// </summary>
internal sealed class AuthorizeStage(TableRights rights, GroupSizes groups) : IQueryStage
{
    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        DemandReader(query);
        var restricted = new Dictionary<BoundReference, TableAccess>(ReferenceEqualityComparer.Instance);
        foreach (var bound in query.References)
        {
            var access = await SeenAsync(query, bound, cancellationToken);
            if (!access.IsWhole)
            {
                restricted[bound] = access;
                query.IsGuarded = true;
                Demand(query, bound.Table);
            }

            if (access.MinGroupSize > 1)
            {
                query.Edits = [.. query.Edits, await groups.EditAsync(query, access, cancellationToken)];
            }

            if (bound.In is { } within && await HidesAsync(query, bound, cancellationToken))
            {
                // the view shows a part of what is hidden from who asks: what lies below it must not be told of
                (query.IsGuarded, within.IsFenced) = (true, true);
                Demand(query, bound.Table);
            }
        }

        query.Restricted = restricted;
        foreach (var view in query.Views.Where(view => !view.Reader.IsOpen))
        {
            var seen = Sight.Of(view.Reader, view.View) ?? throw Missing(query, view.View.Name);
            if (!seen.IsWhole)
            {
                (view.Seen, query.IsGuarded) = (seen, true);
                if (query.Text.BodyStart > 0)
                {
                    throw NoPlan(query, view.View.Name);
                }
            }
        }
    }

    /// <summary>Refuses who may not ask anything here.</summary>
    /// <exception cref="FaultException"><c>query.denied</c>.</exception>
    public static void DemandReader(QueryInFlight query)
    {
        if (!query.Principal.Is(Roles.Reader) || query.Principal.Organisation != query.Scope.Organisation)
        {
            throw new FaultException(new Fault(FaultKind.Denied, "query.denied", "You may not query this environment."));
        }
    }

    /// <summary>How a table is seen by whose rights hold where it is named.</summary>
    private async Task<TableAccess> SeenAsync(QueryInFlight query, BoundReference bound, CancellationToken cancellationToken)
    {
        var (scope, access) = (bound.Ground.Scope, bound.Ground.Access);
        if (!MaySee(bound.Ground.Principal, access, bound.Table.RightsOf))
        {
            throw Missing(query, bound.In?.View.Name ?? bound.Table.Name);
        }

        var seen = await rights.OfAsync(access, scope, bound.Table, IsCurrent(query, bound), cancellationToken);
        return access.IsOpen || seen.Columns.Count > 0 ? seen : throw Missing(query, bound.In?.View.Name ?? bound.Table.Name);
    }

    /// <summary>Whether who asks does not see a table whole that a view names with other rights.</summary>
    private async Task<bool> HidesAsync(QueryInFlight query, BoundReference bound, CancellationToken cancellationToken) =>
        !bound.Ground.Asker.IsOpen
        && (!MaySee(query.Principal, bound.Ground.Asker, bound.Table.RightsOf)
            || !(await rights.OfAsync(bound.Ground.Asker, bound.Ground.Scope, bound.Table, IsCurrent(query, bound), cancellationToken)).IsWhole);

    // a transaction pins the tables of its own environment
    private static bool IsCurrent(QueryInFlight query, BoundReference bound) =>
        bound.Reference.At is null && (query.Transaction is null || bound.Ground.Scope != query.Scope);

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
                TextPlace.Of(query.Text.Sql, 0), "Query the table itself."));
        }

        if (query.Text.BodyStart > 0)
        {
            throw NoPlan(query, table.Name);
        }
    }

    // a plan holds the policy's conditions and keys, and counts the rows that are hidden
    private static FaultException NoPlan(QueryInFlight query, TableName table) => new(new Fault(
        FaultKind.Denied, "query.policy_explain", $"An access policy hides part of {table} from you, so that its plans are not shown.",
        TextPlace.Of(query.Text.Sql, 0), "Run the statement without EXPLAIN."));

    private static FaultException Missing(QueryInFlight query, TableName table) => new(new Fault(
        FaultKind.NotFound, "query.table_not_found", $"There is no table {table}.", TextPlace.Of(query.Text.Sql, 0),
        "SHOW ALL TABLES lists what there is."));
}
