using System.Collections.Concurrent;
using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
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
    private readonly Dictionary<Draft, Properties> own = [];
    private readonly List<(DbtPackage Package, string File, PyDict Content, IReadOnlyList<string> Folders)> files = [];

    public PropertyFiles(IReadOnlyList<DbtPackage> packages, ConcurrentBag<Fault> faults)
    {
        foreach (var package in packages)
        {
            foreach (var (folder, path) in package.Files([.. package.Models, .. package.Seeds, .. package.Snapshots, .. package.Analyses, .. package.Macros, .. package.Tests], ".yml", ".yaml"))
            {
                var shown = ReferenceEquals(package, packages[0]) ? path : $"{package.Name}: {path}";
                try
                {
                    if (YamlValues.Read(File.ReadAllText(Path.Combine(package.Folder, path)), shown) is PyDict content)
                    {
                        var folders = path[(folder.Length + 1)..].Split('/')[..^1];
                        files.Add((package, shown, content, folders));
                        Describe(package, shown, content, folders, faults);
                    }
                }
                catch (FaultException failure)
                {
                    failure.Faults.ToList().ForEach(faults.Add);
                }
            }
        }
    }

    /// <summary>The snapshots that are written in them.</summary>
    public List<(DbtPackage Package, string File, string Name, string Relation, IReadOnlyList<string> Folders)> Snapshots { get; } = [];

    /// <summary>The unit tests of a package.</summary>
    public IEnumerable<(string File, PyDict Test, IReadOnlyList<string> Folders)> UnitTests(DbtPackage package) =>
        files.Where(file => ReferenceEquals(file.Package, package)).SelectMany(file => file.Content.Dicts("unit_tests").Select(test => (file.File, test, file.Folders)));

    /// <summary>The model and version that a file is of; null when its model has no versions.</summary>
    public (string Model, string Version)? Version(string package, string file) => versions.TryGetValue((package, file), out var found) ? found : null;

    /// <summary>What is said of a thing of a package.</summary>
    public Properties? Of(string package, string type, string name) => described.TryGetValue((package, type, name), out var found) ? new Properties(found.Own, [], found.File) : null;

    public Properties? Of(Draft draft)
    {
        if (own.TryGetValue(draft, out var declared))
        {
            return declared;
        }

        if (!described.TryGetValue((draft.Package.Name, draft.Type, draft.Name), out var found))
        {
            return null;
        }

        var version = draft.Version is null ? [] : found.Own.Dicts("versions").FirstOrDefault(one => Label(one.Get("v")) == draft.Version) ?? [];
        return new Properties(found.Own, version, found.File);
    }

    /// <summary>Sources, exposures and snapshots that stand in property files alone.</summary>
    public IEnumerable<Draft> Declared(DbtPackage root, ParseContext context, JinjaEnvironment environment, ReadingNotes? notes, CancellationToken cancellation)
    {
        foreach (var (package, file, content, folders) in files)
        {
            Rendered Render(Draft draft) => new(environment, context.Names(new JinjaRun(environment, cancellation), package, draft), cancellation);
            foreach (var source in content.Dicts("sources"))
            {
                foreach (var table in source.Dicts("tables"))
                {
                    var (sourceName, name) = (source.Text("name") ?? "", table.Text("name") ?? "");
                    IReadOnlyList<string> fqn = [package.Name, .. folders, sourceName, name];
                    var draft = new Draft(package, "source", name, file, fqn)
                    {
                        Source = sourceName,
                        Declared = source,
                        Freshness = SourceFreshness.Of(source, table),
                        Properties = new Properties(table, [], file),
                        Unrendered = ConfigTree.Written(root, package, "sources", fqn),
                    };
                    var config = ConfigTree.OfProjects(root, package, "sources", fqn);
                    (draft.Given, draft.Config, draft.Schema, draft.Alias) = (config, config, sourceName, name);
                    draft.Description = table.Text("description");
                    ReadingNotes.Try(notes, draft, () =>
                    {
                        foreach (var from in (PyDict[])[new Properties(source, [], file).Config, new Properties(table, [], file).Config])
                        {
                            ConfigTree.Add(draft.Unrendered, from);
                            ConfigTree.Add(config, (PyDict)Render(draft).Of(from, file)!);
                        }

                        draft.Schema = Render(draft).Of(source.Text("schema"), file) as string ?? sourceName;
                        draft.Alias = Render(draft).Of(table.Text("identifier"), file) as string ?? name;
                    });
                    own[draft] = draft.Properties!;
                    yield return draft;
                }
            }

            foreach (var exposure in content.Dicts("exposures"))
            {
                var name = exposure.Text("name") ?? "";
                IReadOnlyList<string> fqn = [package.Name, .. folders, name];
                var draft = new Draft(package, "exposure", name, file, fqn) { Description = exposure.Text("description"), Declared = exposure };
                draft.Given = ConfigTree.OfProjects(root, package, "exposures", fqn);
                draft.Unrendered = new PyDict(exposure.Dict("config"));
                ConfigTree.Add(draft.Given, new Properties(exposure, [], file).Config);
                draft.Config = draft.Given;
                ReadingNotes.Try(notes, draft, () =>
                {
                    foreach (var need in Values.Texts(exposure.Get("depends_on")))
                    {
                        Render(draft).Expression(need, $"{file}: {name}");
                    }
                });

                yield return draft;
            }

            foreach (var draft in new SemanticFile(root, package, file, folders).Read(content, draft => Render(draft)))
            {
                yield return draft;
            }
        }
    }

    private static string Label(object? version) => Convert.ToString(version, CultureInfo.InvariantCulture) ?? "";

    private void Describe(DbtPackage package, string file, PyDict content, IReadOnlyList<string> folders, ConcurrentBag<Fault> faults)
    {
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
