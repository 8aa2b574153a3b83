using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Talentys.Contracts;
using Talentys.Host.Sessions;

namespace Talentys.Host.Terminal;

/// <summary>Follows a run to its end: a live table in a terminal, plain lines elsewhere.</summary>
internal static class RunFollower
{
    /// <summary>Waits for the end of a run and returns it.</summary>
    public static async Task<RunDto> FollowAsync(ApiClient api, string runId, Output output, CancellationToken cancellationToken)
    {
        if (!output.MessagesMove)
        {
            return await WatchAsync(api, runId, new PlainLines(output).Show, cancellationToken);
        }

        RunDto? last = null;
        await output.Messages.Live(new Text("")).AutoClear(true).StartAsync(async live =>
            last = await WatchAsync(api, runId, run => live.UpdateTarget(Steps(run)), cancellationToken));
        output.Messages.Write(Steps(last!));
        return last!;
    }

    private static async Task<RunDto> WatchAsync(
        ApiClient api, string runId, Action<RunDto> show, CancellationToken cancellationToken)
    {
        await foreach (var item in api.EventsAsync($"/api/v1/runs/{runId}/events", cancellationToken))
        {
            if (item.EventType == "run" && JsonSerializer.Deserialize<RunDto>(item.Data, ApiClient.Json) is { } run)
            {
                show(run);
            }
            else if (item.EventType == "end")
            {
                break;
            }
        }

        return await api.GetAsync<RunDto>($"/api/v1/runs/{runId}", cancellationToken);
    }

    /// <summary>The steps of a run as a table.</summary>
    public static Table Steps(RunDto run)
    {
        var table = Output.Table("Step", "State", "Progress", "Time", "");
        foreach (var step in run.Steps)
        {
            table.AddRow(
                new Text(step.Name),
                new Text(step.State, StyleOf(step.State)),
                new Text(Progress(step)).RightJustified(),
                new Text(Time(step)).RightJustified(),
                new Text(step.Fault?.Message ?? step.Summary ?? ""));
        }

        return table;
    }

    private static Style StyleOf(string state) => state switch
    {
        "succeeded" => new Style(Color.Green),
        "failed" => new Style(Color.Red),
        "running" => new Style(Color.Blue),
        _ => Style.Plain,
    };

    private static string Progress(StepDto step) => step.Done is not > 0
        ? ""
        : step.Total is > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{step.Done:N0} / {step.Total:N0} {step.Unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{step.Done:N0} {step.Unit}");

    /// <summary>How long a step took, for example <c>1.2 s</c>.</summary>
    public static string Time(StepDto step) => step is { StartedAt: { } from, EndedAt: { } to }
        ? string.Create(CultureInfo.InvariantCulture, $"{(to - from).TotalSeconds:0.0} s")
        : "";

    /// <summary>Says each step once when it ends: for logs and pipes.</summary>
    private sealed class PlainLines(Output output)
    {
        private readonly HashSet<string> told = [];

        public void Show(RunDto run)
        {
            foreach (var step in run.Steps.Where(step => step.EndedAt is not null && told.Add($"{step.Name} {step.StartedAt:O}")))
            {
                output.Message($"{step.Name}: {step.State}, {step.Fault?.Message ?? step.Summary} ({Time(step)})");
            }
        }
    }
}
