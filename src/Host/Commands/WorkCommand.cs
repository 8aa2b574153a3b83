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
        var started = await session.Api.PostAsync<StartedRunDto>(path, body, cancellationToken);
        if (started.Joined)
        {
            output.Message("The same work was interrupted or is under way: continuing it.");
        }

        var run = await FollowAsync(session, started.RunId, output, cancellationToken);
        return (Tell(run, output), run);
    }

    private static async Task<RunDto> FollowAsync(ApiSession session, string runId, Output output, CancellationToken cancellationToken)
    {
        try
        {
            return await RunFollower.FollowAsync(session.Api, runId, output, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.Api.PostAsync($"/api/v1/runs/{runId}/cancel", null, CancellationToken.None);
            throw;
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
