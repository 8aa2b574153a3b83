using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.Runs.Feed;
using Talentys.Runs.Log;
using Talentys.Runs.Queue;
using Talentys.Storage;

namespace Talentys.Runs.Execution;

/// <summary>
/// Writes the steps and the log of a run, in batches, in the background. Each batch is one transaction that first proves
/// that the lease is still held.
/// </summary>
internal sealed class RunJournal(RunRow run, IPlatformDbFactory storage, RunSignals signals, TimeProvider clock, int mostLogLines, ILogger log) : IDisposable
{
    /// <summary>How long a report may wait for others.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, StepRow> steps = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private List<LogRow> lines = [];
    private long lastLine;

    /// <summary>The time, as the journal writes it.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Reads what earlier attempts left.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        foreach (var step in await db.Set<StepRow>().AsNoTracking().Where(row => row.RunId == run.Id).ToListAsync(cancellationToken))
        {
            steps.Add(step.Name, step);
        }

        lastLine = await db.Set<LogRow>().Where(line => line.RunId == run.Id).MaxAsync(line => (long?)line.Number, cancellationToken) ?? 0;
    }

    /// <summary>A step that an earlier attempt finished, or null.</summary>
    public StepRow? Finished(string name)
    {
        lock (gate)
        {
            return steps.TryGetValue(name, out var step) && step.State == RunState.Succeeded ? step.Copy() : null;
        }
    }

    /// <summary>Steps as they are now.</summary>
    public IReadOnlyList<StepRow> Steps()
    {
        lock (gate)
        {
            return [.. steps.Values.Select(step => step.Copy())];
        }
    }

    /// <summary>Begins a step, anew when an earlier attempt did not finish it.</summary>
    public void Begin(string name)
    {
        lock (gate)
        {
            var position = steps.TryGetValue(name, out var before) ? before.Position : steps.Count;
            steps[name] = new StepRow
            {
                RunId = run.Id,
                Name = name,
                Position = position,
                State = RunState.Running,
                StartedAt = clock.GetUtcNow(),
            };
            changed.Add(name);
        }

        wake.Writer.TryWrite(true);
    }

    /// <summary>Changes a step.</summary>
    public void Change(string name, Action<StepRow> change)
    {
        lock (gate)
        {
            change(steps[name]);
            changed.Add(name);
        }

        wake.Writer.TryWrite(true);
    }

    /// <summary>Adds a line to the log.</summary>
    public void Log(RunLogLevel level, string? step, string message)
    {
        lock (gate)
        {
            if (lastLine > mostLogLines)
            {
                return;
            }

            lastLine++;
            var full = lastLine > mostLogLines;
            lines.Add(new LogRow
            {
                RunId = run.Id,
                Number = lastLine,
                At = clock.GetUtcNow(),
                Level = full ? "warning" : LevelName(level),
                Step = full ? null : step,
                Message = full ? $"The log is full: it keeps {mostLogLines} lines." : LogText.Clean(message),
            });
        }

        wake.Writer.TryWrite(true);
    }

    /// <summary>Writes in the background until it is cancelled or the lease is lost.</summary>
    public async Task WriteInBackgroundAsync(Action lost, CancellationToken cancellationToken)
    {
        await foreach (var _ in wake.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                if (!await FlushAsync(cancellationToken))
                {
                    lost();
                    return;
                }
            }
            catch (Exception failure) when (failure is DbException or DbUpdateException or InvalidOperationException)
            {
                RunsLog.WriteFailed(log, run.Id, failure);
                wake.Writer.TryWrite(true);
            }

            await Task.Delay(Gather, clock, cancellationToken);
        }
    }

    /// <summary>Writes all that was reported. False when the lease was lost: then nothing was written.</summary>
    public async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            var (newLines, newSteps) = Take();
            if (newLines.Count == 0 && newSteps.Count == 0)
            {
                return true;
            }

            var written = false;
            try
            {
                if (!await WriteAsync(newLines, newSteps))
                {
                    return false;
                }

                written = true;
            }
            finally
            {
                if (!written)
                {
                    PutBack(newLines, newSteps);
                }
            }
        }
        finally
        {
            writing.Release();
        }

        signals.RunChanged(run.Id);
        return true;
    }

    public void Dispose() => writing.Dispose();

    // Without a token: what was taken is written to the end.
    private async Task<bool> WriteAsync(List<LogRow> newLines, List<StepRow> newSteps)
    {
        await using var db = storage.Create();
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        var held = await db.Set<RunRow>()
            .Where(row => row.Id == run.Id && row.LeaseToken == run.LeaseToken && row.State == RunState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Revision, row => row.Revision + 1), CancellationToken.None);
        if (held == 0)
        {
            return false;
        }

        var names = newSteps.Select(step => step.Name).ToList();
        var there = await db.Set<StepRow>().Where(row => row.RunId == run.Id && names.Contains(row.Name))
            .Select(row => row.Name).ToListAsync(CancellationToken.None);
        foreach (var step in newSteps)
        {
            db.Entry(step).State = there.Contains(step.Name) ? EntityState.Modified : EntityState.Added;
        }

        db.AddRange(newLines);
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    private void PutBack(List<LogRow> oldLines, List<StepRow> oldSteps)
    {
        lock (gate)
        {
            lines.InsertRange(0, oldLines);
            changed.UnionWith(oldSteps.Select(step => step.Name));
        }
    }

    private (List<LogRow> Lines, List<StepRow> Steps) Take()
    {
        lock (gate)
        {
            var taken = (lines, changed.Select(name => steps[name].Copy()).ToList());
            lines = [];
            changed.Clear();
            return taken;
        }
    }

    private static string LevelName(RunLogLevel level) => level switch
    {
        RunLogLevel.Error => "error",
        RunLogLevel.Warning => "warning",
        _ => "info",
    };
}
