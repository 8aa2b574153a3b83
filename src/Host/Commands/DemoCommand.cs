using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Talentys.Contracts;
using Talentys.Host.Composition;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Identity.Public;
using Talentys.Samples.Public;

namespace Talentys.Host.Commands;

/// <summary><c>talentys demo</c>: makes the sample project, loads it, builds its models and serves it.</summary>
internal static class DemoCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var scale = new Option<double>("--scale") { Description = "Size: 1 is 1,000,000 web events", DefaultValueFactory = _ => 1 };
        var today = new Option<DateOnly?>("--today") { Description = "The day that counts as today (YYYY-MM-DD); the data ends on the day before" };
        var exit = new Option<bool>("--exit") { Description = "End when it is loaded" };
        var urls = new Option<string>("--urls") { Description = "Address to serve on", DefaultValueFactory = _ => ServeCommand.DefaultUrl };
        var postgres = ServeCommand.PostgresOption();
        var command = new Command("demo", "Make the sample project of Maison Lumen, load it, build its models and serve it") { scale, today, exit, urls, postgres };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var folder = Path.GetFullPath(shared.Target(parsed).Folder ?? "maison-lumen");
            var options = new SampleOptions(parsed.GetValue(today) ?? GenerateCommand.Today(), parsed.GetValue(scale)) { Replace = true };
            var steps = new List<(string What, TimeSpan Time)>();
            await using var host = await PrepareAsync(folder, options, parsed.GetValue(exit) ? null : parsed.GetValue(urls), parsed.GetValue(postgres), steps, output, cancellationToken);
            var code = await LoadAsync(host, steps, shared.Json(parsed), output, cancellationToken);
            if (code != ExitCode.Done || parsed.GetValue(exit))
            {
                return code;
            }

            output.Message($"Maison Lumen is served at {host.Address} (Ctrl+C ends).");
            if (host.Postgres is { } door)
            {
                output.Message(door);
            }

            if (host.Links is { } links && await links.MakeForAdministratorAsync(cancellationToken) is { } token)
            {
                output.Message($"Look at it in a browser on this machine (the link works once, for {SignInLinks.Lifetime.TotalMinutes:0} minutes):");
                output.Link(ServeCommand.LinkOf(host, token));
            }

            output.Message("In another terminal:");
            output.Message($"  talentys query --dir {folder} \"from shop.orders limit 10\"");
            await host.WaitAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<RunningHost> PrepareAsync(
        string folder, SampleOptions options, string? urls, string? postgres, List<(string, TimeSpan)> steps, Output output, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var folders = ProjectFolder.Find(folder);
        ProjectFolder.Prepare(folders);
        // The lock first: nobody loads from files that are being replaced.
        var host = urls is null
            ? await RunningHost.StartAsync(
                HostSettings.ForCommand(folders, StateLock.TryTake(folders) ?? throw ServeCommand.InUse(folders), works: true, output.Once),
                cancellationToken)
            : await ServeCommand.StartAsync(folders, urls, postgres, output, cancellationToken);
        try
        {
            output.Message($"Making the sample project in {folder}");
            var started = TimeProvider.System.GetTimestamp();
            await MaisonLumen.WriteProjectAsync(folder, options, null, cancellationToken);
            steps.Add(("make the sample", TimeProvider.System.GetElapsedTime(started)));
            return host;
        }
        catch (Exception)
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private static async Task<int> LoadAsync(
        RunningHost host, List<(string What, TimeSpan Time)> steps, bool json, Output output, CancellationToken cancellationToken)
    {
        await using var session = await ApiSession.ToAsync(host, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        RunDto? build = null;
        var (code, run) = await WorkCommand.RunAsync(session, "/api/v1/syncs", new SyncRequest([]), output, cancellationToken);
        steps.Add(("load it", TimeProvider.System.GetElapsedTime(started)));
        if (code == ExitCode.Done)
        {
            started = TimeProvider.System.GetTimestamp();
            (code, build) = await WorkCommand.RunAsync(session, "/api/v1/builds", new BuildRequest("build"), output, cancellationToken);
            steps.Add(("build models", TimeProvider.System.GetElapsedTime(started)));
        }

        // a step of a build is named after the node's kind and its table
        var loaded = run.Steps.Concat(build?.Steps ?? []).ToDictionary(step => step.Name.Split(' ')[^1], StringComparer.Ordinal);
        var tables = await session.Api.ListAsync<TableListItem>("/api/v1/tables?limit=1000", cancellationToken).ToListAsync(cancellationToken);
        if (json)
        {
            output.Data(JsonSerializer.Serialize(new { run, build, tables, seconds = steps.ToDictionary(step => step.What, step => step.Time.TotalSeconds) }, ApiClient.Json));
            return code;
        }

        var list = Output.Table("Table", "Rows", "Rejected", "Size", "Time");
        foreach (var column in list.Columns.Skip(1))
        {
            column.Alignment = Justify.Right;
        }

        foreach (var table in tables)
        {
            var step = loaded.GetValueOrDefault($"{table.Schema}.{table.Name}");
            list.AddRow(
                $"{table.Schema}.{table.Name}", Figures.Count(table.Rows),
                Figures.Count((long)(step?.Metrics.GetValueOrDefault("rejected") ?? 0)), Figures.Bytes(table.Bytes),
                step is null ? "" : RunFollower.Time(step));
        }

        list.AddEmptyRow();
        foreach (var (what, time) in steps)
        {
            list.AddRow(what, "", "", "", Figures.Seconds(time));
        }

        output.Data(list);
        return code;
    }
}
