using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;
using Talentys.Query.Views;
using Talentys.Storage;

namespace Talentys.Query.History;

/// <summary>Reads the lineage of statements that ended, and keeps which columns of tables come from which.</summary>
internal sealed class LineageNotes(ILineage lineage, ILake lake, TimeProvider clock)
{
    private const int MostKept = 256;
    private const int MostEdges = 5_000;
    private const int LongestJson = 64 * 1024;

    private readonly Dictionary<string, IReadOnlyList<ColumnOrigin>> known = new(StringComparer.Ordinal);

    /// <summary>Adds to a statement what is known of its columns. Called from one place at a time.</summary>
    public async Task<IReadOnlyList<ColumnOrigin>> NoteAsync(QueryHistoryRow row, CancellationToken cancellationToken)
    {
        if (row.Asked is not { } asked)
        {
            return [];
        }

        var key = asked.Key;
        if (asked.Changed.Count > 0 || !known.TryGetValue(key, out var columns))
        {
            columns = await ReadAsync(asked, cancellationToken);
            if (known.Count >= MostKept)
            {
                known.Clear();
            }

            if (asked.Changed.Count == 0)
            {
                known[key] = columns;
            }
        }

        row.Lineage = Json(columns);
        return columns;
    }

    /// <summary>Keeps the edges of a statement that wrote, in a database that is saved by the caller.</summary>
    public async Task KeepAsync(PlatformDb db, QueryHistoryRow row, IReadOnlyList<ColumnOrigin> columns, CancellationToken cancellationToken)
    {
        foreach (var table in (row.Asked is { Changed.Count: > 0 } ? columns : []).Where(column => column.Table is not null).GroupBy(column => KeyOf(TableName.Parse(column.Table!)), StringComparer.Ordinal))
        {
            await db.Set<LineageEdgeRow>()
                .Where(edge => edge.Organisation == row.Organisation && edge.Environment == row.Environment && edge.TargetKey == table.Key).LoadAsync(cancellationToken);

            // those of a statement before it that are not saved yet are there too, and those that it took away are not
            var edges = db.Set<LineageEdgeRow>().Local
                .Where(edge => edge.Organisation == row.Organisation && edge.Environment == row.Environment && edge.TargetKey == table.Key).ToList();
            if (row.Asked is { Replaces: true })
            {
                db.RemoveRange(edges);
                edges = [];
            }

            foreach (var (column, source) in table.SelectMany(column => column.Sources.Where(source => !row.Asked!.Elsewhere.Contains(source.Table)).Select(source => (column, source))).Take(MostEdges))
            {
                var (target, from) = (TableName.Parse(column.Table!), TableName.Parse(source.Table));
                var same = edges.Find(edge => edge.SourceKey == KeyOf(from) && Same(edge.TargetColumn, column.Column) && Same(edge.SourceColumn, source.Column));
                if (same is not null)
                {
                    (same.Kind, same.QueryId, same.At) = (source.Kind, row.QueryId, row.StartedAt);
                    continue;
                }

                var edge = new LineageEdgeRow
                {
                    Id = Ids.New(clock),
                    Organisation = row.Organisation,
                    Environment = row.Environment,
                    TargetKey = table.Key,
                    SourceKey = KeyOf(from),
                    Target = target.ToString(),
                    TargetColumn = column.Column,
                    Source = from.ToString(),
                    SourceColumn = source.Column,
                    Kind = source.Kind,
                    QueryId = row.QueryId,
                    At = row.StartedAt,
                };
                edges.Add(edge);
                db.Add(edge);
            }
        }
    }

    /// <summary>A table's name as it is compared.</summary>
    public static string KeyOf(TableName table) => $"{ViewStore.Fold(table.Schema)}.{ViewStore.Fold(table.Name)}";

    /// <summary>The lineage of statements as it is told.</summary>
    public static IReadOnlyList<ColumnOrigin> Told(LineageAnswer answer) =>
    [
        .. answer.Columns.Select(column => new ColumnOrigin(
            column.Table, column.Column, Word(column.Kind),
            [.. column.Sources.Select(source => new OriginColumn(source.Table, source.Column, Word(source.Kind)))],
            [.. column.Influences.Select(influence => new OriginColumn(influence.Table, influence.Column, Word(influence.Kind)))])),
    ];

    private async Task<IReadOnlyList<ColumnOrigin>> ReadAsync(LineageInput asked, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<string, IReadOnlyList<(string Column, string Type)>>(asked.Tables, StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (var name in asked.Replaces ? [] : asked.Changed)
            {
                if (!tables.ContainsKey(name.ToString()) && await lake.OpenAsync(asked.Scope, name, TableAt.Current, cancellationToken) is { } table)
                {
                    tables[name.ToString()] = [.. table.Columns.Select(column => (column.Name, column.SqlType))];
                }
            }

            return Told(await lineage.ReadAsync(asked.Sql, new LineageCatalog(tables), new LineageOptions(), cancellationToken));
        }
        catch (FaultException)
        {
            return []; // a form of statements whose columns come from nowhere: SHOW, EXPLAIN, a PIVOT of other values
        }
    }

    private static string? Json(IReadOnlyList<ColumnOrigin> columns)
    {
        if (columns.Count == 0)
        {
            return null;
        }

        var json = JsonSerializer.Serialize(columns, JsonSerializerOptions.Web);
        if (json.Length > LongestJson)
        {
            json = JsonSerializer.Serialize(columns.Select(column => column with { Influences = [] }), JsonSerializerOptions.Web);
        }

        return json.Length > LongestJson ? null : json;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Word(Enum kind) => kind.ToString().ToLowerInvariant();
}
