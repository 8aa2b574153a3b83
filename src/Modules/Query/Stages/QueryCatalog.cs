using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Views;

namespace Talentys.Query.Stages;

/// <summary>Tables and views as a statement sees them: those of now, or those of its transaction. What changes them is the write catalog's.</summary>
internal sealed class QueryCatalog(ILake lake, ITableShapes shapes, ViewStore views)
{
    /// <summary>A table of any environment at a version, or null. A transaction is of the statement's own.</summary>
    /// <exception cref="FaultException">It has no such version.</exception>
    public Task<LakeTable?> OpenAsync(QueryInFlight query, Scope scope, TableName name, TableAt at, CancellationToken cancellationToken) =>
        scope == query.Scope ? OpenAsync(query, name, at, cancellationToken) : lake.OpenAsync(scope, name, at, cancellationToken);

    /// <summary>A view of any environment, or null.</summary>
    public async Task<StoredView?> ViewAsync(QueryInFlight query, Scope scope, TableName name, CancellationToken cancellationToken) => Find(await ViewsAsync(query, scope, cancellationToken), name);

    /// <summary>The tables of any environment in the order of their names, without hidden schemas.</summary>
    public Task<IReadOnlyList<TableSummary>> ListAsync(QueryInFlight query, Scope scope, CancellationToken cancellationToken) =>
        scope == query.Scope ? ListAsync(query, hidden: false, cancellationToken) : lake.ListAsync(scope, hidden: false, cancellationToken);

    /// <summary>The views of any environment in the order of their names.</summary>
    public Task<IReadOnlyList<StoredView>> ViewsAsync(QueryInFlight query, Scope scope, CancellationToken cancellationToken) =>
        scope == query.Scope ? ViewsAsync(query, cancellationToken) : views.ListAsync(scope, cancellationToken);

    /// <summary>A table at a version, or null.</summary>
    /// <exception cref="FaultException">It has no such version.</exception>
    public Task<LakeTable?> OpenAsync(QueryInFlight query, TableName name, TableAt at, CancellationToken cancellationToken) =>
        (query.Owns(name) ? query.Order.Temporary!.Lake : query.Transaction?.Lake)?.OpenAsync(name, at, cancellationToken) ?? lake.OpenAsync(query.Scope, name, at, cancellationToken);

    /// <summary>The current versions of several tables with one look; those that are not there are left out, and those of a transaction are opened one by one.</summary>
    public async Task<IReadOnlyDictionary<TableName, LakeTable>> OpenAsync(QueryInFlight query, Scope scope, IReadOnlyCollection<TableName> names, CancellationToken cancellationToken) =>
        query.Transaction is null || scope != query.Scope ? await lake.OpenAsync(scope, names, cancellationToken) : new Dictionary<TableName, LakeTable>();

    /// <summary>The tables in the order of their names; hidden schemas only when asked for.</summary>
    public async Task<IReadOnlyList<TableSummary>> ListAsync(QueryInFlight query, bool hidden, CancellationToken cancellationToken) =>
        query.Transaction?.Lake.List(hidden) ?? await lake.ListAsync(query.Scope, hidden, cancellationToken);

    /// <summary>What the tables are, without hidden schemas; the same list as long as nothing changes.</summary>
    public async Task<IReadOnlyList<TableShape>> ShapesAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var known = await (query.Transaction?.Lake.ShapesAsync(cancellationToken) ?? shapes.AllAsync(query.Scope, cancellationToken));
        return query.Order.Temporary is { Any: true } temporary ? [.. known, .. await temporary.Lake.ShapesAsync(cancellationToken)] : known;
    }

    /// <summary>The schemas that are not hidden.</summary>
    public Task<IReadOnlyList<string>> SchemasAsync(QueryInFlight query, CancellationToken cancellationToken) =>
        query.Transaction?.Lake.SchemasAsync(cancellationToken) ?? lake.SchemasAsync(query.Scope, hidden: false, cancellationToken);

    /// <summary>The views in the order of their names.</summary>
    public async Task<IReadOnlyList<StoredView>> ViewsAsync(QueryInFlight query, CancellationToken cancellationToken) =>
        query.Transaction?.Views ?? await views.ListAsync(query.Scope, cancellationToken);

    /// <summary>A view, or null.</summary>
    public async Task<StoredView?> ViewAsync(QueryInFlight query, TableName name, CancellationToken cancellationToken) => Find(await ViewsAsync(query, cancellationToken), name);

    private static StoredView? Find(IReadOnlyList<StoredView> views, TableName name)
    {
        foreach (var view in views)
        {
            if (view.Name == name)
            {
                return view;
            }
        }

        return null;
    }
}
