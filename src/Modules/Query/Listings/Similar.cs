using Talentys.Kernel;

namespace Talentys.Query.Listings;

/// <summary>Finds the table that a person probably meant.</summary>
internal static class Similar
{
    /// <summary>A table of the same name in another schema, or one whose name is few letters away; null when none is near.</summary>
    public static TableName? Of(TableName wanted, IEnumerable<TableName> tables)
    {
        // a name so much longer or shorter cannot be near: with thousands of tables most are passed by
        var most = 1 + (wanted.Name.Length / 4);
        var best = tables
            .Where(table => Math.Abs(table.Name.Length - wanted.Name.Length) <= most)
            .Select(table => (Table: table, Distance: Distance(wanted, table)))
            .Where(pair => pair.Distance <= most)
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Table)
            .Take(1)
            .ToList();
        return best.Count == 1 ? best[0].Table : null;
    }

    private static int Distance(TableName wanted, TableName table)
    {
        var name = EditDistance.Of(wanted.Name.ToUpperInvariant(), table.Name.ToUpperInvariant());
        return string.Equals(wanted.Schema, table.Schema, StringComparison.OrdinalIgnoreCase) ? name : name + 1;
    }
}
