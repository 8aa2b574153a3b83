using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Runs.Feed;
using Talentys.Storage;

namespace Talentys.Runs.Queue;

/// <summary>The queue as people use it: ask for a run, cancel it, retry it.</summary>
internal sealed class RunQueue(
    IPlatformDbFactory storage, IEnumerable<IRunKind> kinds, RunSignals signals, TimeProvider clock) : IRuns
{
    public async Task<StartedRun> StartAsync(
        string kind, Scope scope, Principal principal, JsonElement arguments, CancellationToken cancellationToken)
    {
        var found = kinds.FirstOrDefault(candidate => candidate.Name == kind)
            ?? throw new FaultException(Fault.Invalid("runs.kind_unknown", $"There is no kind of run {kind}."));
        var key = RunJson.KeyOf(kind, scope, arguments);
        while (true)
        {
            if (await UnfinishedAsync(key, cancellationToken) is { } there)
            {
                signals.QueueChanged();
                return new StartedRun(there, Joined: true);
            }

            var run = new RunRow
            {
                Id = Ids.New(clock),
                Organisation = scope.Organisation,
                Environment = scope.Environment,
                Kind = kind,
                Title = found.TitleOf(arguments),
                Arguments = arguments.GetRawText(),
                Principal = RunJson.Of(principal),
                CreatedAt = clock.GetUtcNow(),
                State = RunState.Queued,
                UnfinishedKey = key,
            };
            if (await InsertAsync(run, key, cancellationToken))
            {
                signals.QueueChanged();
                signals.RunChanged(run.Id);
                return new StartedRun(run.Id, Joined: false);
            }
        }
    }

    /// <summary>Asks for the end of a run; one that nobody works on ends at once.</summary>
    public async Task CancelAsync(string organisation, string id, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var runs = db.Set<RunRow>().Where(run => run.Organisation == organisation && run.Id == id);
        var now = clock.GetUtcNow();
        var ended = await runs
            .Where(run => run.State == RunState.Queued || (run.State == RunState.Running && run.LeaseUntil < now))
            .ExecuteUpdateAsync(
                set => set.SetProperty(run => run.State, RunState.Cancelled)
                    .SetProperty(run => run.EndedAt, now)
                    .SetProperty(run => run.UnfinishedKey, (string?)null)
                    .SetProperty(run => run.LeaseToken, (string?)null)
                    .SetProperty(run => run.Revision, run => run.Revision + 1),
                cancellationToken);
        if (ended == 0)
        {
            var asked = await runs.Where(run => run.State == RunState.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(run => run.CancelRequested, true), cancellationToken);
            if (asked == 0)
            {
                throw await NotThatStateAsync(runs, id, "cancelled", cancellationToken);
            }
        }

        signals.RunChanged(id);
        signals.CancelRequested(id);
    }

    /// <summary>Queues a failed or cancelled run again; its finished steps stay finished.</summary>
    public async Task RetryAsync(string organisation, string id, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var run = await db.Set<RunRow>().SingleOrDefaultAsync(row => row.Organisation == organisation && row.Id == id, cancellationToken);
        if (run is null || run.State is not (RunState.Failed or RunState.Cancelled))
        {
            throw await NotThatStateAsync(db.Set<RunRow>().Where(row => row.Organisation == organisation && row.Id == id), id, "retried", cancellationToken);
        }

        using var arguments = JsonDocument.Parse(run.Arguments);
        run.UnfinishedKey = RunJson.KeyOf(run.Kind, new Scope(run.Organisation, run.Environment), arguments.RootElement);
        if (await UnfinishedAsync(run.UnfinishedKey, cancellationToken) is { } other)
        {
            throw SameWork(other);
        }

        var key = run.UnfinishedKey;
        try
        {
            // by one statement, so that two who retry at once do not disturb the run that the first began
            var queued = await db.Set<RunRow>()
                .Where(row => row.Id == id && (row.State == RunState.Failed || row.State == RunState.Cancelled))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.State, RunState.Queued)
                        .SetProperty(row => row.UnfinishedKey, key)
                        .SetProperty(row => row.EndedAt, (DateTimeOffset?)null)
                        .SetProperty(row => row.Fault, (string?)null)
                        .SetProperty(row => row.CancelRequested, false)
                        .SetProperty(row => row.Revision, row => row.Revision + 1),
                    cancellationToken);
            if (queued == 0)
            {
                throw await NotThatStateAsync(db.Set<RunRow>().Where(row => row.Id == id), id, "retried", cancellationToken);
            }
        }
        catch (DbException) when (!cancellationToken.IsCancellationRequested)
        {
            if (await UnfinishedAsync(key, cancellationToken) is not { } same)
            {
                throw;
            }

            throw SameWork(same);
        }

        signals.QueueChanged();
        signals.RunChanged(id);
    }

    private static FaultException SameWork(string other) => new(new Fault(
        FaultKind.Conflict, "runs.same_work", $"The run {other} does the same and has not ended.", null, "Wait for that one."));

    private async Task<string?> UnfinishedAsync(string key, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        return await db.Set<RunRow>().Where(run => run.UnfinishedKey == key).Select(run => run.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<bool> InsertAsync(RunRow run, string key, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        db.Add(run);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // Another asked for the same in this moment: look again. Anything else is a failure.
            if (await UnfinishedAsync(key, cancellationToken) is null)
            {
                throw;
            }

            return false;
        }
    }

    private static async Task<FaultException> NotThatStateAsync(
        IQueryable<RunRow> runs, string id, string wanted, CancellationToken cancellationToken) =>
        await runs.Select(run => run.State).FirstOrDefaultAsync(cancellationToken) is { } state
            ? new FaultException(new Fault(FaultKind.Conflict, "runs.state", $"The run {id} is {state}; it cannot be {wanted}."))
            : new FaultException(Fault.NotFound("runs.not_found", $"There is no run {id}."));
}
