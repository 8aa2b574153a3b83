using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;

namespace Talentys.Host.Commands;

/// <summary><c>talentys runs</c>: list, show, logs, cancel, retry.</summary>
internal static class RunsCommand
{
    public static Command Create(SharedOptions shared, Output output) => new("runs", "Runs: what was done and how it went")
    {
        List(shared, output), Show(shared, output), Logs(shared, output), Cancel(shared, output), Retry(shared, output),
    };

    private static Command List(SharedOptions shared, Output output)
    {
        var command = new Command("list", "The newest runs");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var page = await session.Api.GetAsync<Page<RunDto>>("/api/v1/runs?limit=50", cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(page.Items, ApiClient.Json));
                return ExitCode.Done;
            }

            var table = Output.Table("Run", "What", "State", "Started", "Steps");
            foreach (var run in page.Items)
            {
                table.AddRow(
                    run.Id, Markup.Escape(run.Title), run.State,
                    run.StartedAt?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "",
                    run.Steps.Count.ToString(CultureInfo.InvariantCulture));
            }

            output.Data(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(SharedOptions shared, Output output) => OfOne("show", "One run with its steps", shared, output, works: false,
        async (session, id, json, cancellationToken) =>
        {
            var run = await session.Api.GetAsync<RunDto>($"/api/v1/runs/{id}", cancellationToken);
            if (json)
            {
                output.Data(JsonSerializer.Serialize(run, ApiClient.Json));
                return ExitCode.Done;
            }

            output.Data($"{run.Id}  {run.Title}  {run.State}");
            output.Data(RunFollower.Steps(run));
            return ExitCode.Done;
        });

    private static Command Logs(SharedOptions shared, Output output) => OfOne("logs", "The log of a run", shared, output, works: false,
        async (session, id, json, cancellationToken) =>
        {
            await foreach (var line in session.Api.ListAsync<RunLogLineDto>($"/api/v1/runs/{id}/log?limit=1000", cancellationToken))
            {
                output.Data(json
                    ? JsonSerializer.Serialize(line, ApiClient.Json)
                    : $"{line.At.ToLocalTime():HH:mm:ss.fff} {line.Level,-7} {(line.Step is null ? "" : $"[{line.Step}] ")}{line.Message}");
            }

            return ExitCode.Done;
        });

    private static Command Cancel(SharedOptions shared, Output output) => OfOne("cancel", "Cancel a run", shared, output, works: false,
        async (session, id, _, cancellationToken) =>
        {
            await session.Api.PostAsync($"/api/v1/runs/{id}/cancel", null, cancellationToken);
            return ExitCode.Done;
        });

    private static Command Retry(SharedOptions shared, Output output) => OfOne("retry", "Run a failed or cancelled run again", shared, output, works: true,
        (session, id, json, cancellationToken) => WorkCommand.RunAsync(
            session, $"/api/v1/runs/{id}/retry", new { }, json, output, cancellationToken));

    private static Command OfOne(
        string name, string description, SharedOptions shared, Output output, bool works,
        Func<ApiSession, string, bool, CancellationToken, Task<int>> act)
    {
        var id = new Argument<string>("run") { Description = "Identifier of the run" };
        var command = new Command(name, description) { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works, output, cancellationToken);
            return await act(session, Uri.EscapeDataString(parsed.GetValue(id)!), shared.Json(parsed), cancellationToken);
        });
        return command;
    }
}
