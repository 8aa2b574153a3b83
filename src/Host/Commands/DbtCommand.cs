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

    private static readonly string[] Listed = ["model", "seed", "snapshot", "test", "source", "exposure", "unit_test"];

    public static Command Create(SharedOptions shared, Output output) => new("dbt", "Read and build dbt projects as they are, without Python")
    {
        Parse(shared, output),
        List(shared, output),
        Work("build", "Build seeds and models and run their tests, in the order of the graph", shared, output),
        Work("run", "Build the models", shared, output),
        Work("seed", "Load the seeds", shared, output),
        Work("snapshot", "Note what changed in the snapshots", shared, output),
        Work("test", "Run the tests", shared, output),
        Retry(shared, output),
        Work("compile", "Write the SQL of models and tests to target/compiled", shared, output),
        DbtShowCommand.Create(shared, output),
        DbtOperationCommand.Create(shared, output),
    };

    /// <summary><c>talentys build</c>: the daily form.</summary>
    public static Command Build(SharedOptions shared, Output output) => Work("build", "Build the models, seeds and tests of the dbt project", shared, output);

    private static Command Work(string verb, string description, SharedOptions shared, Output output)
    {
        var project = new ProjectOptions();
        var select = Several("--select", "Nodes: names, tag:x, path:y, +name+1, @name; blanks join, commas intersect", "-s", "--models", "-m");
        var exclude = Several("--exclude", "The same, of what is left out");
        var types = Several("--resource-type", "Only nodes of these types", "--resource-types");
        var indirect = new Option<string?>("--indirect-selection") { Description = "Which tests come along: eager, cautious, buildable or empty" };
        var full = new Option<bool>("--full-refresh", "-f") { Description = "Make incremental models anew" };
        var fast = new Option<bool>("--fail-fast", "-x") { Description = "Stop at the first failure" };
        var store = new Option<bool>("--store-failures") { Description = "Keep the rows that fail tests in tables" };
        var threads = new Option<int?>("--threads") { Description = "At most so many nodes at once (default: the profile's, then 4)" };
        var command = new Command(verb, description) { select, exclude, types, indirect, full, fast, store, threads };
        project.AddTo(command);
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

            if (target.Server is null)
            {
                // faults of the project are told at once, before anything is started
                var read = project.Read(shared, parsed, output, cancellationToken);
                read.Select(parsed.GetValue(select) ?? [], parsed.GetValue(exclude) ?? [], parsed.GetValue(indirect) ?? "eager");
            }

            await using var session = await ApiSession.OpenAsync(target with { Folder = project.Folder(shared, parsed) }, works: true, output, cancellationToken);
            return await WorkCommand.RunAsync(
                session,
                "/api/v1/builds",
                new BuildRequest(
                    verb, parsed.GetValue(select), parsed.GetValue(exclude), parsed.GetValue(types), parsed.GetValue(indirect), project.Vars(parsed), project.Target(parsed), project.Profile(parsed),
                    parsed.GetValue(full), parsed.GetValue(fast), parsed.GetValue(store), project.Profiles(parsed, target.Server is null), Threads: parsed.GetValue(threads)),
                shared.Json(parsed), output, cancellationToken);
        });
        return command;
    }

    private static Command Retry(SharedOptions shared, Output output)
    {
        var project = new ProjectOptions();
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

    private static Command Parse(SharedOptions shared, Output output)
    {
        var project = new ProjectOptions();
        var command = new Command("parse", "Read the project and tell all its faults; nothing is run");
        project.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var clock = Stopwatch.StartNew();
            var read = project.Read(shared, parsed, output, cancellationToken);
            var counts = read.Nodes.CountBy(node => node.ResourceType).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(new { project = read.Name, nodes = counts.ToDictionary(pair => pair.Key, pair => pair.Value) }, Plain));
            }
            else
            {
                output.Message($"{read.Name} is read in {clock.Elapsed.TotalSeconds:0.00} s: {string.Join(", ", counts.Select(pair => $"{pair.Value} {Plural(pair.Key, pair.Value)}"))}.");
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Command List(SharedOptions shared, Output output)
    {
        var project = new ProjectOptions();
        var select = Several("--select", "Nodes: names, tag:x, path:y, +name+1, @name; blanks join, commas intersect", "-s", "--models", "-m");
        var exclude = Several("--exclude", "The same, of what is left out");
        var types = Several("--resource-type", "Only nodes of these types; all for every type", "--resource-types");
        var indirect = new Option<string>("--indirect-selection") { Description = "Which tests come along: eager, cautious, buildable or empty", DefaultValueFactory = _ => "eager" };
        var form = new Option<string>("--output") { Description = "selector, name, path or json", DefaultValueFactory = _ => "selector" };
        form.AcceptOnlyFromAmong("selector", "name", "path", "json");
        var command = new Command("list", "List what a selection names") { select, exclude, types, indirect, form };
        command.Aliases.Add("ls");
        project.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var read = project.Read(shared, parsed, output, cancellationToken);
            var wanted = parsed.GetValue(types) is { Length: > 0 } given ? given : Listed;
            var nodes = read.Select(parsed.GetValue(select) ?? [], parsed.GetValue(exclude) ?? [], parsed.GetValue(indirect)!)
                .Where(node => wanted.Contains("all") || wanted.Contains(node.ResourceType)).ToList();
            var how = shared.Json(parsed) ? "json" : parsed.GetValue(form);
            foreach (var node in nodes)
            {
                output.Data(how switch { "name" => node.Name, "path" => node.File, "json" => Json(node), _ => node.Selector });
            }

            if (nodes.Count == 0)
            {
                output.Message("The selection names nothing.");
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static string Json(DbtNode node) => JsonSerializer.Serialize(
        new Dictionary<string, object?>
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
        },
        Plain);

    private static string Plural(string type, int count) => count == 1 ? type : type == "analysis" ? "analyses" : type + "s";

    /// <summary>An option that takes several values behind it.</summary>
    public static Option<string[]> Several(string name, string description, params string[] others)
    {
        var option = new Option<string[]>(name, others) { Description = description, AllowMultipleArgumentsPerToken = true };
        return option;
    }

    /// <summary>The options of dbt that say which project is read.</summary>
    public sealed class ProjectOptions
    {
        private readonly Option<string?> folder = new("--project-dir") { Description = "Folder of the project, as --dir" };
        private readonly Option<string?> profiles = new("--profiles-dir") { Description = "Folder of profiles.yml (default: the project's, then ~/.dbt)" };
        private readonly Option<string?> profile = new("--profile") { Description = "Profile (default: the one that the project names)" };
        private readonly Option<string?> target = new("--target", "-t") { Description = "Target of the profile" };
        private readonly Option<string?> vars = new("--vars") { Description = "Variables as YAML: '{start: 2024-01-01}'" };

        public void AddTo(Command command)
        {
            foreach (var option in (Option[])[folder, profiles, profile, target, vars])
            {
                command.Options.Add(option);
            }
        }

        public string? Vars(ParseResult parsed) => parsed.GetValue(vars);

        public string? Target(ParseResult parsed) => parsed.GetValue(target);

        public string? Profile(ParseResult parsed) => parsed.GetValue(profile);

        /// <summary>Folder of the profiles: on this machine as it is from here, on a server as it was written.</summary>
        public string? Profiles(ParseResult parsed, bool here) => parsed.GetValue(profiles) is { } path && here ? Path.GetFullPath(path) : parsed.GetValue(profiles);

        public string? Folder(SharedOptions shared, ParseResult parsed) => parsed.GetValue(folder) is { } path ? Path.GetFullPath(path) : shared.Target(parsed).Folder;

        public DbtProject Read(SharedOptions shared, ParseResult parsed, Output output, CancellationToken cancellationToken)
        {
            var read = DbtProject.Read(
                new DbtOrder(ProjectFolder.Find(Folder(shared, parsed)).Project)
                {
                    ProfilesFolder = Profiles(parsed, here: true),
                    TrustsProject = true,
                    Profile = parsed.GetValue(profile),
                    Target = parsed.GetValue(target),
                    Vars = parsed.GetValue(vars),
                },
                cancellationToken);
            foreach (var (what, count) in read.Unread.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                output.Message($"Warning: {count} {what} are not read yet.");
            }

            return read;
        }
    }
}
