using Talentys.Contracts;

namespace Talentys.Query.Stages;

/// <summary>
/// Which columns of its tables a statement may read: all whose names occur in its text, more than it reads at times and seldom
/// less (a whole row under the name of its table), which the engine then tells.
/// </summary>
internal static class NeededColumns
{
    /// <summary>Their field ids; null for all.</summary>
    public static IReadOnlySet<int>? Of(QueryInFlight query)
    {
        if (query.Composed is not null || query.Views.Count > 0)
        {
            return null;
        }

        var sql = query.Text.Sql;
        var tokens = query.Text.Tokens;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == SqlTokenKind.Word)
            {
                names.Add(tokens[i].In(sql).ToString());
            }
            else if (tokens[i].Kind == SqlTokenKind.QuotedName)
            {
                names.Add(tokens[i].In(sql)[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal));
            }
            else if (IsStar(sql, tokens, i))
            {
                return null;
            }
        }

        return names.Overlaps(Wholes) ? null : query.References
            .SelectMany(bound => bound.Table.Columns).Where(column => names.Contains(column.Name)).Select(column => column.FieldId).ToHashSet();
    }

    // they mean columns that they do not name
    private static readonly string[] Wholes = ["columns", "natural", "pivot", "unpivot", "summarize", "describe", "show"];

    /// <summary>Whether a star means all columns: it does not in <c>count(*)</c> and between numbers.</summary>
    private static bool IsStar(string sql, List<SqlToken> tokens, int at)
    {
        if (tokens[at].In(sql) is not "*" || at == 0)
        {
            return false;
        }

        var before = tokens[at - 1];
        return before.Kind switch
        {
            SqlTokenKind.Symbol => before.In(sql) switch
            {
                "," or "." => true,
                "(" => at < 2 || !tokens[at - 2].Is(sql, "count"),
                _ => false,
            },
            SqlTokenKind.Word => before.Is(sql, "select") || before.Is(sql, "distinct") || before.Is(sql, "all") || before.Is(sql, "from"),
            _ => false,
        };
    }
}
