using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>BEGIN, COMMIT, ROLLBACK, SAVEPOINT and their other names.</summary>
internal sealed class TransactionStatement(TransactionStep step, string? savepoint) : PgStatement
{
    private TransactionModes Modes { get; init; } = TransactionModes.None;

    public override bool EndsTransaction => step is TransactionStep.Commit or TransactionStep.Rollback or TransactionStep.RollbackTo;

    public static TransactionStatement Read(StatementWords words)
    {
        var first = words.First;
        if (first == "SAVEPOINT")
        {
            return Named(TransactionStep.Savepoint, words);
        }

        if (first == "RELEASE")
        {
            words.Takes("SAVEPOINT");
            return Named(TransactionStep.Release, words);
        }

        if (first == "START" && !words.Takes("TRANSACTION"))
        {
            throw words.Unexpected();
        }

        if (!words.Takes("TRANSACTION"))
        {
            words.Takes("WORK");
        }

        if (first == "ROLLBACK" && words.Takes("TO"))
        {
            words.Takes("SAVEPOINT");
            return Named(TransactionStep.RollbackTo, words);
        }

        return words.Peek() == "PREPARED" || words.Peek() == "AND" && words.Peek(1) == "CHAIN"
            ? throw new PgException(new PgError("0A000", "This form of a transaction is not supported.") { Position = words.RestStart + 1 })
            : new TransactionStatement(first switch
            {
                "BEGIN" or "START" => TransactionStep.Begin,
                "COMMIT" or "END" => TransactionStep.Commit,
                _ => TransactionStep.Rollback,
            }, null)
            { Start = words.Start, Modes = TransactionModes.Read(words) };
    }

    public override async ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken) =>
        new(await session.Transaction.StepAsync(step, savepoint, Modes, cancellationToken));

    private static TransactionStatement Named(TransactionStep step, StatementWords words)
    {
        var name = words.Name();
        words.End();
        return new TransactionStatement(step, name) { Start = words.Start };
    }
}

/// <summary>What happens to a transaction.</summary>
internal enum TransactionStep
{
    Begin,
    Commit,
    Rollback,
    Savepoint,
    Release,
    RollbackTo,
}
