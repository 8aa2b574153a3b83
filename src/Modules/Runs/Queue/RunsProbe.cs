using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Runs.Queue;

/// <summary>How many runs wait and work, and for how long the oldest has waited.</summary>
internal sealed class RunsProbe(IPlatformDbFactory storage, TimeProvider clock) : IHealthProbe
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(15);

    public string Name => "runs";

    public async Task<HealthReading> LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = storage.Create();
        var runs = db.Set<RunRow>().AsNoTracking();
        var queued = await runs.CountAsync(run => run.State == RunState.Queued, cancellationToken);
        var running = await runs.CountAsync(run => run.State == RunState.Running && run.LeaseUntil >= now, cancellationToken);
        var interrupted = await runs.CountAsync(run => run.State == RunState.Running && run.LeaseUntil < now, cancellationToken);
        var oldest = await runs.Where(run => run.State == RunState.Queued).OrderBy(run => run.Id)
            .Select(run => (DateTimeOffset?)run.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        var waited = oldest is { } since && since < now ? now - since : TimeSpan.Zero;
        var figures = new Dictionary<string, double>
        {
            ["queued"] = queued,
            ["running"] = running,
            ["interrupted"] = interrupted,
            ["oldestWaitingSeconds"] = Math.Round(waited.TotalSeconds),
        };
        return waited < Long
            ? new HealthReading(HealthLevel.Ok, $"{Of(running)} working, {queued} waiting.", null, figures)
            : new HealthReading(
                HealthLevel.Warning, $"{Of(queued)} waiting, the oldest for {(long)waited.TotalMinutes} minutes.",
                "Look for a run that takes long (talentys runs list), or work on more at once (Runs:Concurrency).", figures);
    }

    private static string Of(int count) => count == 1 ? "1 run is" : $"{count} runs are";
}
