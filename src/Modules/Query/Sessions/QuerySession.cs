using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Listings;
using Talentys.Query.Public;
using Talentys.Query.Stages;
using Talentys.Query.Views;

namespace Talentys.Query.Sessions;

/// <summary>A session. One statement is asked for at a time; only the clock comes between.</summary>
internal sealed class QuerySession(IQueries queries, ILake lake, ViewStore views, VisibleNames names, Viewers viewers, QueryOptions options, Scope scope, TimeProvider clock) : IQuerySession
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly TemporaryTables temporary = new(lake, scope);
    private Begun? begun;
    private QueryTransaction? transaction;

    public QuerySessionState State => begun is null ? QuerySessionState.None
        : begun.Failed || transaction is { IsFailed: true } ? QuerySessionState.Failed
        : QuerySessionState.Open;

    public void Begin(bool readOnly, TimeSpan? idle)
    {
        if (begun is not null)
        {
            throw new FaultException(new Fault(FaultKind.Conflict, "query.transaction_open", "There is a transaction already.", null, "End it first with COMMIT or ROLLBACK."));
        }

        var most = idle is { } wanted && wanted > TimeSpan.Zero && wanted < options.TransactionIdle ? wanted : options.TransactionIdle;
        begun = new Begun(readOnly, most, clock) { Back = temporary.Save() };
        begun.Timer = clock.CreateTimer(_ => _ = ExpireAsync(), null, most, Timeout.InfiniteTimeSpan);
    }

    public void RestrictTo(bool readOnly)
    {
        if (begun is not null)
        {
            begun.ReadOnly = readOnly;
            if (transaction is not null)
            {
                transaction.IsReadOnly = readOnly;
            }
        }
    }

    public ValueTask ForgetTemporaryAsync() => temporary.DisposeAsync();

    public Task<IQueryRows> RunAsync(QueryOrder order, CancellationToken cancellationToken) => begun is null
        ? queries.RunAsync(order with { Temporary = temporary }, cancellationToken)
        : WithinAsync<IQueryRows>(
            async held =>
            {
                Interlocked.Increment(ref begun.Reading);
                try
                {
                    return new SessionRows(await queries.RunAsync(order with { Transaction = held, Temporary = temporary }, cancellationToken), begun);
                }
                catch (Exception)
                {
                    Interlocked.Decrement(ref begun.Reading);
                    throw;
                }
            },
            cancellationToken);

    public Task<EngineDescription> DescribeAsync(QueryOrder order, CancellationToken cancellationToken) => begun is null
        ? queries.DescribeAsync(order with { Temporary = temporary }, cancellationToken)
        : WithinAsync(held => queries.DescribeAsync(order with { Transaction = held, Temporary = temporary }, cancellationToken), cancellationToken, fails: false);

    public Task<VisibleRelation?> FindAsync(Principal principal, TableName name, CancellationToken cancellationToken) =>
        LookAsync(principal, query => names.ColumnsAsync(query, name, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<VisibleRelation>> ListAsync(Principal principal, IReadOnlyCollection<string> schemas, CancellationToken cancellationToken) =>
        LookAsync(principal, query => names.InAsync(query, schemas, cancellationToken), cancellationToken);

    public void Fail()
    {
        if (begun is not null)
        {
            begun.Failed = true;
        }
    }

    public Task<Func<Task>> SaveAsync(CancellationToken cancellationToken) => WithinAsync(
        held =>
        {
            var (back, mine, of) = (held.Save(), temporary.Save(), begun!);
            return Task.FromResult<Func<Task>>(async () =>
            {
                await gate.WaitAsync(CancellationToken.None);
                try
                {
                    if (of.Over is { } over)
                    {
                        throw new FaultException(over);
                    }

                    await back();
                    await mine();
                    of.Failed = false;
                    of.Rest();
                }
                finally
                {
                    gate.Release();
                }
            });
        },
        cancellationToken);

    public async Task<bool> CommitAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (begun?.Over is { } over)
            {
                throw new FaultException(over);
            }

            if (State != QuerySessionState.Open)
            {
                return false;
            }

            if (transaction is { Lake.HasChanges: true } changed)
            {
                await changed.Lake.CommitAsync(Ids.New(clock), new Dictionary<string, string>(), cancellationToken);
            }

            if (begun is { } done)
            {
                done.Back = null;
            }

            await temporary.CommittedAsync(cancellationToken);
            return true;
        }
        catch (FaultException failure) when (failure.Fault.Code == "lake.conflict")
        {
            throw new FaultException(
                new Fault(FaultKind.Conflict, "query.transaction_conflict", $"The transaction was rolled back: {failure.Fault.Message}", null, "Run it again from BEGIN."), failure);
        }
        finally
        {
            await EndAsync();
            gate.Release();
        }
    }

    public async Task RollbackAsync()
    {
        await gate.WaitAsync(CancellationToken.None);
        try
        {
            await EndAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RollbackAsync();
        await temporary.DisposeAsync();
        gate.Dispose();
    }

    /// <summary>Does something in the transaction, which begins at its first statement: its versions are those of then.</summary>
    private async Task<T> WithinAsync<T>(Func<QueryTransaction, Task<T>> work, CancellationToken cancellationToken, bool fails = true)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            Demand();
            transaction ??= new QueryTransaction(await lake.BeginTransactionAsync(scope, cancellationToken), await views.ListAsync(scope, cancellationToken)) { IsReadOnly = begun!.ReadOnly };
            return await work(transaction);
        }
        catch (Exception) when (fails)
        {
            Fail();
            throw;
        }
        finally
        {
            begun?.Rest();
            gate.Release();
        }
    }

    private Task<T> LookAsync<T>(Principal principal, Func<QueryInFlight, Task<T>> look, CancellationToken cancellationToken)
    {
        return begun is null ? OfAsync(null) : WithinAsync(OfAsync, cancellationToken, fails: false);

        async Task<T> OfAsync(QueryTransaction? held)
        {
            var query = new QueryInFlight("", new QueryOrder { Sql = "", Principal = principal, Scope = scope, Surface = "", Transaction = held, Temporary = temporary }, clock.GetUtcNow());
            await viewers.EnterAsync(query, cancellationToken);
            AuthorizeStage.DemandReader(query);
            return await look(query);
        }
    }

    private void Demand()
    {
        if (begun is null)
        {
            throw new FaultException(Fault.Invalid("query.transaction_none", "There is no transaction.", null, "Begin one first."));
        }

        if (begun.Over is null && clock.GetElapsedTime(begun.At) > options.TransactionTimeout)
        {
            begun.Over = Over($"The transaction took longer than {options.TransactionTimeout.TotalMinutes:0} minutes and was rolled back.");
        }

        if (begun.Over is { } over)
        {
            throw new FaultException(over);
        }

        if (State == QuerySessionState.Failed)
        {
            throw new FaultException(new Fault(
                FaultKind.Conflict, "query.transaction_failed", "current transaction is aborted, commands ignored until end of transaction block", null, "Send ROLLBACK, then begin again."));
        }
    }

    private async Task EndAsync()
    {
        var (ended, held) = (begun, transaction);
        (begun, transaction) = (null, null);
        ended?.Timer?.Dispose();
        await (ended?.Back?.Invoke() ?? Task.CompletedTask); // temporary tables too are as they were
        if (held is not null)
        {
            if (held.ChangesViews)
            {
                views.Forget(scope);
            }

            await held.DisposeAsync();
        }
    }

    /// <summary>Nothing happened for a time: what the transaction holds goes, and its next statement is told.</summary>
    private async Task ExpireAsync()
    {
        await gate.WaitAsync(CancellationToken.None);
        try
        {
            if (begun is not { Over: null } idle)
            {
                return;
            }

            if (Volatile.Read(ref idle.Reading) > 0)
            {
                idle.Rest(); // its rows are still on their way to somebody
                return;
            }

            if (clock.GetElapsedTime(idle.Since) < idle.Idle)
            {
                return; // a statement came in this moment
            }

            idle.Over = Over($"Nothing happened in the transaction for {idle.Idle.TotalSeconds:0} seconds, and it was rolled back.");
            idle.Failed = true;
            if (transaction is { } held)
            {
                transaction = null;
                await held.DisposeAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private static Fault Over(string message) => new(FaultKind.Limit, "query.transaction_over", message, null, "Begin it again.");

    /// <summary>A transaction that was begun.</summary>
    internal sealed class Begun(bool readOnly, TimeSpan idle, TimeProvider clock)
    {
        /// <summary>Results of its statements that are not at their end.</summary>
        public int Reading;

        public bool ReadOnly { get; set; } = readOnly;

        public TimeSpan Idle => idle;

        public long At { get; } = clock.GetTimestamp();

        /// <summary>When the last statement ended.</summary>
        public long Since { get; private set; } = clock.GetTimestamp();

        public bool Failed { get; set; }

        /// <summary>Why it is over; null while it is not.</summary>
        public Fault? Over { get; set; }

        public ITimer? Timer { get; set; }

        /// <summary>Makes temporary tables what they were when it began; null when it was committed.</summary>
        public Func<Task>? Back { get; set; }

        /// <summary>A statement ended.</summary>
        public void Rest()
        {
            Since = clock.GetTimestamp();
            Timer?.Change(idle, Timeout.InfiniteTimeSpan);
        }
    }
}
