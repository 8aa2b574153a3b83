using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Statements;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>Where a session stands: outside of a transaction, in one, or in one that has failed and waits for its end.</summary>
internal sealed class TransactionState(Session session)
{
    private readonly List<string> savepoints = [];

    /// <summary><c>I</c>, <c>T</c> or <c>E</c>, as the client is told.</summary>
    public char Status { get; private set; } = 'I';

    /// <summary>A statement failed.</summary>
    public void Fail() => Status = Status == 'T' ? 'E' : Status;

    /// <exception cref="PgException"><c>25P02</c>: only its end is taken.</exception>
    public void RequireSound(PgStatement statement)
    {
        if (Status == 'E' && !statement.EndsTransaction)
        {
            throw new PgException(
                "25P02", "current transaction is aborted, commands ignored until end of transaction block", "Send ROLLBACK, then begin again.");
        }
    }

    /// <exception cref="PgException"><c>25001</c>.</exception>
    public void RequireNone(string what)
    {
        if (Status != 'I')
        {
            throw new PgException("25001", $"{what} cannot run inside a transaction block");
        }
    }

    /// <exception cref="PgException"><c>25P01</c>.</exception>
    public void RequireBlock(string what)
    {
        if (Status == 'I')
        {
            throw new PgException("25P01", $"{what} can only be used in transaction blocks", "Send BEGIN first.");
        }
    }

    /// <summary>Takes a step.</summary>
    /// <returns>What the client is told.</returns>
    public async Task<string> StepAsync(TransactionStep step, string? savepoint, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case TransactionStep.Begin when Status != 'I':
                Warn("25001", "there is already a transaction in progress");
                return "BEGIN";
            case TransactionStep.Begin:
                Status = 'T';
                session.Settings.Begin();
                return "BEGIN";
            case TransactionStep.Commit or TransactionStep.Rollback:
                return await EndAsync(step == TransactionStep.Commit && Status != 'E', step, cancellationToken);
            case TransactionStep.Savepoint:
                RequireBlock("SAVEPOINT");
                savepoints.Add(savepoint!);
                return "SAVEPOINT";
            case TransactionStep.Release:
                RequireBlock("RELEASE SAVEPOINT");
                savepoints.RemoveRange(IndexOf(savepoint!), savepoints.Count - IndexOf(savepoint!));
                return "RELEASE";
            default:
                RequireBlock("ROLLBACK TO SAVEPOINT");
                var index = IndexOf(savepoint!) + 1;
                savepoints.RemoveRange(index, savepoints.Count - index);
                Status = 'T';
                return "ROLLBACK";
        }
    }

    private async Task<string> EndAsync(bool committed, TransactionStep step, CancellationToken cancellationToken)
    {
        if (Status == 'I')
        {
            Warn("25P01", "there is no transaction in progress");
            return step == TransactionStep.Commit ? "COMMIT" : "ROLLBACK";
        }

        Status = 'I';
        savepoints.Clear();
        session.Settings.End(committed);
        await session.Portals.EndTransactionAsync(committed ? session.Services.SpoolFolder : null, cancellationToken);
        return committed ? "COMMIT" : "ROLLBACK";
    }

    private int IndexOf(string savepoint)
    {
        var index = savepoints.LastIndexOf(savepoint);
        return index >= 0 ? index : throw new PgException("3B001", $"savepoint \"{savepoint}\" does not exist");
    }

    private void Warn(string state, string message) => session.Writer.Notice(new PgError(state, message), "WARNING");
}
