using System.CommandLine;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;

namespace Talentys.Host.Commands;

/// <summary><c>talentys dev</c>: serves the folder and builds what each save changed, until it is stopped.</summary>
internal static class DevCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var urls = new Option<string>("--urls") { Description = "Address to listen on", DefaultValueFactory = _ => ServeCommand.DefaultUrl };
        var postgres = ServeCommand.PostgresOption();
        var check = new Option<bool>("--no-build") { Description = "Tell faults, build nothing" };
        var limit = new Option<long?>("--limit") { Description = "Read at most so many rows of each source" };
        var below = new Option<bool>("--only-changed") { Description = "Build what changed without what stands on it" };
        var command = new Command("dev", "Serve the project, watch its files and build what a save changed") { urls, postgres, check, below, limit };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var folders = ProjectFolder.Find(shared.Target(parsed).Folder);
            ProjectFolder.Prepare(folders);
            await using var host = await ServeCommand.StartAsync(folders, parsed.GetValue(urls)!, parsed.GetValue(postgres), output, cancellationToken, isOwn: true);
            await ServeCommand.GreetAsync(host, folders, output, cancellationToken);
            await using var session = await ApiSession.ToAsync(host, cancellationToken);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var loop = new DevLoop(session, folders, !parsed.GetValue(check), !parsed.GetValue(below), parsed.GetValue(limit), output).RunAsync(ends.Token);
            await Task.WhenAny(loop, host.WaitAsync(ends.Token));
            await ends.CancelAsync();
            await loop;
            return ExitCode.Done;
        });
        return command;
    }
}
