using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>
/// EXPLAIN of a statement that writes: the plan of the query by which it finds its rows. Who may not do the statement, or does not see
/// whole what it reads, is not shown it; nothing is written.
/// </summary>
internal sealed class ExplainWrite(InsertWrite inserts, RowWrites rows, MergeWrite merges, TableWrites tables, WriteTargets targets, QueryReading reading)
{
    public async Task RunAsync(QueryInFlight query, ExplainStatement explain, CancellationToken cancellationToken)
    {
        if (explain.Analyze is { } analyze)
        {
            throw WriteFaults.Refused(
                explain, analyze.Start, $"EXPLAIN ANALYZE would have to do the {explain.Statement.Command}.", "Leave out ANALYZE: the plan is shown, and nothing is written.");
        }

        var (text, statement, target) = explain.Statement switch
        {
            InsertStatement insert => await inserts.ComposeAsync(query, insert, cancellationToken),
            UpdateStatement update => await rows.ComposeAsync(query, update, cancellationToken),
            DeleteStatement delete => await rows.ComposeAsync(query, delete, cancellationToken),
            MergeStatement merge => await merges.ComposeAsync(query, merge, cancellationToken),
            CreateTableAs create => await tables.ComposeAsync(query, create, cancellationToken),
            var other => throw WriteFaults.Refused(explain, other.Span.Start, $"{other.Command} has no plan.", "Plans are those of queries, INSERT, UPDATE, DELETE, MERGE and CREATE TABLE AS."),
        };
        text.Explain(explain.Text(explain.Words));
        if (target is null)
        {
            await ReturnAsync(null, cancellationToken);
        }
        else
        {
            await targets.ChangeAsync(
                query, statement, target,
                async (change, token) =>
                {
                    await ReturnAsync(new TargetRows(text.Targets, change.OpenRowsAsync), token);
                    return false;
                },
                cancellationToken);
        }

        query.Changed.Clear();

        async Task ReturnAsync(TargetRows? opened, CancellationToken token)
        {
            var spool = await reading.SpoolAsync(query, text, opened, token);
            try
            {
                await query.ReturnAsync(await SpooledResult.TakeAsync(spool, new Returned(0, []), token));
            }
            catch (Exception)
            {
                await spool.DisposeAsync();
                throw;
            }
        }
    }
}
