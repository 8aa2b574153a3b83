using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>
/// Keeps answers about a table from telling of fewer rows than its policy says: only statements of the form of
/// <see cref="GroupedTable"/> are let through, with a condition put in that leaves small groups out.
/// </summary>
internal sealed class GroupSizes(SqlParser parser)
{
    private static readonly string[] After = ["ORDER", "LIMIT", "OFFSET", "FETCH"];
    private static readonly string[] Texts = ["VARCHAR", "TEXT", "STRING"];

    /// <summary>The change of the text that leaves small groups out.</summary>
    /// <exception cref="FaultException"><c>query.policy_groups</c>: the statement has another form.</exception>
    public async Task<TextEdit> EditAsync(QueryInFlight query, TableAccess access, CancellationToken cancellationToken)
    {
        if (query.Facts.Grouped is not { HasHaving: false } grouped || query.References is not [{ At: null, In: null } bound]
            || bound.Reference.Location != grouped.Location || query.Composed is not null || query.Text.BodyStart > 0
            || grouped.Compared.Any(pair => !IsSafe(pair, bound.Table)))
        {
            throw Refused(access);
        }

        var sql = query.Text.Sql;
        var edit = new TextEdit(PlaceOf(sql), 0, $" HAVING {Condition(grouped, access.MinGroupSize)} ");

        // read again: the condition must have become the statement's own
        var text = StatementText.Read(new EditedText(sql, [.. query.Edits, edit]).Text);
        return text.Ok && (await parser.ParseAsync(text.Value, cancellationToken)) is { Ok: true, Value.Grouped.HasHaving: true } ? edit : throw Refused(access);
    }

    private static string Condition(GroupedTable grouped, int size)
    {
        var least = size.ToString(CultureInfo.InvariantCulture);
        var columns = grouped.Columns.Select(names => string.Join('.', names.Select(SqlText.Quote))).Distinct(StringComparer.OrdinalIgnoreCase);
        return string.Join(" AND ", columns.Select(column => $"count({column}) >= {least}").Prepend($"count(*) >= {least}"));
    }

    // a text that is compared with a number is cast row by row, and fails on the first that is none
    private static bool IsSafe((string Column, string Type) pair, LakeTable table) =>
        pair.Type == "VARCHAR" || pair.Type == "NULL"
        || table.Columns.FirstOrDefault(column => string.Equals(column.Name, pair.Column, StringComparison.OrdinalIgnoreCase)) is not { } column
        || !Texts.Contains(column.SqlType, StringComparer.OrdinalIgnoreCase);

    private static int PlaceOf(string sql)
    {
        var depth = 0;
        foreach (var token in SqlTokenizer.Tokens(sql))
        {
            if (token.Kind == SqlTokenKind.Symbol)
            {
                depth += sql[token.Start] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            }
            else if (depth == 0 && After.Any(word => token.Is(sql, word)))
            {
                return token.Start;
            }
        }

        return sql.Length;
    }

    private static FaultException Refused(TableAccess access) => new(new Fault(
        FaultKind.Denied, "query.policy_groups",
        $"{access.Table} is only shown in groups of {access.MinGroupSize} rows or more, and this statement has not the form for that.", null,
        "Write SELECT columns, count(*), sum(column) FROM table WHERE column = constant GROUP BY columns, with count, sum, avg, stddev or variance."));
}
