using System.Collections.Concurrent;
using Apache.Arrow;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.History;
using Talentys.Query.Limits;
using Talentys.Query.Listings;
using Talentys.Query.Public;
using Talentys.Query.Sessions;
using Talentys.Query.Statements;
using Talentys.Query.Views;
using Talentys.Query.Writes;

namespace Talentys.Query.Stages;

/// <summary>The query path: the ordered stages, the statements under way, and the record of each.</summary>
internal sealed class QueryPath(
    PivotStage pivot,
    ParseStage parse,
    BindStage bind,
    AuthorizeStage authorize,
    PlanStage plan,
    LimitStage limits,
    WorldStage world,
    ExecuteStage execute,
    WritePath writes,
    Viewers viewers,
    VisibleNames names,
    QueryRecorder recorder,
    QueryOptions options,
    ILake lake,
    ViewStore views,
    PlatformFolders folders,
    TimeProvider clock) : IQueries
{
    private readonly IReadOnlyList<IQueryStage> stages =
    [
        pivot, // before parse: a PIVOT has no tree until its values are named
        parse, // nothing is looked up for a text that is not one reading statement
        bind, // names before rights: grants are on tables, not on texts; deny what is not known
        authorize, // before any file of a table is named to the engine
        plan, // which files can have what is asked; never shown to who may not read them
        limits, // what is too much is refused, and the lane told, by what the plan reads
        world, // the views that this principal may see, at the versions that were bound
        execute, // behind the admission queue; rows stream from here and are recorded when they end
    ];

    private readonly ConcurrentDictionary<(string Organisation, string Id), CancellationTokenSource> running = new();

    public Task<IQueryRows> RunAsync(QueryOrder order, CancellationToken cancellationToken)
    {
        var text = new WrittenText(order.Sql);
        return order is { Transaction: null, Describe: false } && text.Limits is null && SqlScript.IsSeveral(text)
            ? RunScriptAsync(order, text, cancellationToken)
            : RunOneAsync(order, text, cancellationToken);
    }

    /// <summary>Runs a text of several statements, which is cancelled as one by its id.</summary>
    private async Task<IQueryRows> RunScriptAsync(QueryOrder order, WrittenText text, CancellationToken cancellationToken)
    {
        var statements = text.Statements.Value;
        var id = order.Id ?? Ids.New(clock);
        var key = (order.Scope.Organisation, id);
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!running.TryAdd(key, cancel))
        {
            cancel.Dispose();
            throw InUse(id);
        }

        var script = new ScriptRun(OpenSession(order.Scope), folders, order, id, () =>
        {
            running.TryRemove(key, out _);
            cancel.Dispose();
        });
        return await script.RunAsync(statements, cancel.Token);
    }

    private static FaultException InUse(string id) => new(new Fault(
        FaultKind.Conflict, "query.id_in_use", $"A statement with the id {id} is running.", null, "Choose another id."));

    private async Task<IQueryRows> RunOneAsync(QueryOrder order, WrittenText text, CancellationToken cancellationToken)
    {
        var most = options.LimitsOf(order.Principal);
        var query = new QueryInFlight(
            order.Id ?? Ids.New(clock), order with { Timeout = Shorter(order.Timeout, most.StatementTimeout ?? options.StatementTimeout) }, clock.GetUtcNow())
        {
            Limits = most,
            Written = text,
        };
        order.Queued?.Invoke(query.Standing);
        var key = (order.Scope.Organisation, query.Id);
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!running.TryAdd(key, cancel))
        {
            cancel.Dispose();
            throw InUse(query.Id);
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
                if (statement is ExplainStatement explain)
                {
                    await writes.ExplainAsync(query, explain, cancel.Token);
                    query.Result = query.Returned!;
                    return new QueryRows(query, cancel, outcome => End(key, query, outcome));
                }

                query.Standing.Keeps = true;
                query.Transaction?.DemandWrites(query.Command);

                // what is only to be described is not done: the query by which it finds its rows is described too, and finds none
                var count = order.Describe && statement is not (InsertStatement or UpdateStatement or DeleteStatement or MergeStatement) ? 0 : await writes.RunAsync(query, statement, cancel.Token);
                query.Result = order.Describe ? await DescribedAsync(query) : query.Returned ?? new CountResult(count);
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
            var told = MeasuredFaults.Of(order.Sql, HiddenValues.Told(query, failure));
            End(key, query, QueryOutcome.Of(told, 0));
            if (query.Returned is { } returned)
            {
                await returned.DisposeAsync();
            }

            cancel.Dispose();
            if (ReferenceEquals(told, failure))
            {
                throw;
            }

            throw told;
        }
    }

    private static async Task<IEngineResult> DescribedAsync(QueryInFlight query)
    {
        IReadOnlyList<Field> columns = query.Returned?.Schema.FieldsList ?? [];
        await (query.Returned?.DisposeAsync() ?? ValueTask.CompletedTask);
        return new DescribedResult(EngineDescription.Join(columns.Concat(query.Described), query.Described.Count));
    }

    public async Task<EngineDescription> DescribeAsync(QueryOrder order, CancellationToken cancellationToken)
    {
        await using var described = await RunAsync(order with { Describe = true, Id = null }, cancellationToken);
        return EngineDescription.Of(described.Schema);
    }

    public IQuerySession OpenSession(Scope scope) => new QuerySession(this, lake, views, names, viewers, options, scope, clock);

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
        if (query.Written.Limits is not null || query.Written.Statements.Value is not [var statement])
        {
            return null; // the reading path tells what is wrong
        }

        query.Command = statement.Command;
        return statement is ReadStatement ? null : statement;
    }

    private void End((string, string) key, QueryInFlight query, QueryOutcome outcome)
    {
        running.TryRemove(key, out _);
        query.Standing.Dispose();
        recorder.Ended(query, outcome);
    }

    private static TimeSpan Shorter(TimeSpan? wanted, TimeSpan most) => wanted is { } time && time < most ? time : most;
}
