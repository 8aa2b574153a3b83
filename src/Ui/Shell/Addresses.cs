using Talentys.Contracts;

namespace Talentys.Ui.Shell;

/// <summary>Addresses of things.</summary>
public static class Addresses
{
    /// <summary>A table's page.</summary>
    public static string Table(string schema, string table) => $"t/{Uri.EscapeDataString(schema)}/{Uri.EscapeDataString(table)}";

    /// <summary>A source's page.</summary>
    public static string Source(string name) => $"sources/{Uri.EscapeDataString(name)}";

    /// <summary>The page of a node of the dbt project.</summary>
    public static string Model(string id) => $"models/{Uri.EscapeDataString(id)}";

    /// <summary>A run's page.</summary>
    public static string Run(string id) => $"r/{Uri.EscapeDataString(id)}";

    /// <summary>The SQL page with a statement in a new draft.</summary>
    public static string Sql(string sql) => $"sql?q={Uri.EscapeDataString(sql)}";

    /// <summary>A name as SQL writes it: quoted where it must be.</summary>
    public static string Quoted(string name) => SqlIdentifiers.Quoted(name);
}
