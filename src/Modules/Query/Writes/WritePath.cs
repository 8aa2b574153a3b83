using Talentys.Kernel;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>Statements that write: what each of them does to the lake and to views.</summary>
internal sealed class WritePath(
    InsertWrite inserts, RowWrites rows, MergeWrite merges, TableWrites tables, AlterWrites alters, ViewWrites views, TimeProvider clock)
{
    /// <summary>Does what a statement asks for; gives the number of rows that it changed.</summary>
    /// <exception cref="FaultException">It is refused or failed: nothing of it is to be seen.</exception>
    public async Task<long> RunAsync(QueryInFlight query, SplitStatement statement, CancellationToken cancellationToken)
    {
        WriteAccess.Check(query);
        WriteRights.Demand(query, statement);
        using var limit = query.Order.Timeout is { } time ? new CancellationTokenSource(time, clock) : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await DoAsync(query, statement, both.Token);
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
