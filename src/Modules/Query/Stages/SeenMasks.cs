using Talentys.Kernel;
using Talentys.Query.History;
using Talentys.Query.Public;

namespace Talentys.Query.Stages;

/// <summary>Tells through which masks the columns of a result are seen, by where they come from; a courtesy: the masks are applied in the views.</summary>
internal sealed class SeenMasks(ILineage lineage)
{
    /// <summary>The masks of each column of a statement's result, and whether rows are hidden. Null where nothing is restricted.</summary>
    public async Task<(IReadOnlyList<string?> Masks, bool HidesRows)?> OfAsync(QueryInFlight query, int columns, CancellationToken cancellationToken)
    {
        var views = query.Views.Where(view => view.Seen is not null).ToList();
        if (query.Restricted.Count == 0 && views.Count == 0)
        {
            return null;
        }

        var masks = new Dictionary<(string Table, string Column), string>(Names.Instance);
        var tables = new Dictionary<string, IReadOnlyList<(string, string)>>(StringComparer.OrdinalIgnoreCase);
        foreach (var bound in query.References.Where(bound => bound.In is null))
        {
            var table = LineageInput.NameOf(query, bound.Ground.Scope, bound.Table.Name);
            var access = query.Restricted.GetValueOrDefault(bound);
            tables[table] = [.. bound.Table.Columns.Where(column => access is null || access.Columns.Any(seen => seen.Name == column.Name)).Select(column => (column.Name, column.SqlType))];
            Add(table, access);
        }

        foreach (var view in query.Views)
        {
            var name = LineageInput.NameOf(query, view.Scope, view.View.Name);
            tables[name] = [.. view.View.Columns.Select(column => (column.Name, column.Type))];
            Add(name, view.Seen);
        }

        var hides = query.Restricted.Values.Any(access => access.HidesRows) || views.Any(view => view.Seen!.HidesRows);
        return (masks.Count == 0 ? [] : await MasksAsync(query, columns, tables, masks, cancellationToken), hides);

        void Add(string table, TableAccess? access)
        {
            foreach (var column in (access?.Columns ?? []).Where(column => column.Sql is not null))
            {
                masks[(table, column.Name)] = column.Mask ?? "sql";
            }
        }
    }

    private async Task<IReadOnlyList<string?>> MasksAsync(
        QueryInFlight query, int columns, Dictionary<string, IReadOnlyList<(string, string)>> tables, Dictionary<(string, string), string> masks, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await lineage.ReadAsync(query.Text.Sql, new LineageCatalog(tables), new LineageOptions(), cancellationToken);
            var told = answer.Columns.Where(column => column.Table is null)
                .Select(column => string.Join(", ", column.Sources.Select(source => masks.GetValueOrDefault((source.Table, source.Column))).OfType<string>().Distinct()))
                .Select(names => names.Length == 0 ? null : names)
                .ToList();
            return told.Count == columns ? told : [];
        }
        catch (FaultException)
        {
            return []; // the statement ran: only where its columns come from could not be told
        }
    }

    private sealed class Names : IEqualityComparer<(string Table, string Column)>
    {
        public static readonly Names Instance = new();

        public bool Equals((string Table, string Column) x, (string Table, string Column) y) =>
            StringComparer.OrdinalIgnoreCase.Equals(x.Table, y.Table) && StringComparer.OrdinalIgnoreCase.Equals(x.Column, y.Column);

        public int GetHashCode((string Table, string Column) name) =>
            HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(name.Table), StringComparer.OrdinalIgnoreCase.GetHashCode(name.Column));
    }
}
