using System.CommandLine;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;

namespace Talentys.Host.Commands;

/// <summary><c>talentys sync</c>: brings what the declared sources have into the lake.</summary>
internal static class SyncCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var sources = new Argument<string[]>("sources")
        {
            Description = "Sources or streams: erp, erp.stock (default: all)",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("sync", "Bring the sources up to date") { sources };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: true, output, cancellationToken);
            return await WorkCommand.RunAsync(
                session, "/api/v1/syncs", new SyncRequest(parsed.GetValue(sources) ?? []), shared.Json(parsed), output, cancellationToken);
        });
        return command;
    }
}
