using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Features.Runs;

namespace Talentys.Ui.Features.Sources;

/// <summary>Syncs that go on while a page is shown, and what each does for a source.</summary>
public sealed class SyncFollower(LiveStreams streams) : IDisposable
{
    private readonly CancellationTokenSource shown = new();
    private readonly Dictionary<string, RunDto> open = new(StringComparer.Ordinal);

    /// <summary>Raised when a sync goes on.</summary>
    public event Action? Moved;

    /// <summary>Raised when what is stored changed: a sync began, a stream of one was published, it ended, or events were missed.</summary>
    public event Action? Stale;

    /// <summary>Syncs that have not ended, newest first.</summary>
    public IEnumerable<RunDto> Open => open.Values.OrderByDescending(run => run.Id, StringComparer.Ordinal);

    /// <summary>The step that a sync does for a stream now, or null.</summary>
    public StepDto? StepOf(string source, string stream) => Open.SelectMany(run => run.Steps)
        .FirstOrDefault(step => step.State == "running" && step.Name == $"{source}.{stream}");

    /// <summary>The step that a sync does for a source now, or null.</summary>
    public StepDto? StepOf(string source) => Open.SelectMany(run => run.Steps)
        .FirstOrDefault(step => step.State == "running" && step.Name.StartsWith(source + ".", StringComparison.Ordinal));

    /// <summary>Whether a run does something for a source.</summary>
    public static bool IsOf(RunDto run, string source) => run.Kind == "sync" && RunFilter.IsAbout(run, source);

    /// <summary>Begins.</summary>
    public async Task FollowAsync()
    {
        try
        {
            await streams.FollowAsync(RunsClient.AllEvents, () => null, Opened, Hear, shown.Token);
        }
        catch (ApiException)
        {
            // whoever may not see runs sees the sources as they were read
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        shown.Cancel();
        shown.Dispose();
    }

    // a sync may have ended after the page was read and before the stream was open: its end is not told
    private void Opened()
    {
        open.Clear();
        Stale?.Invoke();
    }

    private bool Hear(ServerEvent item)
    {
        if (shown.IsCancellationRequested)
        {
            return false;
        }

        if (item.Type != "run" || item.Read<RunDto>() is not { Kind: "sync" or "load" } run)
        {
            return true;
        }

        var before = open.GetValueOrDefault(run.Id);
        if (run.EndedAt is null)
        {
            open[run.Id] = run;
        }
        else
        {
            open.Remove(run.Id);
        }

        var changed = before is null || run.EndedAt is not null || before.State != run.State || Done(before) != Done(run);
        (changed ? Stale : Moved)?.Invoke();
        return true;
    }

    private static int Done(RunDto run) => run.Steps.Count(step => step.EndedAt is not null);
}
