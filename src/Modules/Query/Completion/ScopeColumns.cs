using Talentys.Kernel;
using Talentys.Query.Listings;
using Talentys.Query.Public;
using Talentys.Query.Stages;

namespace Talentys.Query.Completion;

/// <summary>Tells which columns the sources of a query have, through WITH, subqueries and stars; for one request.</summary>
internal sealed class ScopeColumns(QueryInFlight query, VisibleNames names)
{
    private const int MostNested = 24;

    private readonly Dictionary<TableName, VisibleRelation?> known = [];

    /// <summary>The columns of a source.</summary>
    public Task<IReadOnlyList<VisibleColumn>> OfAsync(QueryBlock block, QuerySource source, CancellationToken cancellationToken) => OfAsync(block, source, 0, cancellationToken);

    /// <summary>The table or view that a source is; null for a query, or where there is none for the caller.</summary>
    public Task<VisibleRelation?> TableAsync(QueryBlock block, QuerySource source, CancellationToken cancellationToken) =>
        source.Query is not null || source.IsFunction || (source.Schema is null && Named(block, source.Name) is not null)
            ? Task.FromResult<VisibleRelation?>(null)
            : TableAsync(new TableName(source.Schema ?? TableName.DefaultSchema, source.Name), cancellationToken);

    /// <summary>A table or view.</summary>
    public async Task<VisibleRelation?> TableAsync(TableName name, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(name, out var found))
        {
            try
            {
                found = await names.ColumnsAsync(query, name, cancellationToken);
            }
            catch (FaultException)
            {
                found = null; // running the statement tells why it cannot be read
            }

            known[name] = found;
        }

        return found;
    }

    /// <summary>The query that a name means, with where it was named.</summary>
    public static (NamedQuery Query, QueryBlock In)? Named(QueryBlock block, string name)
    {
        for (var at = block; at is not null; at = at.Outer)
        {
            if (at.Names.FirstOrDefault(named => Same(named.Name, name)) is { } found)
            {
                return (found, at);
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<VisibleColumn>> OfAsync(QueryBlock block, QuerySource source, int depth, CancellationToken cancellationToken)
    {
        IReadOnlyList<VisibleColumn> columns;
        if (depth > MostNested || source.IsFunction)
        {
            columns = [];
        }
        else if (source.Query is { } inner)
        {
            columns = await OutputAsync(inner, depth + 1, cancellationToken);
        }
        else if (source.Schema is null && Named(block, source.Name) is { } named)
        {
            columns = Renamed(await OutputAsync(named.Query.Query, depth + 1, cancellationToken), named.Query.Columns);
        }
        else
        {
            columns = (await TableAsync(new TableName(source.Schema ?? TableName.DefaultSchema, source.Name), cancellationToken))?.Columns ?? [];
        }

        return Renamed(columns, source.Columns);
    }

    /// <summary>The columns that a query gives.</summary>
    private async Task<IReadOnlyList<VisibleColumn>> OutputAsync(QueryBlock block, int depth, CancellationToken cancellationToken)
    {
        List<VisibleColumn> output = [];
        if (!block.HasSelect)
        {
            return await AllAsync(block, [], depth, cancellationToken);
        }

        foreach (var item in block.Items)
        {
            if (item.IsStar)
            {
                output.AddRange((await AllAsync(block, item.Path, depth, cancellationToken)).Where(column => !item.Without.Contains(column.Name, StringComparer.OrdinalIgnoreCase)));
            }
            else if (item.Path.Count > 0)
            {
                var found = (await AllAsync(block, [.. item.Path.SkipLast(1)], depth, cancellationToken)).FirstOrDefault(column => Same(column.Name, item.Path[^1]));
                output.Add(found is null ? new VisibleColumn(item.Alias ?? item.Path[^1], null, null, null) : found with { Name = item.Alias ?? found.Name });
            }
            else if (item.Alias is { } alias)
            {
                output.Add(new VisibleColumn(alias, item.Type, null, null));
            }
        }

        return output;
    }

    private async Task<IReadOnlyList<VisibleColumn>> AllAsync(QueryBlock block, IReadOnlyList<string> of, int depth, CancellationToken cancellationToken)
    {
        List<VisibleColumn> all = [];
        foreach (var source in block.Sources.Where(source => Is(source, of)))
        {
            var columns = await OfAsync(block, source, depth, cancellationToken);
            all.AddRange(of.Count > 0 ? columns : columns.Where(column => !source.Shared.Contains(column.Name, StringComparer.OrdinalIgnoreCase)));
        }

        return all;
    }

    /// <summary>Whether a name of one or two parts means a source; none means each.</summary>
    public static bool Is(QuerySource source, IReadOnlyList<string> path) => path.Count switch
    {
        0 => true,
        1 => Same(source.Called, path[0]),
        _ => source.Alias is null && Same(source.Name, path[^1]) && source.Schema is { } schema && Same(schema, path[^2]),
    };

    private static IReadOnlyList<VisibleColumn> Renamed(IReadOnlyList<VisibleColumn> columns, IReadOnlyList<string> names) => names.Count == 0
        ? columns
        : [.. names.Select((name, i) => i < columns.Count ? columns[i] with { Name = name } : new VisibleColumn(name, null, null, null)), .. columns.Skip(names.Count)];

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
