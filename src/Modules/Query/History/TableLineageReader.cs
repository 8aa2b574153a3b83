using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;
using Talentys.Query.Stages;
using Talentys.Query.Views;
using Talentys.Storage;

namespace Talentys.Query.History;

/// <summary>
/// Tells which columns those of a table come from and go to: by statements of the history that wrote, and by views as they are now. Of
/// other tables only those columns are told that are there for the reader.
/// </summary>
internal sealed class TableLineageReader(IPlatformDbFactory storage, ILake lake, ViewStore views, ILineage lineage, IAccessPolicies policies)
{
    /// <exception cref="FaultException"><c>query.table_not_found</c>.</exception>
    public async Task<TableLineage> ReadAsync(Principal principal, Scope scope, TableName name, CancellationToken cancellationToken)
    {
        var access = await policies.OfAsync(principal, scope, cancellationToken);
        var made = await views.ListAsync(scope, cancellationToken);
        if (!AuthorizeStage.MaySee(principal, access, name)
            || (made.All(view => view.Name != name) && await lake.OpenAsync(scope, name, TableAt.Current, cancellationToken) is null))
        {
            throw new FaultException(Fault.NotFound("query.table_not_found", $"There is no table {name}."));
        }

        var edges = await WrittenAsync(scope, name, cancellationToken);
        foreach (var view in made)
        {
            edges.AddRange(await OfViewAsync(scope, view, made, cancellationToken));
        }

        var there = (await lake.ListAsync(scope, hidden: true, cancellationToken)).Select(table => table.Name).Concat(made.Select(view => view.Name)).ToHashSet();
        bool IsSeen(TableName table, string column) => there.Contains(table) && AuthorizeStage.MaySee(principal, access, table)
            && (access.IsOpen || !access.Of(table, [new PolicyColumn(column, "VARCHAR")]).Hidden.Contains(column));

        return new TableLineage(
            name.Schema, name.Name,
            [.. edges.Where(edge => edge.Target == name && IsSeen(name, edge.TargetColumn) && IsSeen(edge.Source, edge.SourceColumn))
                .Select(edge => new LineageEdge(edge.TargetColumn, edge.Source.ToString(), edge.SourceColumn, edge.Kind, edge.Query, edge.At))],
            [.. edges.Where(edge => edge.Source == name && IsSeen(name, edge.SourceColumn) && IsSeen(edge.Target, edge.TargetColumn))
                .Select(edge => new LineageEdge(edge.SourceColumn, edge.Target.ToString(), edge.TargetColumn, edge.Kind, edge.Query, edge.At))]);
    }

    private async Task<List<Edge>> WrittenAsync(Scope scope, TableName name, CancellationToken cancellationToken)
    {
        var key = LineageNotes.KeyOf(name);
        await using var db = storage.Create();
        var rows = await db.Set<LineageEdgeRow>().AsNoTracking()
            .Where(row => row.Organisation == scope.Organisation && row.Environment == scope.Environment && (row.TargetKey == key || row.SourceKey == key))
            .OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new Edge(TableName.Parse(row.Target), row.TargetColumn, TableName.Parse(row.Source), row.SourceColumn, row.Kind, row.QueryId, row.At))];
    }

    private async Task<IEnumerable<Edge>> OfViewAsync(Scope scope, StoredView view, IReadOnlyList<StoredView> made, CancellationToken cancellationToken)
    {
        try
        {
            // first the names that it reads, then with their columns
            var named = (await lineage.ReadAsync(view.Sql, LineageCatalog.Empty, new LineageOptions(), cancellationToken)).Reads.Keys.Select(TableName.Parse).Distinct();
            var tables = new Dictionary<string, IReadOnlyList<(string Column, string Type)>>(StringComparer.OrdinalIgnoreCase);
            foreach (var name in named)
            {
                if (made.FirstOrDefault(other => other.Name == name) is { } other)
                {
                    tables[name.ToString()] = [.. other.Columns.Select(column => (column.Name, column.Type))];
                }
                else if (await lake.OpenAsync(scope, name, TableAt.Current, cancellationToken) is { } table)
                {
                    tables[name.ToString()] = [.. table.Columns.Select(column => (column.Name, column.SqlType))];
                }
            }

            var answer = LineageNotes.Told(await lineage.ReadAsync(view.Sql, new LineageCatalog(tables), new LineageOptions(), cancellationToken));
            return answer.Zip(view.Columns, (column, own) => (column, own)).SelectMany(pair => pair.column.Sources.Select(source => new Edge(
                view.Name, pair.own.Name, TableName.Parse(source.Table), source.Column, source.Kind, null, view.ChangedAt)));
        }
        catch (FaultException)
        {
            return []; // a view that cannot be read any more has no lineage
        }
    }

    private sealed record Edge(TableName Target, string TargetColumn, TableName Source, string SourceColumn, string Kind, string? Query, DateTimeOffset At);
}
