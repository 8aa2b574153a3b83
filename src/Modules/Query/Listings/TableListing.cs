using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Syntax;

namespace Talentys.Query.Listings;

/// <summary>Answers SHOW TABLES, SHOW ALL TABLES and SHOW SCHEMAS from the lake, as a composed SELECT of values.</summary>
internal sealed class TableListing(ILake lake)
{
    // the lake gives the same list until something changes
    private readonly ConditionalWeakTable<IReadOnlyList<TableSummary>, ConcurrentDictionary<ShowListing, string>> composed = [];

    public async Task<string> ComposeAsync(Scope scope, ShowListing show, CancellationToken cancellationToken)
    {
        var tables = await lake.ListAsync(scope, hidden: false, cancellationToken);
        return composed.GetOrCreateValue(tables).GetOrAdd(show, Compose, tables);
    }

    // the lists travel as JSON: the engine takes a second to plan a thousand times as many VALUES
    private static string Compose(ShowListing show, IReadOnlyList<TableSummary> tables) => show switch
    {
        ShowListing.Tables => Names(
            "name", tables.Where(table => table.Name.Schema == TableName.DefaultSchema).Select(table => table.Name.Name)),
        ShowListing.Schemas => Names("schema", tables.Select(table => table.Name.Schema).Distinct()),
        _ => $$"""
            SELECT t.s AS schema, t.n AS name, t.r AS rows, t.b AS bytes, to_timestamp(t.c) AS changed_at
            FROM (SELECT unnest(from_json({{Json(tables.Select(Row))}}, '[{"s":"VARCHAR","n":"VARCHAR","r":"BIGINT","b":"BIGINT","c":"BIGINT"}]')) AS t)
            """,
    };

    private static string Names(string column, IEnumerable<string> names) =>
        $"SELECT unnest(from_json({Json(names)}, '[\"VARCHAR\"]')) AS {column}";

    private static object Row(TableSummary table) => new
    {
        s = table.Name.Schema,
        n = table.Name.Name,
        r = table.Rows,
        b = table.Bytes,
        c = table.ChangedAt.ToUnixTimeSeconds(),
    };

    private static string Json(object list) => SqlText.Literal(JsonSerializer.Serialize(list));
}
