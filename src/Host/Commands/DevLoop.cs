using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary>
/// Hears what the files of the served project become, and builds what changed. A save during a build ends it: its nodes are whole or as they
/// were, and what it did not come to is built with what the save changed.
/// </summary>
internal sealed class DevLoop(ApiSession session, PlatformFolders folders, bool builds, bool below, long? sourceRows, Output output)
{
    private static readonly string[] Built = ["model", "seed", "snapshot", "test", "unit_test", "source"];
    private static readonly string[] Well = ["success", "pass", "warn"];

    /// <summary>Ids of the nodes that are to be built.</summary>
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);
    private bool isFirst = true;

    /// <summary>Folder with the manifest of the last state that was built whole.</summary>
    private string State => Path.Combine(folders.State, "dev");

    private string Target => Path.Combine(folders.Project, "target");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var changes = Channel.CreateUnbounded<ProjectChangeDto>();
        var hears = HearAsync(changes.Writer, cancellationToken);
        var (build, stop) = (Task.CompletedTask, new CancellationTokenSource());
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(cancellationToken))
            {
                await stop.CancelAsync();
                await build;
                if (Note(change) && builds)
                {
                    stop.Dispose();
                    stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    build = BuildAsync(stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // stopped by its user
        }

        await build;
        stop.Dispose();
        await hears;
    }

    private async Task HearAsync(ChannelWriter<ProjectChangeDto> changes, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in session.Api.EventsAsync("/api/v1/models/changes", cancellationToken))
            {
                if (item.EventType == "change")
                {
                    await changes.WriteAsync(JsonSerializer.Deserialize<ProjectChangeDto>(item.Data, ApiClient.Json)!, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // stopped by its user
        }
        finally
        {
            changes.Complete();
        }
    }

    /// <summary>Tells a change, and whether something is to be built.</summary>
    private bool Note(ProjectChangeDto change)
    {
        if (change.Faults.Count > 0)
        {
            Tell("The project cannot be read:");
            output.Faults([.. change.Faults.Select(fault => new Fault(FaultKind.Invalid, fault.Code, fault.Message, fault.Place, fault.Mend))]);
            return false;
        }

        if (change.Project is null)
        {
            Tell("There is no dbt_project.yml: watching for one.");
            return false;
        }

        if (isFirst)
        {
            Tell($"Watching {change.Project}: {string.Join(", ", change.Counts.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {pair.Key}{(pair.Value == 1 ? "" : "s")}"))}.");
            return true;
        }

        waiting.ExceptWith(change.Removed);
        waiting.UnionWith(change.Changed.Where(node => Built.Contains(node.Kind)).Select(node => node.Id));

        if (change.Changed.Count + change.Removed.Count > 0)
        {
            Tell(Shown(change));
        }
        else
        {
            Tell("The project can be read again.");
        }

        return waiting.Count > 0;
    }

    private static string Shown(ProjectChangeDto change)
    {
        var files = change.Changed.Select(node => node.Path).Distinct().ToList();
        var names = files.Take(3).Concat(files.Count > 3 ? [$"{files.Count - 3} more"] : Array.Empty<string>());
        return $"Changed: {change.Changed.Count}{(change.Removed.Count > 0 ? $", gone: {change.Removed.Count}" : "")}{(files.Count > 0 ? $" ({string.Join(", ", names)})" : "")}";
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        // what was built whole by an earlier session is not built again
        var state = isFirst && File.Exists(Path.Combine(State, "manifest.json")) ? State : null;
        IReadOnlyList<string> select = isFirst ? state is null ? [] : ["state:modified+"] : [.. waiting.Select(id => $"unique_id:{id}{(below ? "+" : "")}")];
        try
        {
            var (_, run) = await WorkCommand.RunAsync(session, "/api/v1/builds", new BuildRequest("build", select, State: state, SourceRows: sourceRows), output, cancellationToken);
            await KeepAsync(CancellationToken.None);
            Tell(string.Create(CultureInfo.InvariantCulture, $"{(waiting.Count == 0 ? "All is well" : $"{waiting.Count} to be mended")}, {(run.EndedAt - run.StartedAt)?.TotalSeconds:0.0} s. Waiting for changes (Ctrl+C ends)."));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await KeepAsync(CancellationToken.None);
        }
        catch (FaultException failure)
        {
            output.Faults(failure.Faults);
        }
    }

    /// <summary>Keeps what did not go well for the next build, and the state when there is nothing.</summary>
    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(Target, "run_results.json");
        if (!File.Exists(file))
        {
            return;
        }

        isFirst = false;
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(file, cancellationToken));
        foreach (var result in results.RootElement.GetProperty("results").EnumerateArray())
        {
            var id = result.GetProperty("unique_id").GetString()!;
            if (Well.Contains(result.GetProperty("status").GetString()))
            {
                waiting.Remove(id);
            }
            else
            {
                waiting.Add(id);
            }
        }

        if (waiting.Count == 0)
        {
            Directory.CreateDirectory(State);
            File.Copy(Path.Combine(Target, "manifest.json"), Path.Combine(State, "manifest.json"), overwrite: true);
        }
    }

    private void Tell(string text) => output.Message($"{TimeProvider.System.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {text}");
}
