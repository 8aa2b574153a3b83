using System.Collections.Concurrent;
using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Reading;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>What a property file says of one thing.</summary>
internal sealed record Properties(PyDict Own, PyDict VersionOf, string File)
{
    /// <summary>Its keys; those of its version before those of the model.</summary>
    public PyDict Keys => VersionOf.Count == 0 ? Own : new PyDict(Own.Concat(VersionOf));

    /// <summary>The version that is meant where none is named; null where the greatest is.</summary>
    public string? LatestVersion => Own.Get("latest_version") is { } latest ? Convert.ToString(latest, CultureInfo.InvariantCulture) : null;

    /// <summary>Its settings: under <c>config</c>, and those that may stand beside.</summary>
    public PyDict Config
    {
        get
        {
            var config = new PyDict(Own.Dict("config"));
            foreach (var from in (PyDict[])[Own, VersionOf])
            {
                foreach (var key in (string[])["tags", "meta", "docs", "access", "group"])
                {
                    if (from.Get(key) is { } value)
                    {
                        ConfigTree.Add(config, key, value);
                    }
                }
            }

            ConfigTree.Add(config, VersionOf.Dict("config"));
            return config;
        }
    }
}

/// <summary>The YAML files beside models: properties of things in other files, and things of their own.</summary>
internal sealed class PropertyFiles
{
    private static readonly (string Section, string Type)[] Described =
        [("models", "model"), ("seeds", "seed"), ("snapshots", "snapshot"), ("analyses", "analysis"), ("data_tests", "test"), ("tests", "test"), ("macros", "macro")];

    private readonly Dictionary<(string Package, string Type, string Name), (PyDict Own, string File)> described = [];
    private readonly Dictionary<(string Package, string File), (string Model, string Version)> versions = [];
    private readonly List<PropertyFile> files = [];

