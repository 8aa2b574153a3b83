using Talentys.Kernel;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>Statements that write: what each of them does to the lake and to views.</summary>
internal sealed class WritePath(
    InsertWrite inserts, RowWrites rows, MergeWrite merges, TableWrites tables, AlterWrites alters, ViewWrites views, ExplainWrite explains, TimeProvider clock)
{
    /// <summary>Does what a statement asks for; gives the number of rows that it changed.</summary>
    /// <exception cref="FaultException">It is refused or failed: nothing of it is to be seen.</exception>
    public async Task<long> RunAsync(QueryInFlight query, SplitStatement statement, CancellationToken cancellationToken)
    {
        WriteAccess.Check(query, query.Command);
        WriteRights.Demand(query, statement);
        var count = 0L;
        await WithinTimeAsync(query, async token => count = await DoAsync(query, statement, token), cancellationToken);
        return count;
    }

    /// <summary>Shows how a statement would find its rows, to who may do it; nothing is done.</summary>
    /// <exception cref="FaultException">It is refused.</exception>
    public async Task ExplainAsync(QueryInFlight query, ExplainStatement explain, CancellationToken cancellationToken)
    {
        WriteAccess.Check(query, explain.Statement.Command);
        WriteRights.Demand(query, explain.Statement);
        await WithinTimeAsync(query, token => explains.RunAsync(query, explain, token), cancellationToken);
    }

    private async Task WithinTimeAsync(QueryInFlight query, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var limit = query.Order.Timeout is { } time ? new CancellationTokenSource(time, clock) : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await work(both.Token);
        }
        catch (OperationCanceledException stopped) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new FaultException(
                new Fault(FaultKind.Limit, "engine.timeout", $"The statement took longer than {query.Order.Timeout!.Value.TotalSeconds:0} seconds.", null, "Change fewer rows at a time, or give it more time."),
                stopped);
        }
    }

    private Task<long> DoAsync(QueryInFlight query, SplitStatement statement, CancellationToken cancellationToken) => statement switch
    {
        InsertStatement insert => inserts.RunAsync(query, insert, cancellationToken),
        UpdateStatement update => rows.UpdateAsync(query, update, cancellationToken),
        DeleteStatement delete => rows.DeleteAsync(query, delete, cancellationToken),
        MergeStatement merge => merges.RunAsync(query, merge, cancellationToken),
        CreateTable create => tables.CreateAsync(query, create, cancellationToken),
        CreateTableAs create => tables.CreateAsAsync(query, create, cancellationToken),
        Truncate truncate => tables.TruncateAsync(query, truncate, cancellationToken),
        AlterTable alter => alters.AlterAsync(query, alter, cancellationToken),
        Drop drop => alters.DropAsync(query, drop, cancellationToken),
        CreateSchema create => alters.CreateSchemaAsync(query, create, cancellationToken),
        CommentOn comment => alters.CommentAsync(query, comment, cancellationToken),
        CreateView create => views.CreateAsync(query, create, cancellationToken),
        AlterView alter => views.AlterAsync(query, alter, cancellationToken),
        _ => throw WriteFaults.Refused(statement, statement.Span.Start, $"{statement.Command} is not supported here.", "Each statement is committed by itself."),
    };
}
