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
        string organisation, string? kind, string? state, PageRequest page, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var runs = db.Set<RunRow>().AsNoTracking().Where(run => run.Organisation == organisation);
        if (kind is not null)
        {
            runs = runs.Where(run => run.Kind == kind);
        }

        if (state is not null)
        {
            runs = OfState(runs, state);
        }

        if (page.After(1) is [var last])
        {
            runs = runs.Where(run => run.Id.CompareTo(last) < 0);
        }

        var rows = await runs.OrderByDescending(run => run.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var ids = rows.Select(run => run.Id).ToList();
        var steps = (await db.Set<StepRow>().AsNoTracking().Where(step => ids.Contains(step.RunId)).ToListAsync(cancellationToken))
            .ToLookup(step => step.RunId);
        return page.Of(rows, run => [run.Id], run => Dto(run, steps[run.Id]));
    }

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

    private IQueryable<RunRow> OfState(IQueryable<RunRow> runs, string state)
    {
        var now = clock.GetUtcNow();
        return state switch
        {
            RunState.Interrupted => runs.Where(run => run.State == RunState.Running && run.LeaseUntil < now),
            RunState.Running => runs.Where(run => run.State == RunState.Running && run.LeaseUntil >= now),
            _ => runs.Where(run => run.State == state),
        };
    }

    private RunDto Dto(RunRow run, IEnumerable<StepRow> steps) => new(
        run.Id,
        run.Kind,
        run.State == RunState.Running && run.LeaseUntil < clock.GetUtcNow() ? RunState.Interrupted : run.State,
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
        fault is null ? null : new ProblemFault(fault.Code, fault.Message, fault.Place, fault.Mend);
}