    public PropertyFiles(IReadOnlyList<DbtPackage> packages, ProjectFiles project, Remembered remembered, ConcurrentBag<Fault> faults)
    {
        foreach (var package in packages)
        {
            foreach (var file in project.In(package, [.. package.Models, .. package.Seeds, .. package.Snapshots, .. package.Analyses, .. package.Macros, .. package.Tests], ".yml", ".yaml"))
            {
                var shown = ReferenceEquals(package, packages[0]) ? file.Path : $"{package.Name}: {file.Path}";
                try
                {
                    var text = project.Text(file);
                    var content = remembered.Of<PyDict>((nameof(PropertyFiles), file.Full), [text], before => Kept(YamlValues.Read(text, shown) as PyDict ?? [], before ?? []));
                    var folders = file.Path[(file.Root.Length + 1)..].Split('/')[..^1];
                    files.Add(new PropertyFile(package, shown, content, folders));
                    Describe(package, shown, content, folders, faults);
                }
                catch (FaultException failure)
                {
                    failure.Faults.ToList().ForEach(faults.Add);
                }
            }
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<PropertyFile> Files => files;

    /// <summary>The snapshots that are written in them.</summary>
    public List<(DbtPackage Package, string File, string Name, string Relation, IReadOnlyList<string> Folders)> Snapshots { get; } = [];

    /// <summary>The unit tests of a package.</summary>
    public IEnumerable<(PropertyFile File, PyDict Test)> UnitTests(DbtPackage package) =>
        files.Where(file => ReferenceEquals(file.Package, package)).SelectMany(file => file.Content.Dicts("unit_tests").Select(test => (file, test)));

    /// <summary>The model and version that a file is of; null when its model has no versions.</summary>
    public (string Model, string Version)? Version(string package, string file) => versions.TryGetValue((package, file), out var found) ? found : null;

    /// <summary>What is said of a thing of a package.</summary>
    public Properties? Of(string package, string type, string name) => described.TryGetValue((package, type, name), out var found) ? new Properties(found.Own, [], found.File) : null;

    /// <summary>The sources with which the project stands in for those of a package (<c>overrides: PACKAGE</c>).</summary>
    public IReadOnlyList<PyDict> Overriding(DbtPackage root, DbtPackage package) =>
        [.. files.Where(file => ReferenceEquals(file.Package, root)).SelectMany(file => file.Content.Dicts("sources")).Where(source => source.Text("overrides") == package.Name)];

    /// <summary>What is said in a package of things that are not in it.</summary>
    public IEnumerable<(string Type, string Name, string File)> Unmatched(string package, IEnumerable<Draft> drafts)
    {
        var there = drafts.Where(draft => draft.Package.Name == package).Select(draft => (draft.Type, draft.Name)).ToHashSet();
        return described.Where(pair => pair.Key.Package == package && pair.Key.Type is "model" or "seed" or "snapshot" or "analysis" && !there.Contains((pair.Key.Type, pair.Key.Name)))
            .Select(pair => (pair.Key.Type, pair.Key.Name, pair.Value.File)).OrderBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal);
    }

    /// <summary>The keys that stand in files for a thing of a package: the same object as long as they are the same.</summary>
    public PyDict? Written(string package, string type, string name) => described.GetValueOrDefault((package, type, name)).Own;

    /// <summary>The same of all things of a kind.</summary>
    public IReadOnlyList<object?> Written(string package, string type) => [.. described.Where(pair => pair.Key.Package == package && pair.Key.Type == type).Select(pair => pair.Value.Own)];

    /// <summary>What is said of a thing that was read.</summary>
    public Properties? Of(Draft draft)
    {
        if (draft.Source is not null)
        {
            return draft.Properties;
        }

        if (!described.TryGetValue((draft.Package.Name, draft.Type, draft.Name), out var found))
        {
            return null;
        }

        var version = draft.Version is null ? [] : found.Own.Dicts("versions").FirstOrDefault(one => Label(one.Get("v")) == draft.Version) ?? [];
        return new Properties(found.Own, version, found.File);
    }

    /// <summary>The keys of a file with those entries that are as they were before, by their names, as the objects that they were.</summary>
    private static PyDict Kept(PyDict now, PyDict before)
    {
        foreach (var section in now.Keys.ToList())
        {
            if (now[section] is PyList entries && before.TryGetValue(section, out var were) && were is PyList list)
            {
                var named = list.OfType<PyDict>().DistinctBy(entry => entry.Text("name")).ToLookup(entry => entry.Text("name"));
                now[section] = new PyList(entries.Select(entry => entry is PyDict dict && named[dict.Text("name")].FirstOrDefault() is { } old && YamlValues.AreSame(old, dict) ? old : entry));
            }
        }

        return now;
    }

    private static string Label(object? version) => Convert.ToString(version, CultureInfo.InvariantCulture) ?? "";

    private void Describe(DbtPackage package, string file, PyDict content, IReadOnlyList<string> folders, ConcurrentBag<Fault> faults)
    {
        foreach (var section in (string[])["sources", "exposures", "groups", "metrics", "semantic_models", "saved_queries"])
        {
            foreach (var one in content.Dicts(section).Concat(section == "sources" ? content.Dicts(section).SelectMany(source => source.Dicts("tables")) : []).Where(one => one.Text("name") is null))
            {
                faults.Add(Fault.Invalid("dbt.name_missing", $"An entry of {section} has no name{(one.Keys.FirstOrDefault() is string key ? $": it begins with {key}" : "")}.", file, "Give it name:."));
            }
        }

        foreach (var (section, type) in Described)
        {
            foreach (var one in content.Dicts(section))
            {
                if (one.Text("name") is not { } name)
                {
                    faults.Add(Fault.Invalid("dbt.name_missing", $"An entry of {section} has no name.", file, "Give it name:."));
                    continue;
                }

                if (!described.TryAdd((package.Name, type, name), (one, file)))
                {
                    faults.Add(Fault.Invalid("dbt.described_twice", $"The {type} {name} is described twice.", file, $"It is described in {described[(package.Name, type, name)].File} too: keep one."));
                }

                if (type == "snapshot" && one.Text("relation") is { } relation)
                {
                    Snapshots.Add((package, file, name, relation, folders));
                }

                foreach (var version in one.Dicts("versions"))
                {
                    var label = Label(version.Get("v"));
                    versions[(package.Name, version.Text("defined_in") ?? $"{name}_v{label}")] = (name, label);
                    if (version.Get("v")?.Equals(one.Get("latest_version")) == true)
                    {
                        versions.TryAdd((package.Name, name), (name, label));
                    }
                }
            }
        }
    }
}
