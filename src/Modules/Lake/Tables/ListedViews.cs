using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Lake.Tables;

/// <summary>Views where tables are listed and shown: both share their names.</summary>
internal sealed class ListedViews(IEnumerable<IViewList> lists)
{
    /// <summary>The views of a scope as items of a list of tables; hidden schemas only when asked for.</summary>
    public async Task<IReadOnlyList<TableSummary>> AllAsync(Scope scope, bool hidden, CancellationToken cancellationToken)
    {
        var found = new List<TableSummary>();
        foreach (var list in lists)
        {
            found.AddRange((await list.ViewsAsync(scope, cancellationToken)).Where(view => hidden || !view.Name.Schema.StartsWith('_'))
                .Select(view => new TableSummary(view.Name, view.Id, 0, 0, 0, view.ChangedAt) { IsView = true }));
        }

        return found;
    }

    /// <summary>Tables and views together, ordered by name; the same list where there are no views.</summary>
    public async Task<IReadOnlyList<TableSummary>> WithAsync(IReadOnlyList<TableSummary> tables, Scope scope, bool hidden, CancellationToken cancellationToken) =>
        await AllAsync(scope, hidden, cancellationToken) is { Count: > 0 } views ? [.. tables.Concat(views).OrderBy(table => table.Name)] : tables;

    /// <summary>A view as its reader may know it; null when there is none.</summary>
    public async Task<TableDetail?> FindAsync(Principal principal, IAccess access, Scope scope, TableName name, CancellationToken cancellationToken)
    {
        foreach (var list in lists)
        {
            if ((await list.ViewsAsync(scope, cancellationToken)).FirstOrDefault(view => view.Name == name) is { } view)
            {
                return Detail(principal, access, view);
            }
        }

        return null;
    }

    private static TableDetail? Detail(Principal principal, IAccess access, ViewSummary view)
    {
        var seen = access.Of(view.Name, [.. view.Columns.Select(column => new PolicyColumn(column.Name, column.Type))]);
        var columns = view.Columns.Where(column => !seen.Hidden.Contains(column.Name))
            .Select(column => new TableColumn(column.Name, column.Type, false, column.Comment) { Mask = seen.Columns.FirstOrDefault(one => one.Name == column.Name)?.Mask })
            .ToList();
        return columns.Count == 0 ? null : new TableDetail(view.Name.Schema, view.Name.Name, view.Id, 0, 0, 0, 0, view.ChangedAt, columns)
        {
            CountsHidden = !access.MayCount(view.Name),
            View = new ViewFacts(view.ShowsTextTo(principal, access) ? view.Sql : null, view.Definer.Name, view.Invoker, view.Comment),
        };
    }
}
