using System.Globalization;
using Apache.Arrow;
using Talentys.Contracts;
using Talentys.Gateway.Postgres.Results;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>Statements that write: what they are, and what a client is told of them at their end.</summary>
internal static class WriteTag
{
    private static readonly HashSet<string> Rows = new(StringComparer.OrdinalIgnoreCase) { "INSERT", "UPDATE", "DELETE", "MERGE" };

    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase) { "CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT" };

    private static readonly HashSet<string> Between = new(StringComparer.OrdinalIgnoreCase) { "OR", "REPLACE", "TEMP", "TEMPORARY", "UNIQUE", "RECURSIVE" };

    /// <summary>The word of a statement that writes, <c>INSERT</c> or <c>CREATE TABLE</c>; null for one that reads.</summary>
    public static string? Of(string sql, IReadOnlyList<SqlToken> tokens)
    {
        var first = tokens.Count > 0 && tokens[0].Kind == SqlTokenKind.Word ? Word(sql, tokens[0]) : "";
        if (Rows.Contains(first))
        {
            return first;
        }

        if (first == "WITH")
        {
            return Behind(sql, tokens);
        }

        if (!Others.Contains(first))
        {
            return null;
        }

        var second = tokens.Skip(1).FirstOrDefault(token => !(token.Kind == SqlTokenKind.Word && Between.Contains(Word(sql, token))));
        return second is { Kind: SqlTokenKind.Word, Length: > 0 } ? $"{first} {Word(sql, second)}" : first;
    }

    /// <summary>Carries it to its end, for only then it has written, and makes the tag.</summary>
    public static async Task<string> EndAsync(EngineRows rows, CancellationToken cancellationToken)
    {
        await using var ending = rows;
        long? count = null;
        while (await rows.NextAsync(cancellationToken) is { } batch)
        {
            using (batch)
            {
                count = batch.ColumnCount > 0 && batch.Column(0) is Int64Array { Length: > 0 } counts ? counts.GetValue(0) : count;
            }
        }

        return rows.Command switch
        {
            "INSERT" => string.Create(CultureInfo.InvariantCulture, $"INSERT 0 {count ?? 0}"),
            "UPDATE" or "DELETE" or "MERGE" => string.Create(CultureInfo.InvariantCulture, $"{rows.Command} {count ?? 0}"),
            "CREATE TABLE AS" => string.Create(CultureInfo.InvariantCulture, $"SELECT {count ?? 0}"),
            "TRUNCATE" => "TRUNCATE TABLE",
            var word => word,
        };
    }

    // the statement behind the parts of WITH, outside of all brackets
    private static string? Behind(string sql, IReadOnlyList<SqlToken> tokens)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            if (token.Kind == SqlTokenKind.Symbol)
            {
                depth += sql[token.Start] switch { '(' => 1, ')' => -1, _ => 0 };
            }
            else if (depth == 0 && token.Kind == SqlTokenKind.Word && Rows.Contains(Word(sql, token)))
            {
                return Word(sql, token);
            }
        }

        return null;
    }

    private static string Word(string sql, SqlToken token) => token.In(sql).ToString().ToUpperInvariant();
}
