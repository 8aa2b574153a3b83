using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Projects;

/// <summary>Reads <c>dbt_project.yml</c>, <c>profiles.yml</c> and the packages that lie beside the project.</summary>
internal sealed partial class ProjectReader(DbtOrder order, CancellationToken cancellation)
{
    public const string FileName = "dbt_project.yml";

    /// <summary>The variables of the command line.</summary>
    public PyDict CommandVars { get; } = order.Vars is null ? [] : YamlValues.Read(order.Vars, "--vars") switch
    {
        PyDict dict => dict,
        null => [],
        _ => throw new FaultException(Fault.Invalid("dbt.vars_invalid", "The variables are not a dict.", "--vars", "Write them as '{name: value}'.")),
    };

    /// <summary>The project with its target and its packages, the project itself first.</summary>
    public (PyDict Target, IReadOnlyList<DbtPackage> Packages) Read()
    {
        var file = Path.Combine(order.Folder, FileName);
        if (!File.Exists(file))
        {
            throw new FaultException(Fault.Invalid("dbt.project_missing", $"There is no {FileName} in {order.Folder}.", null, "Name the folder of a dbt project with --dir."));
        }

        var raw = YamlValues.Read(File.ReadAllText(file), FileName) as PyDict
            ?? throw new FaultException(Fault.Invalid("dbt.project_invalid", "The file has no keys.", FileName, "Give it a name: and config-version: 2."));
        var target = Target(order.Profile ?? raw.Text("profile"));
        var root = Package(order.Folder, raw, target, FileName);
        return (target, [root, .. Others(root, target)]);
    }

    /// <summary><c>env_var</c>.</summary>
    public JinjaFunction EnvironmentVariable() => EnvironmentVariables.Function(order);

    private DbtPackage Package(string folder, PyDict raw, PyDict target, string place)
    {
        var name = raw.Text("name") is { } given && ValidName().IsMatch(given) ? given
            : throw new FaultException(Fault.Invalid("dbt.project_name_invalid", "The project has no name of letters, digits and underscores.", place, "Write name: my_project."));
        var rendered = new Rendered(Rendered.Environment(false), Names(target), cancellation);
        // hooks are rendered when they run, variables never
        var settings = (PyDict)rendered.Of(raw, place, key => key.TrimStart('+') is "vars" or "on-run-start" or "on-run-end" or "pre-hook" or "post-hook" or "pre_hook" or "post_hook" or "query-comment")!;
        return new DbtPackage(name, folder, settings);
    }

    private JinjaNames Names(PyDict? target) => new()
    {
        ["env_var"] = EnvironmentVariable(),
        ["target"] = target,
        ["var"] = new JinjaFunction("var", arguments => arguments.Bind("var", "name", "default?") is var bound && CommandVars.TryGetValue(bound[0], out var value) ? value
            : !ReferenceEquals(bound[1], JinjaArguments.Missing) ? bound[1]
            : throw new JinjaException("VarMissing", $"Required var '{bound[0]}' was not given with --vars; variables of the project are not known in its own file")),
    };

