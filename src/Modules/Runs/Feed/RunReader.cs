using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Runs.Log;
using Talentys.Runs.Queue;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Runs.Feed;

/// <summary>Reads runs as the API tells them; an organisation never sees another's.</summary>
internal sealed class RunReader(IPlatformDbFactory storage, TimeProvider clock)
{
    public async Task<Page<RunDto>> ListAsync(
        string organisation, RunFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var runs = filter.Of(db.Set<RunRow>().AsNoTracking().Where(run => run.Organisation == organisation), db.Set<StepRow>(), clock.GetUtcNow());
        if (page.After(1) is [var last])
        {
            runs = runs.Where(run => run.Id.CompareTo(last) < 0);
        }

        var rows = await runs.OrderByDescending(run => run.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var steps = await StepsAsync(db, rows, cancellationToken);
        return page.Of(rows, run => [run.Id], run => Dto(run, steps[run.Id]));
    }

    /// <summary>How many runs match, by state.</summary>
    public async Task<RunCounts> CountAsync(string organisation, RunFilter filter, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var now = clock.GetUtcNow();
        var runs = filter.Of(db.Set<RunRow>().AsNoTracking().Where(run => run.Organisation == organisation), db.Set<StepRow>(), now);
        var counts = await runs.GroupBy(run => run.State).Select(group => new { State = group.Key, Runs = group.LongCount() })
            .ToDictionaryAsync(group => group.State, group => group.Runs, cancellationToken);
        var interrupted = await runs.LongCountAsync(run => run.State == RunState.Running && run.LeaseUntil < now, cancellationToken);
        return new RunCounts(
            counts.GetValueOrDefault(RunState.Queued),
            Math.Max(0, counts.GetValueOrDefault(RunState.Running) - interrupted),
            interrupted,
            counts.GetValueOrDefault(RunState.Succeeded),
            counts.GetValueOrDefault(RunState.Failed),
            counts.GetValueOrDefault(RunState.Cancelled));
    }

    /// <summary>Runs that are not ended, the newest ones and those that are named, each with its revision; without their steps.</summary>
    public async Task<IReadOnlyList<RunRow>> WatchedAsync(
        string organisation, IReadOnlyCollection<string> named, int newest, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var runs = db.Set<RunRow>().AsNoTracking().Where(run => run.Organisation == organisation);
        var latest = await runs.OrderByDescending(run => run.Id).Take(newest).ToListAsync(cancellationToken);
        var others = await runs.Where(run => run.State == RunState.Queued || run.State == RunState.Running || named.Contains(run.Id))
            .ToListAsync(cancellationToken);
        return [.. latest.Concat(others).DistinctBy(run => run.Id).OrderBy(run => run.Id, StringComparer.Ordinal)];
    }

    /// <summary>Runs as they are told, with their steps.</summary>
    public async Task<IReadOnlyList<RunDto>> TellAsync(IReadOnlyList<RunRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        await using var db = storage.Create();
        var steps = await StepsAsync(db, rows, cancellationToken);
        return [.. rows.Select(run => Dto(run, steps[run.Id]))];
    }

    /// <summary>The state as it is told: a run whose worker is silent is interrupted.</summary>
    public string StateOf(RunRow run) => RunState.Of(run, clock.GetUtcNow());

    /// <summary>A run with its revision, which changes with every change of it.</summary>
    /// <exception cref="FaultException"><c>runs.not_found</c>.</exception>
    public async Task<(RunDto Run, long Revision)> GetAsync(string organisation, string id, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var run = await db.Set<RunRow>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Organisation == organisation && row.Id == id, cancellationToken)
            ?? throw new FaultException(Fault.NotFound("runs.not_found", $"There is no run {id}."));
        var steps = await db.Set<StepRow>().AsNoTracking().Where(step => step.RunId == id).ToListAsync(cancellationToken);
        return (Dto(run, steps), run.Revision);
    }

    public async Task<IReadOnlyList<RunLogLineDto>> LogAsync(string id, long after, int most, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var lines = await db.Set<LogRow>().AsNoTracking().Where(line => line.RunId == id && line.Number > after)
            .OrderBy(line => line.Number).Take(most).ToListAsync(cancellationToken);
        return [.. lines.Select(line => new RunLogLineDto(line.Number, line.At, line.Level, line.Step, line.Message))];
    }

    private static async Task<ILookup<string, StepRow>> StepsAsync(PlatformDb db, IReadOnlyList<RunRow> runs, CancellationToken cancellationToken)
    {
        var ids = runs.Select(run => run.Id).ToList();
        return (await db.Set<StepRow>().AsNoTracking().Where(step => ids.Contains(step.RunId)).ToListAsync(cancellationToken))
            .ToLookup(step => step.RunId);
    }

    private RunDto Dto(RunRow run, IEnumerable<StepRow> steps) => new(
        run.Id,
        run.Kind,
        StateOf(run),
        run.Title,
        run.Environment,
        RunJson.Principal(run.Principal).Name,
        run.CreatedAt,
        run.StartedAt,
        run.EndedAt,
        run.Attempt,
        [.. steps.OrderBy(step => step.Position).Select(Dto)],
        Dto(RunJson.Fault(run.Fault)));

    private static StepDto Dto(StepRow step) => new(
        step.Name, step.State, step.Done, step.Total, step.Unit, step.Summary, RunJson.Metrics(step.Metrics),
        Dto(RunJson.Fault(step.Fault)), step.StartedAt, step.EndedAt);

    private static ProblemFault? Dto(Fault? fault) =>
        fault is null ? null : ProblemFaults.Of(fault);
}
