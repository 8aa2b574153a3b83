using Apache.Arrow;
using Talentys.Query.History;
using Talentys.Query.Public;
using Talentys.Query.Results;

namespace Talentys.Query.Stages;

/// <summary>Rows of a statement on their way out; tells the outcome once, when they end, fail or are left.</summary>
internal sealed class QueryRows(QueryInFlight query, CancellationTokenSource cancel, Action<QueryOutcome> ended) : IQueryRows
{
    private long rows;
    private QueryOutcome? outcome;

    public string Id => query.Id;

    public string Command => query.Command;

    public Schema Schema => query.Result.Schema;

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel.Token, cancellationToken);
            var batch = await query.Result.NextAsync(both.Token);
            rows += batch?.Length ?? 0;
            batch = batch is not null && query.IsGuarded ? NullSlots.Clear(batch) : batch;
            if (batch is null)
            {
                outcome ??= QueryOutcome.Succeeded(rows);
            }

            return batch;
        }
        catch (Exception failure)
        {
            query.Transaction?.Fail();
            var told = HiddenValues.Told(query, failure);
            outcome ??= QueryOutcome.Of(told, rows);
            if (ReferenceEquals(told, failure))
            {
                throw;
            }

            throw told;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await query.Result.DisposeAsync();
        }
        finally
        {
            // Leaving early (a limit was reached) is a success of what was read.
            ended(outcome ?? QueryOutcome.Succeeded(rows));
            cancel.Dispose();
        }
    }
}
