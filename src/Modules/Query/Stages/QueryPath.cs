using System.Collections.Concurrent;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.History;
using Talentys.Query.Public;
using Talentys.Query.Sessions;
using Talentys.Query.Statements;
using Talentys.Query.Views;
using Talentys.Query.Writes;

namespace Talentys.Query.Stages;

/// <summary>The query path: the ordered stages, the statements under way, and the record of each.</summary>
internal sealed class QueryPath(
    ParseStage parse,
    BindStage bind,
    AuthorizeStage authorize,
    PlanStage plan,
    WorldStage world,
    ExecuteStage execute,
    WritePath writes,
    Viewers viewers,
    QueryRecorder recorder,
    QueryOptions options,
    ILake lake,
    ViewStore views,
    TimeProvider clock) : IQueries
{
    private readonly IReadOnlyList<IQueryStage> stages =
    [
        parse, // first: nothing is looked up for a text that is not one reading statement
        bind, // names before rights: grants are on tables, not on texts; deny what is not known
        authorize, // before any file of a table is named to the engine
        plan, // which files can have what is asked; never shown to who may not read them
        world, // the views that this principal may see, at the versions that were bound
        execute, // behind the admission queue; rows stream from here and are recorded when they end
    ];

    private readonly ConcurrentDictionary<(string Organisation, string Id), CancellationTokenSource> running = new();

    public async Task<IQueryRows> RunAsync(QueryOrder order, CancellationToken cancellationToken)
    {
        var query = new QueryInFlight(
            order.Id ?? Ids.New(clock), order with { Timeout = Shorter(order.Timeout, options.StatementTimeout) }, clock.GetUtcNow());
        var key = (order.Scope.Organisation, query.Id);
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!running.TryAdd(key, cancel))
        {
            cancel.Dispose();
            throw new FaultException(new Fault(
                FaultKind.Conflict, "query.id_in_use", $"A statement with the id {query.Id} is running.", null, "Choose another id."));
        }

        if (!order.Describe)
        {
            recorder.Started(query);
        }

        try
        {
            using (StageTraces.Of("Enter"))
            {
                await viewers.EnterAsync(query, cancel.Token);
            }

            if (WritingOf(query) is { } statement)
            {
                Viewers.DemandOwn(query);
                query.Transaction?.DemandWrites(query.Command);

                // what is only to be described is not done
                query.Result = new CountResult(order.Describe ? 0 : await writes.RunAsync(query, statement, cancel.Token));
                return new QueryRows(query, cancel, outcome => End(key, query, outcome));
            }

            foreach (var stage in stages)
            {
                if (ReferenceEquals(stage, execute))
                {
                    order.Accepted?.Invoke();
                }

                using (StageTraces.Of(stage))
                {
                    await stage.RunAsync(query, cancel.Token);
                }
            }

            return new QueryRows(query, cancel, outcome => End(key, query, outcome));
        }
        catch (Exception failure)
        {
            var told = HiddenValues.Told(query, failure);
            End(key, query, QueryOutcome.Of(told, 0));
            cancel.Dispose();
            if (ReferenceEquals(told, failure))
            {
                throw;
            }

            throw told;
        }
    }

    public async Task<EngineDescription> DescribeAsync(QueryOrder order, CancellationToken cancellationToken)
    {
        await using var described = await RunAsync(order with { Describe = true, Id = null }, cancellationToken);
        return EngineDescription.Of(described.Schema);
    }

    public IQuerySession OpenSession(Scope scope) => new QuerySession(this, lake, views, options, scope, clock);

    public bool Cancel(string organisation, string id)
    {
        if (!running.TryGetValue((organisation, id), out var cancel))
        {
            return false;
        }

        try
        {
            cancel.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false; // it ended in this moment
        }
    }

    /// <summary>The statement when it is one that writes, and what it does in a word.</summary>
    private static SplitStatement? WritingOf(QueryInFlight query)
    {
        if (StatementText.Limits(query.Order.Sql) is not null || SqlScript.Split(query.Order.Sql).Value is not [var statement])
        {
            return null; // the reading path tells what is wrong
        }

        query.Command = statement.Command;
        return statement is ReadStatement ? null : statement;
    }

    private void End((string, string) key, QueryInFlight query, QueryOutcome outcome)
    {
        running.TryRemove(key, out _);
        recorder.Ended(query, outcome);
    }

    private static TimeSpan Shorter(TimeSpan? wanted, TimeSpan most) => wanted is { } time && time < most ? time : most;
}
