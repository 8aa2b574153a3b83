using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Syntax;

namespace Talentys.Query.Listings;

/// <summary>Answers SHOW TABLES, SHOW ALL TABLES and SHOW SCHEMAS from the lake, as a composed SELECT of values.</summary>
internal sealed class TableListing(ILake lake)
{
    public async Task<string> ComposeAsync(Scope scope, ShowListing show, CancellationToken cancellationToken)
    {
        var tables = await lake.ListAsync(scope, hidden: false, cancellationToken);
        return show switch
        {
            ShowListing.Tables => Values(
                "name", tables.Where(table => table.Name.Schema == TableName.DefaultSchema).Select(table => SqlText.Literal(table.Name.Name)),
                "''"),
            ShowListing.Schemas => Values(
                "schema", tables.Select(table => table.Name.Schema).Distinct().Select(SqlText.Literal), "''"),
            _ => Values("schema, name, rows, bytes, changed_at", tables.Select(Row), "'', '', 0::bigint, 0::bigint, now()"),
        };
    }

    private static string Row(TableSummary table) => string.Create(
        CultureInfo.InvariantCulture,
        $"{SqlText.Literal(table.Name.Schema)}, {SqlText.Literal(table.Name.Name)}, {table.Rows}::bigint, {table.Bytes}::bigint, timestamptz '{table.ChangedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00'");

    private static string Values(string columns, IEnumerable<string> rows, string none)
    {
        var values = string.Join(", ", rows.Select(row => $"({row})"));
        return values.Length == 0
            ? $"SELECT * FROM (VALUES ({none})) listing({columns}) WHERE false"
            : $"SELECT * FROM (VALUES {values}) listing({columns})";
    }
}