    private IEnumerable<DbtPackage> Others(DbtPackage root, PyDict target)
    {
        var folders = new List<(string Folder, string Place)>();
        var needed = new List<(string Name, string Place)>();
        foreach (var file in (string[])["packages.yml", "dependencies.yml"])
        {
            var path = Path.Combine(root.Folder, file);
            if (!File.Exists(path) || YamlValues.Read(File.ReadAllText(path), file) is not PyDict listed)
            {
                continue;
            }

            foreach (var package in listed.Dicts("packages"))
            {
                if (package.Text("local") is { } local)
                {
                    folders.Add((Path.GetFullPath(Path.Combine(root.Folder, local)), file));
                }
                else
                {
                    needed.Add((package.Text("package") ?? package.Text("git") ?? package.Text("tarball") ?? "a package", file));
                }
            }
        }

        var installed = Path.Combine(root.Folder, root.Settings.Text("packages-install-path") ?? "dbt_packages");
        var there = Directory.Exists(installed) ? Directory.GetDirectories(installed).Where(folder => File.Exists(Path.Combine(folder, FileName))).Order(StringComparer.Ordinal).ToList() : [];
        if (there.Count < needed.Count)
        {
            throw new FaultException([.. needed.Select(package => Fault.Invalid(
                "dbt.package_missing", $"The package {package.Name} is not installed.", package.Place,
                $"Put the {needed.Count} packages that are named into {Path.GetRelativePath(root.Folder, installed)}/, as dbt deps does; {there.Count} are there."))]);
        }

        folders.AddRange(there.Select(folder => (folder, Path.GetRelativePath(root.Folder, folder))));
        var known = new HashSet<string>(StringComparer.Ordinal) { root.Name };
        foreach (var (folder, place) in folders.DistinctBy(pair => pair.Folder))
        {
            var file = Path.Combine(folder, FileName);
            var shown = Path.GetRelativePath(root.Folder, file).Replace('\\', '/');
            var raw = File.Exists(file) ? YamlValues.Read(File.ReadAllText(file), shown) as PyDict : null;
            var package = raw is null
                ? throw new FaultException(Fault.Invalid("dbt.package_missing", $"There is no dbt project in {folder}.", place, "Mend the path of the package."))
                : Package(folder, raw, target, shown);
            yield return known.Add(package.Name) ? package
                : throw new FaultException(Fault.Invalid("dbt.package_twice", $"Two packages are named {package.Name}.", shown, "Remove one of them."));
        }
    }

    private PyDict Target(string? profile)
    {
        if (order is { TrustsProject: false, ProfilesFolder: { } told } && !IsWithin(order.Folder, told))
        {
            throw new FaultException(Fault.Invalid(
                "dbt.profiles_refused", "A server reads profiles.yml only from within the project.", "--profiles-dir", "Put it into the project's folder, or a folder below."));
        }

        var named = order.ProfilesFolder is { } written ? Path.GetFullPath(Path.Combine(order.Folder, written)) : null;
        string?[] folders = [named ?? order.Environment("DBT_PROFILES_DIR"), order.Folder, Path.Combine(order.Environment("HOME") ?? "", ".dbt")];
        var file = folders.Where(folder => folder is not null).Select(folder => Path.Combine(folder!, "profiles.yml")).FirstOrDefault(File.Exists);
        var chosen = file is null || profile is null ? null : (YamlValues.Read(File.ReadAllText(file), "profiles.yml") as PyDict)?.Get(profile) as PyDict;
        if (chosen is null)
        {
            return Target(order.Target ?? "dev", profile ?? "default", []);
        }

        var rendered = new Rendered(Rendered.Environment(false), Names(null), cancellation);
        var name = order.Target ?? rendered.Of(chosen.Get("target"), "profiles.yml") as string ?? "default";
        var outputs = chosen.Dict("outputs");
        return outputs.Get(name) is PyDict output
            // where the profile would have connected to, and by which secrets, is nothing to the lake
            ? Target(name, profile!, (PyDict)rendered.Of(new PyDict(output.Where(pair => pair.Key is "schema" or "dataset" or "threads")), $"profiles.yml: {profile}.{name}")!)
            : throw new FaultException(Fault.Invalid(
                "dbt.target_unknown", $"The profile {profile} has no target {name}.", "profiles.yml", $"Its targets are {string.Join(", ", outputs.Keys)}."));
    }

    /// <summary>What templates see of the target: always the lake, whatever the profile would have connected to.</summary>
    private static PyDict Target(string name, string profile, PyDict output) => new(
    [
        new("name", name), new("target_name", name), new("profile_name", profile), new("type", "duckdb"),
        new("schema", output.Text("schema") ?? output.Text("dataset") ?? "main"), new("database", "lake"), new("threads", output.Get("threads") ?? 4L),
    ]);

    private static bool IsWithin(string project, string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(project));
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, folder)));
        return full == root || full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex ValidName();
}
