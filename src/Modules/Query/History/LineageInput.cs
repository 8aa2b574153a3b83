using System.Text;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.History;

/// <summary>What is kept of a statement that ended until its lineage is read, in the background.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Scope">Where it ran.</param>
/// <param name="Tables">Columns and types of the tables and views that it named.</param>
/// <param name="Changed">The tables that it changed; none in a transaction, which may take it back.</param>
/// <param name="Replaces">Whether it made them anew: what wrote them before does not count any more.</param>
internal sealed record LineageInput(
    string Sql, Scope Scope, IReadOnlyDictionary<string, IReadOnlyList<(string Column, string Type)>> Tables, IReadOnlyList<TableName> Changed, bool Replaces)
{
    /// <summary>Longest statement whose lineage is read.</summary>
    private const int LongestText = 64 * 1024;

    /// <summary>Of a statement that succeeded; null where there is nothing to tell.</summary>
    public static LineageInput? Of(QueryInFlight query)
    {
        if (query.Order.Sql.Length > LongestText || (query.References.Count == 0 && query.Views.Count == 0) || query.Order.Describe
            || query.Changed.Any(query.Owns) || query.References.Any(bound => query.Owns(bound.Table.Name)))
        {
            return null;
        }

        var tables = new Dictionary<string, IReadOnlyList<(string Column, string Type)>>(StringComparer.OrdinalIgnoreCase);
        foreach (var bound in query.References.Where(bound => bound.In is null))
        {
            tables.TryAdd(NameOf(query, bound.Ground.Scope, bound.Table.Name), [.. bound.Table.Columns.Select(column => (column.Name, column.SqlType))]);
        }

        foreach (var view in query.Views)
        {
            tables.TryAdd(NameOf(query, view.Scope, view.View.Name), [.. view.View.Columns.Select(column => (column.Name, column.Type))]);
        }

        return new LineageInput(query.Order.Sql, query.Scope, tables, query.Transaction is null ? [.. query.Changed] : [], query.Command is "CREATE TABLE" or "CREATE TABLE AS")
        {
            Elsewhere = query.References.Select(bound => (bound.Ground.Scope, bound.Table.Name)).Concat(query.Views.Select(view => (view.Scope, view.View.Name)))
                .Where(one => one.Scope != query.Scope).Select(one => NameOf(query, one.Scope, one.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>The tables and views among them that are of other environments: edges of tables are of one.</summary>
    public IReadOnlySet<string> Elsewhere { get; private init; } = Principal.EmptySet;

    /// <summary>A table as the statement names it: with its environment where that is another one.</summary>
    public static string NameOf(QueryInFlight query, Scope scope, TableName table) => scope == query.Scope ? table.ToString() : $"{scope.Environment}.{table}";

    /// <summary>Tells statements apart that have other lineage.</summary>
    public string Key => string.Join('\n', Tables.Select(table => $"{table.Key}({string.Join(',', table.Value)})").Prepend(Compared(Sql)).Prepend(Scope.ToString()));

    /// <summary>
    /// The text without the constants that columns are compared with in its last WHERE: they make no other lineage, and programs send the
    /// same statement with ever new ones. Not where a column may follow, whose name would be made of them.
    /// </summary>
    private static string Compared(string sql)
    {
        var tokens = SqlTokenizer.Tokens(sql);
        var where = tokens.FindLastIndex(token => token.Is(sql, "where"));
        if (where < 0 || PivotText.MayBeIn(sql) || tokens.Skip(where).Any(token => token.Is(sql, "select") || token.Is(sql, "from") || token.Is(sql, "columns")))
        {
            return sql;
        }

        var text = new StringBuilder(sql.Length).Append(sql, 0, tokens[where].Start);
        for (var at = where; at < tokens.Count; at++)
        {
            var constant = tokens[at].Kind is SqlTokenKind.Number or SqlTokenKind.Text && tokens[at - 1].Kind == SqlTokenKind.Symbol && sql[tokens[at - 1].Start] is '=' or '<' or '>';
            text.Append(' ').Append(constant ? "?" : tokens[at].In(sql));
        }

        return text.ToString();
    }
}
