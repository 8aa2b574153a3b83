using System.Text;
using Talentys.Kernel;

namespace Talentys.Query.SystemTables;

/// <summary>A table of <c>pg_catalog</c> or <c>information_schema</c>.</summary>
/// <param name="Group">Where it is kept: <c>pg</c> or <c>info</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Oid">Its identifier.</param>
/// <param name="Kind">r for a table, v for a view.</param>
/// <param name="Columns">Its columns, as PostgreSQL has them.</param>
/// <param name="From">Where its rows come from; null for a table without any.</param>
internal sealed record SystemTable(string Group, string Name, uint Oid, char Kind, IReadOnlyList<SystemColumn> Columns, string? From)
{
    /// <summary>The name of its schema to people.</summary>
    public string Schema => Group == "pg" ? SystemTableNames.Catalog : SystemTableNames.Information;

    /// <summary>The SELECT that gives it, with names of facts and other system tables as <c>facts.x</c>.</summary>
    public string Select()
    {
        var sql = new StringBuilder("SELECT ");
        foreach (var column in Columns)
        {
            var type = SystemType.Named(column.Type).Engine;
            sql.Append(sql.Length > 7 ? ", " : "").Append("CAST((").Append(From is null ? "NULL" : column.Value ?? Default(type))
                .Append(") AS ").Append(type).Append(") AS ").Append(SqlText.Quote(column.Name));
        }

        return sql.Append(From is null ? " WHERE false" : $" {From}").ToString();
    }

    private static string Default(string type) => type switch
    {
        "BOOLEAN" => "false",
        "SMALLINT" or "INTEGER" or "BIGINT" or "UINTEGER" or "FLOAT" or "DOUBLE" => "0",
        _ => "NULL",
    };
}

/// <summary>A column of a system table.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type in PostgreSQL's words.</param>
/// <param name="Value">What it holds; null for what a column holds that says nothing: 0, false, null.</param>
internal sealed record SystemColumn(string Name, string Type, string? Value);
