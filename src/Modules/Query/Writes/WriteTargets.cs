using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>Tables that statements change: found, allowed, and changed in one commit each.</summary>
internal sealed class WriteTargets(QueryCatalog catalog, WriteCatalog changes, ITargetAccess access)
{
    /// <summary>Name of a table, of the environment of the statement.</summary>
    /// <exception cref="FaultException">It names another environment.</exception>
    public static TableName NameOf(QueryInFlight query, SplitStatement statement, SqlName name) =>
        (name.Catalog is null ? query.Order.Temporary?.Find(name.Schema, name.Last) : null) ?? OfLake(query, statement, name);

    /// <summary>The name of a table that is made.</summary>
    /// <exception cref="FaultException">It cannot be temporary here.</exception>
    public static TableName Made(QueryInFlight query, SplitStatement statement, SqlName name, bool temporary)
    {
        var tables = query.Order.Temporary;
        if (!temporary && (name.Schema is null || tables?.IsSchema(name.Schema) is not true))
        {
            return OfLake(query, statement, name);
        }

        return tables is null
            ? throw WriteFaults.Refused(statement, name.Span.Start, "Temporary tables are a session's, and this statement has none.", "Send it together with the statements that use it, or over PostgreSQL's protocol.")
            : name.Schema is null || tables.IsSchema(name.Schema)
                ? tables.Named(name.Last)
                : throw WriteFaults.Invalid(statement, "query.temporary_schema", name.Span.Start, "A temporary table is in no schema of the lake.", "Leave out the schema.");
    }

    private static TableName OfLake(QueryInFlight query, SplitStatement statement, SqlName name) =>
        name.Catalog is null || string.Equals(name.Catalog, query.Scope.Environment, StringComparison.OrdinalIgnoreCase)
            ? name.Table
            : throw WriteFaults.Invalid(
                statement, "query.environment_other", name.Span.Start, $"{name.Catalog} is not the environment of this statement, which is {query.Scope.Environment}.",
                "Write schema.table; the environment is chosen beside the statement.");

    /// <summary>The table that a statement changes.</summary>
    /// <exception cref="FaultException">There is none, it is a view, or it is not for who asks.</exception>
    public async Task<LakeTable> OpenAsync(QueryInFlight query, SplitStatement statement, SqlName name, CancellationToken cancellationToken)
    {
        var table = NameOf(query, statement, name);
        if (await catalog.ViewAsync(query, table, cancellationToken) is not null)
        {
            throw WriteFaults.Invalid(
                statement, "query.is_view", name.Span.Start, $"{table} is a view, and {query.Command} is for tables.", "Change the tables that the view reads, or the view itself with CREATE OR REPLACE VIEW.");
        }

        var found = await catalog.OpenAsync(query, table, TableAt.Current, cancellationToken);
        if (found is null || found.RightsOf != found.Name)
        {
            throw WriteFaults.TableMissing(statement, name, (await catalog.ListAsync(query, hidden: false, cancellationToken)).Select(one => one.Name).Where(one => AuthorizeStage.MaySee(query, one)));
        }

        query.Changed.Add(found.Name);
        if (!query.Owns(found.Name))
        {
            await access.CheckAsync(query, found, cancellationToken);
        }

        return found;
    }

    /// <summary>Changes a table in one commit; the work is done again when others came between.</summary>
    /// <param name="query">The statement on its way.</param>
    /// <param name="statement">The same, split.</param>
    /// <param name="name">The table.</param>
    /// <param name="work">What is done; false when there is nothing to commit.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ChangeAsync(
        QueryInFlight query, SplitStatement statement, SqlName name, Func<ILakeChange, CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        query.Order.Accepted?.Invoke();
        try
        {
            await changes.ChangeAsync(query, NameOf(query, statement, name), work, cancellationToken);
        }
        catch (FaultException failure) when (failure.Fault.Code is "lake.null_refused" or "lake.table_foreign")
        {
            throw WriteFaults.At(statement, name.Span, failure);
        }
    }
}
