using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Projects.Packages;
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
        var (root, target) = Root();
        return (target, [root, .. Others(root, target)]);
    }

    /// <summary>The project without its packages, and what renders its lists of packages.</summary>
    public (DbtPackage Root, Rendered Lists) Alone()
    {
        var (root, target) = Root();
        return (root, Lists(target));
    }

    /// <summary>The project without its packages, and its target.</summary>
    public (DbtPackage Root, PyDict Target) Root()
    {
        var file = Path.Combine(order.Folder, FileName);
        if (!File.Exists(file))
        {
            throw new FaultException(Fault.Invalid("dbt.project_missing", $"There is no {FileName} in {order.Folder}.", null, "Name the folder of a dbt project with --dir."));
        }

        var raw = YamlValues.Read(File.ReadAllText(file), FileName) as PyDict
            ?? throw new FaultException(Fault.Invalid("dbt.project_invalid", "The file has no keys.", FileName, "Give it a name: and config-version: 2."));
        var target = Target(order.Profile ?? raw.Text("profile"));
        return (Package(order.Folder, raw, target, FileName), target);
    }

    /// <summary><c>dbt_metadata_envs</c>: variables of the process that are meant to be told of, without what begins their names.</summary>
    public PyDict MetadataVariables { get; } = EnvironmentVariables.Metadata(order);

    /// <summary><c>env_var</c>.</summary>
    public JinjaFunction EnvironmentVariable() => EnvironmentVariables.Function(order);

    private DbtPackage Package(string folder, PyDict raw, PyDict target, string place)
    {
        var name = raw.Text("name") is { } given && ValidName().IsMatch(given) ? given
            : throw new FaultException(Fault.Invalid("dbt.project_name_invalid", "The project has no name of letters, digits and underscores.", place, "Write name: my_project."));
        var rendered = new Rendered(Rendered.Environment(false), Names(target), cancellation);
        // hooks are rendered when they run, variables never
        var settings = (PyDict)rendered.Of(raw, place, key => key.TrimStart('+') is "vars" or "on-run-start" or "on-run-end" or "pre-hook" or "post-hook" or "pre_hook" or "post_hook" or "query-comment")!;
        return new DbtPackage(name, folder, settings) { Written = raw };
    }

    private JinjaNames Names(PyDict? target) => new()
    {
        ["env_var"] = EnvironmentVariable(),
        ["target"] = target,
        ["var"] = new JinjaFunction("var", arguments => arguments.Bind("var", "name", "default?") is var bound && CommandVars.TryGetValue(bound[0], out var value) ? value
            : !ReferenceEquals(bound[1], JinjaArguments.Missing) ? bound[1]
            : throw new JinjaException("VarMissing", $"Required var '{bound[0]}' was not given with --vars; variables of the project are not known in its own file")),
    };

    /// <summary>Packages where they lie, packages of those, and what is installed.</summary>
    private IEnumerable<DbtPackage> Others(DbtPackage root, PyDict target)
    {
        var rendered = Lists(target);
        var known = new Dictionary<string, string>(StringComparer.Ordinal) { [root.Name] = root.Folder };
        var needed = new List<PackageSpec>();
        var waiting = new Queue<PackageSpec>(PackageList.Read(root.Folder, rendered));
        while (waiting.TryDequeue(out var spec))
        {
            if (spec.Kind != "local")
            {
                needed.Add(spec);
                continue;
            }

            if (known.ContainsValue(spec.LocalFolder))
            {
                continue;
            }

            if (!order.TrustsProject && !order.IsWithin(Directory.Exists(spec.LocalFolder) ? Directory.ResolveLinkTarget(spec.LocalFolder, returnFinalTarget: true)?.FullName ?? spec.LocalFolder : spec.LocalFolder))
            {
                throw new FaultException(Fault.Invalid("dbt.package_refused", "The package is not in the project's folder, and a server reads nothing outside.", spec.Place, "Put it into the project, or name its repository with git:."));
            }

            var package = At(root, spec.LocalFolder, target);
            if (package is null && order.Notes is { } notes)
            {
                notes.Missing.Add(spec);
                continue;
            }

            package = package
                ?? throw new FaultException(Fault.Invalid("dbt.package_missing", $"There is no dbt project in {spec.LocalFolder}.", spec.Place, "Mend the path of the package."));
            yield return known.TryAdd(package.Name, spec.LocalFolder) ? package
                : throw new FaultException(Fault.Invalid("dbt.package_twice", $"Two packages are named {package.Name}.", Shown(root, spec.LocalFolder), "Remove one of them."));
            foreach (var deeper in PackageList.Read(spec.LocalFolder, rendered, package.Name + ": "))
            {
                waiting.Enqueue(deeper);
            }
        }

        var there = root.Installed();
        var names = there.Select(folder => Path.GetFileName(folder)).ToHashSet(StringComparer.Ordinal);
        var missing = needed.Where(spec => spec.Name is { } name ? !names.Contains(name) && !known.ContainsKey(name) : there.Count == 0).ToList();
        if (order.Notes is { } noted)
        {
            noted.Missing.AddRange(missing.DistinctBy(spec => spec.Key));
        }
        else if (missing.Count > 0 || there.Count < needed.DistinctBy(spec => spec.Key).Count(spec => spec.Name is null))
        {
            throw new FaultException([.. (missing.Count > 0 ? missing : needed).Select(spec => Fault.Invalid(
                "dbt.package_missing", $"The package {spec.Name ?? GitClient.Safe(spec.Value)} is not installed.", spec.Place,
                spec.Kind is "package" or "private" ? PackageInstaller.Refused(spec).Mend : "Install the packages: talentys dbt deps"))]);
        }

        foreach (var folder in there)
        {
            var package = At(root, folder, target)!;
            if (known.TryAdd(package.Name, folder))
            {
                yield return package;
            }
            else if (package.Name == root.Name || Path.GetDirectoryName(known[package.Name]) == Path.GetDirectoryName(folder))
            {
                throw new FaultException(Fault.Invalid("dbt.package_twice", $"Two packages are named {package.Name}.", Shown(root, folder), "Remove one of them."));
            }
        }
    }

    private DbtPackage? At(DbtPackage root, string folder, PyDict target)
    {
        var file = Path.Combine(folder, FileName);
        var shown = Shown(root, folder);
        return File.Exists(file) && YamlValues.Read(File.ReadAllText(file), shown) is PyDict raw ? Package(folder, raw, target, shown) : null;
    }

    private static string Shown(DbtPackage root, string folder) => Path.GetRelativePath(root.Folder, Path.Combine(folder, FileName)).Replace('\\', '/');

    /// <summary>Renders what stands in YAML files of the project itself.</summary>
    public Rendered Lists(PyDict? target) => new(Rendered.Environment(false), Names(target), cancellation);

    /// <summary><c>profiles.yml</c>: of the folder that is named, of the project, of the user; null when there is none.</summary>
    public string? ProfilesFile
    {
        get
        {
            var named = order.ProfilesFolder is { } written ? Path.GetFullPath(Path.Combine(order.Folder, written)) : null;
            string?[] folders = [named ?? order.Environment("DBT_PROFILES_DIR"), order.Folder, Path.Combine(order.Environment("HOME") ?? "", ".dbt")];
            return folders.Where(folder => folder is not null).Select(folder => Path.Combine(folder!, "profiles.yml")).FirstOrDefault(File.Exists);
        }
    }

    private PyDict Target(string? profile)
    {
        if (order is { TrustsProject: false, ProfilesFolder: { } told } && !order.IsWithin(told))
        {
            throw new FaultException(Fault.Invalid(
                "dbt.profiles_refused", "A server reads profiles.yml only from within the project.", "--profiles-dir", "Put it into the project's folder, or a folder below."));
        }

        var file = ProfilesFile;
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
    private PyDict Target(string name, string profile, PyDict output) => new(
    [
        new("name", name), new("target_name", name), new("profile_name", profile), new("type", "duckdb"),
        new("schema", output.Text("schema") ?? output.Text("dataset") ?? "main"), new("database", order.Database), new("threads", output.Get("threads") ?? 4L),
    ]);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex ValidName();
}
