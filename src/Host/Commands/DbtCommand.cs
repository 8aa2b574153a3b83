using System.CommandLine;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Transformation.Public;

namespace Talentys.Host.Commands;

/// <summary><c>talentys dbt</c>: dbt's own command line. <c>parse</c> and <c>list</c> read files only: no server, no lake.</summary>
internal static class DbtCommand
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Listed = ["model", "seed", "snapshot", "test", "source", "exposure", "metric", "semantic_model", "saved_query", "unit_test"];

    public static Command Create(SharedOptions shared, Output output)
    {
        var flags = new DbtFlags();
        var command = new Command("dbt", "Read and build dbt projects as they are, without Python")
        {
            Parse(flags, shared, output),
            List(flags, shared, output),
            DbtPackagesCommand.Deps(shared, output),
            DbtPackagesCommand.Clean(shared, output),
            DbtDebugCommand.Create(shared, output),
            DbtAssessCommand.Create(shared, output),
            DbtRunCommands.Source(flags, shared, output),
            DbtRunCommands.Docs(shared, output),
            Work("build", "Build seeds and models and run their tests, in the order of the graph", flags, shared, output),
            Work("run", "Build the models", flags, shared, output),
            Work("seed", "Load the seeds", flags, shared, output),
            Work("snapshot", "Note what changed in the snapshots", flags, shared, output),
            Work("test", "Run the tests", flags, shared, output),
            Retry(shared, output),
            Work("compile", "Write the SQL of models and tests to target/compiled", flags, shared, output),
            DbtShowCommand.Create(shared, output),
            DbtOperationCommand.Create(flags, shared, output),
        };
        flags.AddTo(command);
        return command;
    }

    /// <summary><c>talentys build</c>: the daily form.</summary>
    public static Command Build(SharedOptions shared, Output output)
    {
        var flags = new DbtFlags();
        var command = Work("build", "Build the models, seeds and tests of the dbt project", flags, shared, output);
        flags.AddTo(command);
        return command;
    }

    private static Command Work(string verb, string description, DbtFlags flags, SharedOptions shared, Output output)
    {
        var project = new DbtProjectOptions();
        var selection = new DbtSelection();
        var full = new Option<bool>("--full-refresh", "-f") { Description = "Make incremental models anew" };
        var fast = new Option<bool>("--fail-fast", "-x") { Description = "Stop at the first failure" };
        var store = new Option<bool>("--store-failures") { Description = "Keep the rows that fail tests in tables" };
        var defer = new Option<bool>("--defer") { Description = "Read what is not built and not there from the tables of --state" };
        var noDefer = new Option<bool>("--no-defer") { Description = "Read the target's own tables alone" };
        var deferState = new Option<string?>("--defer-state") { Description = "Folder of the earlier state for --defer alone", DefaultValueFactory = _ => DbtVariables.Text("DEFER_STATE") };
        var favor = new Option<bool>("--favor-state") { Description = "Read the tables of that state even where the target has its own" };
        var threads = new Option<int?>("--threads") { Description = "At most so many nodes at once (default: the profile's, then 4)" };
        var analysis = new Option<string>("--static-analysis") { Description = "on: unknown columns are told before anything runs, and their models left out; strict: then nothing runs; off", DefaultValueFactory = _ => "on" };
        analysis.AcceptOnlyFromAmong("on", "off", "baseline", "strict", "unsafe");
        var from = new Option<string?>("--event-time-start") { Description = "Models in batches of time (microbatch): from then on", DefaultValueFactory = _ => DbtVariables.Text("EVENT_TIME_START") };
        var until = new Option<string?>("--event-time-end") { Description = "Until then", DefaultValueFactory = _ => DbtVariables.Text("EVENT_TIME_END") };
        var empty = new Option<bool>("--empty") { Description = "Read no rows of what nodes refer to: see whether their SQL runs" };
        var sample = new Option<string?>("--sample") { Description = "Read only rows of this time, of what has an event_time: \"3 days\", or \"{start: 2026-01-01, end: 2026-01-31}\"", DefaultValueFactory = _ => DbtVariables.Text("SAMPLE") };
        var command = new Command(verb, description) { full, fast, store, threads, defer, noDefer, deferState, favor, analysis, from, until };
        selection.AddTo(command);
        project.AddTo(command);
        if (verb is "build" or "run" or "snapshot" or "compile")
        {
            command.Options.Add(empty);
            command.Options.Add(sample);
        }

        var inline = DbtShowCommand.Inline();
        if (verb == "compile")
        {
            command.Options.Add(inline);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var target = shared.Target(parsed);
            if (verb == "compile" && parsed.GetValue(inline) is not null)
            {
                return await DbtShowCommand.CompileAsync(parsed, project, inline, shared, output, cancellationToken);
            }

            var here = target.Server is null;
            var reader = here ? project.Reader(shared, parsed, selection.State(parsed, here)) : null;
            if (reader?.Read(cancellationToken) is { } read)
            {
                // faults of the project are told at once, before anything is started
                selection.Of(read, parsed);
                flags.Tell(read, parsed, output);
            }

            await using var session = await ApiSession.OpenAsync(target with { Folder = project.Folder(shared, parsed) }, works: true, output, cancellationToken, reader);
            return await WorkCommand.RunAsync(
                session,
                "/api/v1/builds",
                new BuildRequest(
                    verb, selection.Select(parsed), selection.Exclude(parsed), selection.Types(parsed), selection.Indirect(parsed), project.Vars(parsed), project.Target(parsed), project.Profile(parsed),
                    flags.Says(parsed, full) is true, flags.Says(parsed, fast), flags.Says(parsed, store) is true, project.Profiles(parsed, here), selection.Selector(parsed), selection.State(parsed, here),
                    DbtSelection.Folder(parsed.GetValue(deferState), here), !parsed.GetValue(noDefer) && flags.Says(parsed, defer) is true, flags.Says(parsed, favor) is true, Threads: parsed.GetValue(threads), SkipsAnalysis: parsed.GetValue(analysis) == "off", StrictAnalysis: parsed.GetValue(analysis) == "strict",
                    EventTimeStart: parsed.GetValue(from), EventTimeEnd: parsed.GetValue(until),
                    WarnError: flags.WarnError(parsed), WarnErrorOptions: flags.WarnErrorOptions(parsed), ExcludeResourceTypes: selection.WithoutTypes(parsed),
                    Empty: flags.Says(parsed, empty) is true, Sample: parsed.GetValue(sample)),
                shared.Json(parsed), output, cancellationToken);
        });
        return command;
    }

    private static Command Retry(SharedOptions shared, Output output)
    {
        var project = new DbtProjectOptions();
        var threads = new Option<int?>("--threads") { Description = "At most so many nodes at once (default: as before)" };
        var command = new Command("retry", "Do again what of the last build failed or was not reached, as it was asked for") { threads };
        project.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed) with { Folder = project.Folder(shared, parsed) }, works: true, output, cancellationToken);
            return await WorkCommand.RunAsync(session, "/api/v1/builds", new BuildRequest("retry", Threads: parsed.GetValue(threads)), shared.Json(parsed), output, cancellationToken);
        });
        return command;
    }

    private static Command Parse(DbtFlags flags, SharedOptions shared, Output output)
    {
        var project = new DbtProjectOptions();
        var command = new Command("parse", "Read the project, tell all its faults and write target/manifest.json; nothing is run");
        project.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var clock = Stopwatch.StartNew();
            var read = project.Read(shared, parsed, cancellationToken);
            flags.Tell(read, parsed, output);
            var counts = read.Nodes.CountBy(node => node.ResourceType).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(new { project = read.Name, nodes = counts.ToDictionary(pair => pair.Key, pair => pair.Value) }, Plain));
            }
            else
            {
                output.Message($"{read.Name} is read in {clock.Elapsed.TotalSeconds:0.00} s: {string.Join(", ", counts.Select(pair => $"{pair.Value} {Plural(pair.Key, pair.Value)}"))}.");
            }

            await read.WriteManifestAsync(Path.Combine(ProjectFolder.Find(project.Folder(shared, parsed)).Project, "target"), cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List(DbtFlags flags, SharedOptions shared, Output output)
    {
        var project = new DbtProjectOptions();
        var selection = new DbtSelection();
        var form = new Option<string>("--output") { Description = "selector, name, path or json", DefaultValueFactory = _ => "selector" };
        form.AcceptOnlyFromAmong("selector", "name", "path", "json");
        var keys = DbtSelection.Several("--output-keys", "With --output json: only these keys of the manifest's nodes");
        var command = new Command("list", "List what a selection names") { form, keys };
        selection.AddTo(command);
        command.Aliases.Add("ls");
        project.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var read = project.Read(shared, parsed, cancellationToken, selection.State(parsed, here: true));
            var wanted = selection.Types(parsed) is { Length: > 0 } given ? given : Listed;
            var nodes = selection.Of(read, parsed)
                .Where(node => wanted.Contains("all") || wanted.Contains(node.ResourceType)).Where(node => selection.WithoutTypes(parsed)?.Contains(node.ResourceType) != true).ToList();
            flags.Tell(read, parsed, output, nodes.Count == 0);
            var how = shared.Json(parsed) ? "json" : parsed.GetValue(form);
            foreach (var node in nodes)
            {
                output.Data(how switch { "name" => node.Name, "path" => node.File, "json" => Json(read, node, parsed.GetValue(keys) ?? []), _ => node.Selector });
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static string Json(DbtProject project, DbtNode node, string[] keys)
    {
        var about = keys.Length > 0 ? project.Describe(node) : new Dictionary<string, object?>
        {
            ["unique_id"] = node.UniqueId,
            ["name"] = node.Name,
            ["resource_type"] = node.ResourceType,
            ["package_name"] = node.Package,
            ["original_file_path"] = node.File,
            ["schema"] = node.Schema,
            ["alias"] = node.Alias,
            ["tags"] = node.Tags,
            ["config"] = node.Config,
            ["depends_on"] = new { nodes = node.DependsOn },
        };
        var wanted = keys.SelectMany(key => key.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct().Where(about.ContainsKey);
        return JsonSerializer.Serialize(keys.Length > 0 ? wanted.ToDictionary(key => key, key => about[key]) : about, Plain);
    }

    private static string Plural(string type, int count) => count == 1 ? type : type == "analysis" ? "analyses" : type + "s";
}
