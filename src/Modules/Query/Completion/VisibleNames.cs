using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;

namespace Talentys.Query.Completion;

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
    public async Task<VisibleColumns?> ColumnsAsync(QueryInFlight query, TableName name, CancellationToken cancellationToken)
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
            var columns = table.Columns.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
            return access.Columns.Count == 0 && table.Columns.Count > 0 ? null : new VisibleColumns(
                table.Name, false, null, access.HidesRows,
                [.. access.Columns.Where(seen => columns.ContainsKey(seen.Name)).Select(seen => new VisibleColumn(seen.Name, columns[seen.Name].SqlType, columns[seen.Name].Doc, seen.Mask))]);
        }

        if (await catalog.ViewAsync(query, name, cancellationToken) is { } view && Sight.Of(query.Access, view) is { } seenAs)
        {
            var columns = view.Columns.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
            return new VisibleColumns(
                view.Name, true, view.Comment, seenAs.HidesRows,
                [.. seenAs.Columns.Where(seen => columns.ContainsKey(seen.Name)).Select(seen => new VisibleColumn(seen.Name, columns[seen.Name].Type, columns[seen.Name].Comment, seen.Mask))]);
        }

        return null;
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

/// <summary>A table or view with the columns that a principal sees.</summary>
internal sealed record VisibleColumns(TableName Name, bool IsView, string? Comment, bool HidesRows, IReadOnlyList<VisibleColumn> Columns);

/// <summary>A column that a principal sees.</summary>
internal sealed record VisibleColumn(string Name, string? Type, string? Comment, string? Mask);
