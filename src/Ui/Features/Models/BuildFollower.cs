using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Features.Runs;

namespace Talentys.Ui.Features.Models;

/// <summary>Builds that go on while a page is shown, and what each has done for a node.</summary>
public sealed class BuildFollower(LiveStreams streams) : IDisposable
{
    private const string Kind = "build";

    private readonly CancellationTokenSource shown = new();
    private readonly Dictionary<string, RunDto> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeResultDto> done = new(StringComparer.Ordinal);
    private bool isTold;

    /// <summary>Raised when a build goes on.</summary>
    public event Action? Moved;

    /// <summary>Raised when what is stored changed: a build ended, a file of the project was saved, or events were missed.</summary>
    public event Action? Stale;

    /// <summary>Builds that have not ended, newest first.</summary>
    public IEnumerable<RunDto> Open => open.Values.OrderByDescending(run => run.Id, StringComparer.Ordinal);

    /// <summary>How a node goes in the builds that were heard of, or how it went before.</summary>
    public NodeResultDto? ResultOf(NodeDto node) => node.Steps.Select(done.GetValueOrDefault).OfType<NodeResultDto>().MaxBy(result => result.StartedAt) is { } heard
        && (node.Last is null || heard.StartedAt >= node.Last.StartedAt) ? heard : node.Last;

    /// <summary>Begins.</summary>
    public Task FollowAsync() => Task.WhenAll(FollowAsync(RunsClient.AllEvents, Opened, Hear), FollowAsync(ModelsClient.Changes, () => isTold = false, HearChange));

    /// <inheritdoc/>
    public void Dispose()
    {
        shown.Cancel();
        shown.Dispose();
    }

    private async Task FollowAsync(string path, Action opened, Func<ServerEvent, bool> hear)
    {
        try
        {
            await streams.FollowAsync(path, () => null, opened, hear, shown.Token);
        }
        catch (ApiException)
        {
            // whoever may not see runs, or change models, sees the nodes as they were read
        }
    }

    private bool HearChange(ServerEvent item)
    {
        if (item.Type == "change" && !shown.IsCancellationRequested)
        {
            if (isTold)
            {
                Stale?.Invoke();
            }

            isTold = true; // the first one tells how it is
        }

        return !shown.IsCancellationRequested;
    }

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

        if (item.Type == "run" && item.Read<RunDto>() is { Kind: Kind } run)
        {
            Take(run);
        }

        return true;
    }

    /// <summary>Takes a build as it is now.</summary>
    internal void Take(RunDto run)
    {
        if (run.EndedAt is null)
        {
            open[run.Id] = run;
        }
        else
        {
            open.Remove(run.Id);
        }

        foreach (var step in run.Steps)
        {
            done[step.Name] = Result(run, step);
        }

        (run.EndedAt is null ? Moved : Stale)?.Invoke();
    }

    private static NodeResultDto Result(RunDto run, StepDto step) => new(
        run.Id, step.State == "succeeded" && step.Metrics.ContainsKey("warned") ? "warned" : step.State, step.StartedAt, step.EndedAt,
        Figure(step, "rows"), Figure(step, "failures"), step.Summary, step.Fault);

    private static long? Figure(StepDto step, string name) => step.Metrics.TryGetValue(name, out var value) ? (long)value : null;
}
