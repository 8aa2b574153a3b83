using Talentys.Contracts;
using Talentys.Query.Public;

namespace Talentys.Query.Completion;

/// <summary>Proposes conditions of a join: columns of one name, and keys that are called after the other table.</summary>
internal static class JoinConditions
{
    private const int Most = 8;

    public static async Task AddAsync(Found found, CancellationToken cancellationToken)
    {
        var block = found.Place.Block;
        if (found.Place is not { Clause: QueryClause.On, BeginsCondition: true } || found.Text.IsQuoted || block.Sources is not [_, .., var last] || last.Called.Length == 0)
        {
            return;
        }

        var joined = await found.Columns.OfAsync(block, last, cancellationToken);
        List<(string Text, int Rank)> conditions = [];
        foreach (var source in block.Sources.SkipLast(1).Where(source => source.Called.Length > 0))
        {
            foreach (var column in await found.Columns.OfAsync(block, source, cancellationToken))
            {
                foreach (var other in joined)
                {
                    if (RankOf(source, column, last, other) is > 0 and var rank)
                    {
                        conditions.Add(($"{Name(source, column)} = {Name(last, other)}", rank));
                    }
                }
            }
        }

        found.Items.AddRange(conditions.OrderByDescending(condition => condition.Rank).Take(Most).Select((condition, i) => new SqlProposal(
            condition.Text, "condition", condition.Text, Rank: 70 - i)));
    }

    private static int RankOf(QuerySource source, VisibleColumn column, QuerySource last, VisibleColumn other)
    {
        if (column.Type is { } type && other.Type is { } otherType && !string.Equals(type, otherType, StringComparison.OrdinalIgnoreCase) && IsText(type) != IsText(otherType))
        {
            return 0;
        }

        return Same(column.Name, other.Name) ? (IsKey(column.Name) ? 3 : 1)
            : Same(other.Name, "id") && IsKeyOf(column.Name, last.Name) ? 4
            : Same(column.Name, "id") && IsKeyOf(other.Name, source.Name) ? 4
            : 0;
    }

    // customer_id is the key of customers
    private static bool IsKeyOf(string column, string table) =>
        column.EndsWith("_id", StringComparison.OrdinalIgnoreCase) && column[..^3] is { Length: > 0 } one
        && (Same(table, one) || Same(table, one + "s") || Same(table, one + "es") || (one[^1] is 'y' or 'Y' && Same(table, one[..^1] + "ies")));

    private static bool IsKey(string column) => column.EndsWith("id", StringComparison.OrdinalIgnoreCase) || column.EndsWith("key", StringComparison.OrdinalIgnoreCase);

    private static bool IsText(string type) => type.StartsWith("VARCHAR", StringComparison.OrdinalIgnoreCase);

    private static string Name(QuerySource source, VisibleColumn column) => $"{SqlIdentifiers.Quoted(source.Called)}.{SqlIdentifiers.Quoted(column.Name)}";

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
