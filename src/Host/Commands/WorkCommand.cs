using System.Text.Json;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary>What commands that start a run have in common: start it, follow it, tell how it ended.</summary>
internal static class WorkCommand
{
    /// <summary>Starts a run by a POST, follows it, and prints it as JSON where that is asked for. Returns the exit code.</summary>
    public static async Task<int> RunAsync(
        ApiSession session, string path, object body, bool json, Output output, CancellationToken cancellationToken)
    {
        var (code, run) = await RunAsync(session, path, body, output, cancellationToken);
        if (json)
        {
            output.Data(JsonSerializer.Serialize(run, ApiClient.Json));
        }

        return code;
    }

    /// <summary>Starts a run by a POST and follows it. Returns the exit code and the run.</summary>
    public static async Task<(int Code, RunDto Run)> RunAsync(
        ApiSession session, string path, object body, Output output, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // a run that began must be known here, or nobody could cancel it
        var started = await session.Api.PostAsync<StartedRunDto>(path, body, CancellationToken.None);
        if (started.Joined)
        {
            output.Message("The same work was interrupted or is under way: continuing it.");
        }

        var run = await FollowAsync(session, started, output, cancellationToken);
        return (Tell(run, output), run);
    }

    private static async Task<RunDto> FollowAsync(ApiSession session, StartedRunDto started, Output output, CancellationToken cancellationToken)
    {
        try
        {
            return await RunFollower.FollowAsync(session.Api, started.RunId, output, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (started.Joined && !session.IsOwn)
            {
                output.Message($"The run {started.RunId} was begun by another command, and goes on.");
                throw;
            }

            await session.Api.PostAsync($"/api/v1/runs/{started.RunId}/cancel", null, CancellationToken.None);
            await EndedAsync(session, started.RunId, output);
            throw;
        }
    }

    /// <summary>Waits until nothing of a cancelled run is under way any more, as long as people wait.</summary>
    private static async Task EndedAsync(ApiSession session, string runId, Output output)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await foreach (var item in session.Api.EventsAsync($"/api/v1/runs/{runId}/events", patience.Token))
            {
                if (item.EventType == "end")
                {
                    break;
                }
            }

            output.Message($"The run {runId} is cancelled: its tables are as they were, or new.");
        }
        catch (OperationCanceledException)
        {
            output.Message($"The run {runId} is being cancelled.");
        }
    }

    private static int Tell(RunDto run, Output output)
    {
        if (run.State == "succeeded")
        {
            return ExitCode.Done;
        }

        var faults = run.Steps.Where(step => step.Fault is not null).Select(step => (step.Name, step.Fault!)).ToList();
        if (run.Fault is { } whole && faults.All(fault => fault.Item2.Message != whole.Message))
        {
            faults.Add(("", whole));
        }

        foreach (var (step, fault) in faults)
        {
            output.Faults([new Fault(FaultKind.Failed, fault.Code, step.Length == 0 ? fault.Message : $"{step}: {fault.Message}", fault.Place, fault.Mend)]);
        }

        if (faults.Count == 0)
        {
            output.Error($"The run {run.Id} ended as {run.State}.");
        }

        return ExitCode.Failed;
    }
}
