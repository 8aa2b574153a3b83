using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Sessions;

/// <summary>
/// Runs a text of several statements, one after another: in one transaction, or as the BEGIN and COMMIT in it say. The answer is that of
/// the last statement. Each takes the whole path, with an id and a line in the history of its own.
/// </summary>
internal sealed class ScriptRun(IQuerySession session, PlatformFolders folders, QueryOrder order, string id, Action ended)
{
    private const int LongestId = 56;

    private readonly string prefix = id.Length > LongestId ? id[..LongestId] : id;
    private ScriptParameters? parameters;
    private bool writes;

    /// <summary>Runs them; the rows given hold the session until their end.</summary>
    public async Task<IQueryRows> RunAsync(IReadOnlyList<SplitStatement> statements, CancellationToken cancellationToken)
    {
        IQueryRows? answer = null;
        try
        {
            var blocks = statements.Any(statement => statement is TransactionStatement);
            if (!blocks)
            {
                session.Begin(false, null);
            }

            order.Accepted?.Invoke();
            var last = statements.ToList().FindLastIndex(statement => statement is not TransactionStatement);
            for (var i = 0; i < statements.Count; i++)
            {
                if (statements[i] is TransactionStatement step)
                {
                    await StepAsync(step, cancellationToken);
                    continue;
                }

                var rows = await OneAsync(statements, i, cancellationToken);
                writes |= statements[i] is not (ReadStatement or ExplainStatement);
                if (i < last || order.Each is not null)
                {
                    await EndAsync(rows, cancellationToken);
                }
                else
                {
                    // what is to be committed is committed before its answer is told
                    answer = writes || last < statements.Count - 1 ? await SpooledRows.TakeAsync(rows, folders, cancellationToken) : rows;
                }
            }

            if (!blocks && writes)
            {
                if (!await session.CommitAsync(cancellationToken))
                {
                    throw new FaultException(new Fault(FaultKind.Conflict, "query.transaction_failed", "A statement failed, and all of them were rolled back.", null, "Mend it, then run them again."));
                }
            }
            else if (blocks && session.State != QuerySessionState.None)
            {
                throw new FaultException(Fault.Invalid(
                    "query.transaction_unfinished", "The text begins a transaction and does not end it, so that it was rolled back.",
                    TextPlace.Of(order.Sql, statements.Last(statement => statement is TransactionStatement).Span.Start), "Write COMMIT at its end."));
            }

            return new ScriptRows(id, answer ?? new NoRows(id, statements[^1].Command), session, ended);
        }
        catch (Exception)
        {
            if (answer is not null)
            {
                await answer.DisposeAsync();
            }

            await session.DisposeAsync();
            ended();
            throw;
        }
    }

    private async Task<IQueryRows> OneAsync(IReadOnlyList<SplitStatement> statements, int number, CancellationToken cancellationToken)
    {
        var statement = statements[number];
        parameters ??= new ScriptParameters(order, statements);
        var one = order with
        {
            Sql = statement.Text(statement.Span),
            Id = $"{prefix}-{number + 1}",
            Accepted = null,
            Each = null,
            Parameters = parameters.ByPosition(number),
            NamedParameters = parameters.ByName(number),
        };
        try
        {
            var rows = await session.RunAsync(one, cancellationToken);
            return new PlacedRows(rows, order.Sql, statement.Span.Start);
        }
        catch (FaultException failure)
        {
            throw PlacedRows.Placed(failure, order.Sql, statement.Span.Start);
        }
    }

    private async Task EndAsync(IQueryRows rows, CancellationToken cancellationToken)
    {
        await using var ending = rows;
        if (order.Each is { } each)
        {
            await each(rows, cancellationToken);
        }

        while (await rows.NextAsync(cancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }

    private async Task StepAsync(TransactionStatement step, CancellationToken cancellationToken)
    {
        try
        {
            switch (step.Step)
            {
                case TransactionStep.Begin:
                    session.Begin(step.ReadOnly, null);
                    break;
                case TransactionStep.Commit when session.State != QuerySessionState.None:
                    await session.CommitAsync(cancellationToken);
                    break;
                case TransactionStep.Rollback when session.State != QuerySessionState.None:
                    await session.RollbackAsync();
                    break;
                default:
                    throw new FaultException(Fault.Invalid("query.transaction_none", "There is no transaction to end.", null, "Write BEGIN before."));
            }
        }
        catch (FaultException failure)
        {
            throw PlacedRows.Placed(failure, order.Sql, step.Span.Start);
        }
    }
}
