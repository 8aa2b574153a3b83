using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Statements;
using Talentys.Query.Public;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>
/// Where a session stands: outside of a transaction, in one, or in one that has failed and waits for its end. What a client sends together,
/// the statements of a simple query or those up to Sync, is a transaction too, which it need not know of.
/// </summary>
internal sealed class TransactionState(Session session)
{
    private readonly List<(string Name, Func<Task> Back)> savepoints = [];
    private bool block;
    private bool implied;
    private bool failed;

    /// <summary><c>I</c>, <c>T</c> or <c>E</c>, as the client is told.</summary>
    public char Status => !block ? 'I' : failed || session.Query.State == QuerySessionState.Failed ? 'E' : 'T';

    /// <summary>Whether there is no transaction of either sort.</summary>
    public bool IsNone => !block && !implied;

    /// <summary>A statement failed.</summary>
    public void Fail()
    {
        failed = !IsNone;
        session.Query.Fail();
    }

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
        if (!IsNone)
        {
            throw new PgException("25001", $"{what} cannot run inside a transaction block");
        }
    }

    /// <exception cref="PgException"><c>25P01</c>.</exception>
    public void RequireBlock(string what)
    {
        if (!block)
        {
            throw new PgException("25P01", $"{what} can only be used in transaction blocks", "Send BEGIN first.");
        }
    }

    /// <summary>Begins the transaction of what is sent together, if there is none and the statement is not about transactions itself.</summary>
    public void BeginImplicit(PgStatement statement)
    {
        if (IsNone && statement is not TransactionStatement)
        {
            Begin(TransactionModes.None);
            implied = true;
        }
    }

    /// <summary>What was sent together is over: its transaction ends, unless BEGIN made it one that the client ends.</summary>
    public async Task<bool> EndImplicitAsync(CancellationToken cancellationToken)
    {
        if (implied)
        {
            await EndAsync(!failed, cancellationToken);
        }

        return true;
    }

    /// <summary>Takes a step.</summary>
    /// <returns>What the client is told.</returns>
    public async Task<string> StepAsync(TransactionStep step, string? savepoint, TransactionModes modes, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case TransactionStep.Begin when block:
                Warn("25001", "there is already a transaction in progress");
                return "BEGIN";
            case TransactionStep.Begin when implied:
                (block, implied) = (true, false); // what was done before belongs to it
                Tell(modes);
                if (modes.ReadOnly is { } only)
                {
                    session.Query.RestrictTo(only);
                }

                return "BEGIN";
            case TransactionStep.Begin:
                Begin(modes);
                block = true;
                return "BEGIN";
            case TransactionStep.Commit or TransactionStep.Rollback:
                var word = step == TransactionStep.Commit ? "COMMIT" : "ROLLBACK";
                if (!block)
                {
                    Warn("25P01", "there is no transaction in progress");
                }

                return IsNone || await EndAsync(step == TransactionStep.Commit && Status != 'E', cancellationToken) ? word : "ROLLBACK";
            case TransactionStep.Savepoint:
                RequireBlock("SAVEPOINT");
                savepoints.Add((savepoint!, await session.Query.SaveAsync(cancellationToken)));
                return "SAVEPOINT";
            case TransactionStep.Release:
                RequireBlock("RELEASE SAVEPOINT");
                savepoints.RemoveRange(IndexOf(savepoint!), savepoints.Count - IndexOf(savepoint!));
                return "RELEASE";
            default:
                RequireBlock("ROLLBACK TO SAVEPOINT");
                var index = IndexOf(savepoint!);
                await savepoints[index].Back();
                savepoints.RemoveRange(index + 1, savepoints.Count - index - 1);
                failed = false;
                return "ROLLBACK";
        }
    }

    private void Begin(TransactionModes modes)
    {
        session.Query.Begin(modes.ReadOnly ?? session.Settings.IsOn("default_transaction_read_only"), session.Settings.TransactionIdle);
        session.Settings.Begin();
        Tell(modes);
        failed = false;
    }

    private void Tell(TransactionModes modes)
    {
        foreach (var (name, value) in modes.Settings())
        {
            session.Settings.Set(name, value, local: true);
        }
    }

    /// <summary>Ends the transaction; false when a commit was wanted and it was rolled back.</summary>
    private async Task<bool> EndAsync(bool commit, CancellationToken cancellationToken)
    {
        (block, implied, failed) = (false, false, false);
        savepoints.Clear();
        var committed = false;
        try
        {
            committed = commit && await session.Query.CommitAsync(cancellationToken);
        }
        finally
        {
            session.Settings.End(committed);
            await session.Portals.EndTransactionAsync(committed ? session.Services.SpoolFolder : null, cancellationToken);
            await session.Query.RollbackAsync();
        }

        return committed;
    }

    private int IndexOf(string savepoint)
    {
        var index = savepoints.FindLastIndex(one => one.Name == savepoint);
        return index >= 0 ? index : throw new PgException("3B001", $"savepoint \"{savepoint}\" does not exist");
    }

    private void Warn(string state, string message) => session.Writer.Notice(new PgError(state, message), "WARNING");
}
