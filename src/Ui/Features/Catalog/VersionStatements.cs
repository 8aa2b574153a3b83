using System.Globalization;
using System.Text;
using Talentys.Contracts;
using Talentys.Ui.Shell;

namespace Talentys.Ui.Features.Catalog;

/// <summary>Statements that read versions of tables.</summary>
public static class VersionStatements
{
    /// <summary>The first rows of a version.</summary>
    public static string Rows(string schema, string table, long version) => $"select *\nfrom {At(schema, table, version)}\nlimit 100";

    /// <summary>
    /// Rows that only one of two versions has, over the columns of both; as often as they are there, so that a row that came twice
    /// differs. Null when they have no column in common.
    /// </summary>
    public static string? Differing(TableDetail older, TableDetail newer)
    {
        var common = older.Columns.Where(column => Find(newer, column.Name) is not null).ToList();
        if (common.Count == 0)
        {
            return null;
        }

        // what changed its type is compared as text: not all types can be compared with each other
        var columns = string.Join(", ", common.Select(column => Find(newer, column.Name)!.Type == column.Type
            ? Addresses.Quoted(column.Name)
            : $"cast({Addresses.Quoted(column.Name)} as varchar) as {Addresses.Quoted(column.Name)}"));
        var label = "only_in";
        while (Find(older, label) is not null)
        {
            label += "_";
        }

        return new StringBuilder()
            .Append("with one as (select ").Append(columns).Append(" from ").Append(At(older)).Append("),\n")
            .Append("  other as (select ").Append(columns).Append(" from ").Append(At(newer)).Append(")\n")
            .Append("select ").Append(Text(older)).Append(" as ").Append(label).Append(", * from (select * from one except all select * from other)\n")
            .Append("union all\n")
            .Append("select ").Append(Text(newer)).Append(", * from (select * from other except all select * from one)")
            .ToString();
    }

    private static TableColumn? Find(TableDetail table, string name) =>
        table.Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string At(TableDetail table) => At(table.Schema, table.Name, table.Version);

    private static string At(string schema, string table, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{Addresses.Quoted(schema)}.{Addresses.Quoted(table)} at (version => {version})");

    private static string Text(TableDetail table) => string.Create(CultureInfo.InvariantCulture, $"'version {table.Version}'");
}
