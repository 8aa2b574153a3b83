using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Syntax;
using Talentys.Query.Views;

namespace Talentys.Query.Listings;

/// <summary>Answers SHOW TABLES, SHOW ALL TABLES and SHOW SCHEMAS from the lake, as a composed SELECT of values.</summary>
internal sealed class TableListing(QueryCatalog catalog)
{
    private const long Unknown = -1;

    // the lake gives the same list until something changes
    private readonly ConditionalWeakTable<IReadOnlyList<TableSummary>, ConcurrentDictionary<ShowListing, string>> composed = [];

    public async Task<string> ComposeAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var show = query.Facts.Show;
        if (show == ShowListing.Databases)
        {
            return Names("database_name", [query.Scope.Environment]);
        }

        var tables = query.Access.IsOpen ? await catalog.ListAsync(query, hidden: false, cancellationToken) : [];
        var made = (await catalog.ViewsAsync(query, cancellationToken)).Where(view => !view.Name.Schema.StartsWith('_')).ToList();
        if (!query.Access.IsOpen)
        {
            // of a table whose rows are hidden neither their number nor the size of its files is told
            tables = [.. (await catalog.ShapesAsync(query, cancellationToken)).Where(table => AuthorizeStage.MaySee(query, table.Table.Name) && Sight.Of(query.Access, table) is not null)
                .Select(table => query.Access.MayCount(table.Table.Name) ? table.Table : table.Table with { Rows = Unknown, Bytes = Unknown })];
            made = [.. made.Where(view => AuthorizeStage.MaySee(query, view.Name) && Sight.Of(query.Access, view) is not null)];
        }

        if (show == ShowListing.Schemas)
        {
            var schemas = query.Access.IsOpen ? await catalog.SchemasAsync(query, cancellationToken) : tables.Select(table => table.Name.Schema);
            return Names("schema", schemas.Concat(made.Select(view => view.Name.Schema))
                .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase));
        }

        if (show == ShowListing.Tables && query.Facts.ShowSchema is { } schema)
        {
            return Names("name", tables.Select(table => table.Name).Concat(made.Select(view => view.Name)).Order()
                .Where(name => string.Equals(name.Schema, schema, StringComparison.OrdinalIgnoreCase)).Select(name => name.Name));
        }

        return made.Count == 0 && query.Access.IsOpen
            ? composed.GetOrCreateValue(tables).GetOrAdd(show, shown => Compose(shown, tables, []))
            : Compose(show, tables, made);
    }

    // the lists travel as JSON: the engine takes a second to plan a thousand times as many VALUES
    private static string Compose(ShowListing show, IReadOnlyList<TableSummary> tables, IReadOnlyList<StoredView> views) => show switch
    {
        ShowListing.Tables => Names(
            "name", tables.Select(table => table.Name).Concat(views.Select(view => view.Name)).Order()
                .Where(name => name.Schema == TableName.DefaultSchema).Select(name => name.Name)),
        _ => $$"""
            SELECT t.s AS schema, t.n AS name, t.r AS rows, t.b AS bytes, to_timestamp(t.c) AS changed_at
            FROM (SELECT unnest(from_json({{Json(tables.Select(Row).Concat(views.Select(Row)))}}, '[{"s":"VARCHAR","n":"VARCHAR","r":"BIGINT","b":"BIGINT","c":"BIGINT"}]')) AS t)
            """,
    };

    private static string Names(string column, IEnumerable<string> names) =>
        $"SELECT unnest(from_json({Json(names)}, '[\"VARCHAR\"]')) AS {column}";

    private static object Row(StoredView view) => new
    {
        s = view.Name.Schema,
        n = view.Name.Name,
        r = (long?)null,
        b = (long?)null,
        c = view.ChangedAt.ToUnixTimeSeconds(),
    };

    private static object Row(TableSummary table) => new
    {
        s = table.Name.Schema,
        n = table.Name.Name,
        r = table.Rows == Unknown ? (long?)null : table.Rows,
        b = table.Bytes == Unknown ? (long?)null : table.Bytes,
        c = table.ChangedAt.ToUnixTimeSeconds(),
    };

    private static string Json(object list) => SqlText.Literal(JsonSerializer.Serialize(list));
}
