using System.CommandLine;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;

namespace Talentys.Host.Commands;

/// <summary><c>talentys dbt run-operation</c>: calls a macro. What it prints is data, all else is not.</summary>
internal static class DbtOperationCommand
{
    public static Command Create(DbtFlags flags, SharedOptions shared, Output output)
    {
        var project = new DbtProjectOptions();
        var macro = new Argument<string>("macro") { Description = "The macro: NAME or PACKAGE.NAME" };
        var args = new Option<string?>("--args") { Description = "Its arguments as YAML: '{days: 3}'" };
        var command = new Command("run-operation", "Call a macro, in a transaction of its own") { macro, args };
        project.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var target = shared.Target(parsed);
            await using var session = await ApiSession.OpenAsync(target with { Folder = project.Folder(shared, parsed) }, works: true, output, cancellationToken);
            var (code, run) = await WorkCommand.RunAsync(
                session,
                "/api/v1/builds",
                new BuildRequest(
                    "run-operation", Vars: project.Vars(parsed), Target: project.Target(parsed), Profile: project.Profile(parsed),
                    ProfilesFolder: project.Profiles(parsed, target.Server is null), Macro: parsed.GetValue(macro), Args: parsed.GetValue(args),
                    WarnError: flags.WarnError(parsed), WarnErrorOptions: flags.WarnErrorOptions(parsed)),
                output, cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(run, ApiClient.Json));
                return code;
            }

            var step = run.Steps is [var first, ..] ? first : null;
            await foreach (var line in session.Api.ListAsync<RunLogLineDto>($"/api/v1/runs/{run.Id}/log?limit=1000", cancellationToken))
            {
                if (line.Step == step?.Name && line.Level == "info" && line.Message != step?.Summary)
                {
                    output.Data(line.Message);
                }
            }

            return code;
        });
        return command;
    }
}
