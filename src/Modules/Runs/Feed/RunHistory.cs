using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Runs.Queue;
using Talentys.Storage;

namespace Talentys.Runs.Feed;

/// <summary>Runs as other modules read them.</summary>
internal sealed class RunHistory(IPlatformDbFactory storage, TimeProvider clock) : IRunHistory
{
    public async Task<IReadOnlyList<RunRequest>> NewestAsync(
        string kind, Scope scope, string? before, int most, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var runs = db.Set<RunRow>().AsNoTracking()
            .Where(run => run.Organisation == scope.Organisation && run.Environment == scope.Environment && run.Kind == kind);
        if (before is not null)
        {
            runs = runs.Where(run => run.Id.CompareTo(before) < 0);
        }

        var rows = await runs.OrderByDescending(run => run.Id).Take(most).Select(run => new { run.Id, run.Arguments }).ToListAsync(cancellationToken);
        return [.. rows.Select(run => new RunRequest(run.Id, Json(run.Arguments)))];
    }

    public async Task<IReadOnlyList<PastRun>> FindAsync(Scope scope, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var db = storage.Create();
        var runs = await db.Set<RunRow>().AsNoTracking()
            .Where(run => run.Organisation == scope.Organisation && run.Environment == scope.Environment && ids.Contains(run.Id))
            .ToListAsync(cancellationToken);
        var steps = (await db.Set<StepRow>().AsNoTracking().Where(step => ids.Contains(step.RunId)).ToListAsync(cancellationToken))
            .ToLookup(step => step.RunId);
        var now = clock.GetUtcNow();
        return [.. runs.Select(run => new PastRun(
            run.Id, RunState.Of(run, now), run.CreatedAt, run.EndedAt, RunJson.Fault(run.Fault), Json(run.Arguments),
            [.. steps[run.Id].OrderBy(step => step.Position).Select(Past)]))];
    }

    private static PastStep Past(StepRow step) => new(
        step.Name, step.State, step.Done, step.Total, step.Unit, step.Summary, RunJson.Metrics(step.Metrics),
        RunJson.Fault(step.Fault), step.StartedAt, step.EndedAt);

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
