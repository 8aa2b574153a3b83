using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;
using Talentys.Query.Stages;
using Talentys.Query.Views;

namespace Talentys.Query.Listings;

/// <summary>
/// The tables, views and columns that one principal sees: the same answers as binding and authorizing a statement gives. What is
/// hidden is not there, by whatever way it is asked for.
/// </summary>
internal sealed class VisibleNames(QueryCatalog catalog, TableRights rights)
{
    /// <summary>Tables and views that a caller sees whose name has a text in it, by name; those that begin with it first.</summary>
    /// <param name="query">Who asks, and where.</param>
    /// <param name="schema">The schema they are in; null for any.</param>
    /// <param name="text">The text; empty for all.</param>
    /// <param name="most">Most of them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<(IReadOnlyList<VisibleTable> Tables, bool IsWhole)> ListAsync(QueryInFlight query, string? schema, string text, int most, CancellationToken cancellationToken)
    {
        var all = (await AllAsync(query, cancellationToken)).Where(table => (schema is null || Same(table.Name.Schema, schema)) && Has(table.Name, text));
        List<VisibleTable> first = [], others = [];
        var seen = 0;
        foreach (var table in all)
        {
            // rights are asked for last: most names do not match
            if (!AuthorizeStage.MaySee(query, table.Name))
            {
                continue;
            }

            if (++seen > most * 4)
            {
                break;
            }

            (table.Name.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? first : others).Add(table);
        }

        List<VisibleTable> found = [.. first, .. others];
        return (found.Count > most ? found[..most] : found, seen <= most);
    }

    /// <summary>Schemas that have tables or views for a caller.</summary>
    public async Task<IReadOnlyList<string>> SchemasAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var schemas = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in await AllAsync(query, cancellationToken))
        {
            if (!schemas.Contains(table.Name.Schema) && AuthorizeStage.MaySee(query, table.Name))
            {
                schemas.Add(table.Name.Schema);
            }
        }

        return [.. schemas];
    }

    /// <summary>The columns of a table or view as a caller sees them; null where there is none for the caller.</summary>
    public async Task<VisibleRelation?> ColumnsAsync(QueryInFlight query, TableName name, CancellationToken cancellationToken)
    {
        if (name.Name.Contains('$', StringComparison.Ordinal) || !AuthorizeStage.MaySee(query, name))
        {
            return null;
        }

        if (await catalog.OpenAsync(query, name, TableAt.Current, cancellationToken) is { } table)
        {
            var access = query.Access.IsOpen
                ? Sight.Whole(name, table.Columns.Select(column => column.Name))
                : await rights.OfAsync(query.Access, query.Scope, table, isCurrent: query.Transaction is null, cancellationToken);
            return access.Columns.Count == 0 && table.Columns.Count > 0
                ? null
                : Of(table.Name, false, null, access, table.Columns.Select(column => (column.Name, column.SqlType, column.Doc)));
        }

        if (await catalog.ViewAsync(query, name, cancellationToken) is { } view && Sight.Of(query.Access, view) is { } seenAs)
        {
            return Of(view, seenAs);
        }

        return null;
    }

    /// <summary>The tables and views of schemas with the columns that a caller sees, by name.</summary>
    public async Task<IReadOnlyList<VisibleRelation>> InAsync(QueryInFlight query, IReadOnlyCollection<string> schemas, CancellationToken cancellationToken)
    {
        var wanted = schemas.ToHashSet(StringComparer.OrdinalIgnoreCase);
        bool IsWanted(TableName name) => wanted.Contains(name.Schema) && AuthorizeStage.MaySee(query, name);
        var found = new List<VisibleRelation>();
        foreach (var table in (await catalog.ShapesAsync(query, cancellationToken)).Where(table => IsWanted(table.Table.Name)))
        {
            if (Sight.Of(query.Access, table) is { } seen)
            {
                found.Add(Of(table.Table.Name, false, table.Comment, seen, table.Columns.Select(column => (column.Name, column.SqlType, column.Doc))));
            }
        }

        foreach (var view in (await catalog.ViewsAsync(query, cancellationToken)).Where(view => IsWanted(view.Name)))
        {
            if (Sight.Of(query.Access, view) is { } seen)
            {
                found.Add(Of(view, seen));
            }
        }

        return [.. found.OrderBy(relation => relation.Name)];
    }

    private static VisibleRelation Of(StoredView view, TableAccess seen) =>
        Of(view.Name, true, view.Comment, seen, view.Columns.Select(column => (column.Name, column.Type, column.Comment)));

    private static VisibleRelation Of(TableName name, bool isView, string? comment, TableAccess seen, IEnumerable<(string Name, string Type, string? Comment)> all)
    {
        var columns = all.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        return new VisibleRelation(
            name, isView, comment, seen.HidesRows,
            [.. seen.Columns.Where(one => columns.ContainsKey(one.Name)).Select(one => new VisibleColumn(one.Name, columns[one.Name].Type, columns[one.Name].Comment, one.Mask))]);
    }

    private async Task<IEnumerable<VisibleTable>> AllAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var hidden = query.Principal.Is(Roles.Engineer) && query.Access.IsOpen;
        var tables = await catalog.ListAsync(query, hidden, cancellationToken);
        var made = (await catalog.ViewsAsync(query, cancellationToken)).Where(view => Sight.Of(query.Access, view) is not null).ToList();
        return made.Count == 0
            ? tables.Select(table => new VisibleTable(table.Name, false))
            : tables.Select(table => new VisibleTable(table.Name, false)).Concat(made.Select(view => new VisibleTable(view.Name, true))).OrderBy(table => table.Name);
    }

    private static bool Has(TableName name, string text) => text.Length == 0 || name.Name.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A table or view that a principal sees.</summary>
internal sealed record VisibleTable(TableName Name, bool IsView);
