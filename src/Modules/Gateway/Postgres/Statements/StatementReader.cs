using Talentys.Contracts;
using Talentys.Gateway.Postgres.Copies;
using Talentys.Gateway.Postgres.Cursors;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Sessions;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>Cuts what a client sends into statements, and tells those about the session from those for the query path.</summary>
internal static class StatementReader
{
    /// <summary>Words that statements of the query path begin with, or of which it tells why it refuses them.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "SELECT", "WITH", "FROM", "VALUES", "TABLE", "DESCRIBE", "DESC", "SUMMARIZE", "SHOW", "EXPLAIN", "PIVOT", "UNPIVOT", "INSERT", "UPDATE",
        "DELETE", "MERGE", "CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT", "USE", "PRAGMA", "ATTACH", "DETACH", "INSTALL", "LOAD", "IMPORT",
        "EXPORT", "CHECKPOINT", "ANALYZE", "REFRESH", "SECURITY", "REPLACE", "UPSERT",
    };

    /// <summary>The statements of a text; none when it holds nothing.</summary>
    public static List<PgStatement> Read(string sql)
    {
        var statements = new List<PgStatement>();
        var tokens = SqlTokenizer.Tokens(sql);
        var first = 0;
        for (var index = 0; index <= tokens.Count; index++)
        {
            if (index < tokens.Count && !(tokens[index].Kind == SqlTokenKind.Symbol && sql[tokens[index].Start] == ';'))
            {
                continue;
            }

            if (index > first)
            {
                statements.Add(ReadOne(sql, tokens[first].Start, tokens[index - 1].End));
            }

            first = index + 1;
        }

        return statements;
    }

    private static PgStatement ReadOne(string sql, int start, int end)
    {
        var words = new StatementWords(sql[start..end], start);
        return words.Word() switch
        {
            "BEGIN" or "START" or "COMMIT" or "END" or "ROLLBACK" or "ABORT" or "SAVEPOINT" or "RELEASE" => TransactionStatement.Read(words),
            "SET" => SetStatement.Read(words),
            "RESET" => SetStatement.ReadReset(words),
            "SHOW" => ShowStatement.Read(words) as PgStatement ?? new QueryStatement(words.Sql) { Start = start },
            "SELECT" => UnlockStatement.Read(words) as PgStatement ?? new QueryStatement(words.Sql) { Start = start },
            "DISCARD" => new DiscardStatement(words.Rest()) { Start = start },
            "PREPARE" => PrepareStatement.Read(words),
            "EXECUTE" => ExecuteStatement.Read(words),
            "DEALLOCATE" => DeallocateStatement.Read(words),
            "DECLARE" => DeclareStatement.Read(words),
            "FETCH" or "MOVE" => FetchStatement.Read(words),
            "CLOSE" => CloseStatement.Read(words),
            "COPY" => CopyStatement.Read(words),
            "LISTEN" or "UNLISTEN" => new QuietStatement(words.First) { Start = start },
            "NOTIFY" or "LOCK" or "DO" or "CALL" or "VACUUM" or "GRANT" or "REVOKE" or "REINDEX" or "CLUSTER" => throw new PgException(new PgError(
                "0A000", $"{words.First} is not supported.")
            { Position = start + 1 }),
            { Length: > 0 } word when !Known.Contains(word) => throw words.UnexpectedFirst(),
            _ => new QueryStatement(words.Sql) { Start = start },
        };
    }
}

/// <summary>A statement that changes nothing here: nobody is ever notified.</summary>
internal sealed class QuietStatement(string tag) : PgStatement
{
    public override ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<Types.ParameterValue> parameters, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new StatementResult(tag));
}
