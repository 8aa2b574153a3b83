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

    private readonly DbtPackage root;

    public PropertyFiles(IReadOnlyList<DbtPackage> packages, ConcurrentBag<Fault> faults)
    {
        root = packages[0];
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
    public IEnumerable<Draft> Declared(ParseContext context, JinjaEnvironment environment, CancellationToken cancellation)
    {
        foreach (var (package, file, content, folders) in files)
        {
            Rendered Render(Draft draft) => new(environment, context.Names(new JinjaRun(environment, cancellation), package, draft), cancellation);
            foreach (var written in content.Dicts("sources").Where(source => source.Text("name") is not null && source.Text("overrides") is null))
            {
                var source = Overridden(written, package);
                foreach (var table in source.Dicts("tables").Where(table => table.Text("name") is not null))
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
                    foreach (var from in (PyDict[])[new Properties(source, [], file).Config, new Properties(table, [], file).Config])
                    {
                        ConfigTree.Add(draft.Unrendered, from);
                        ConfigTree.Add(config, (PyDict)Render(draft).Of(from, file)!);
                    }

                    (draft.Given, draft.Config) = (config, config);
                    draft.Description = table.Text("description");
                    draft.Schema = Render(draft).Of(source.Text("schema"), file) as string ?? sourceName;
                    draft.Alias = Render(draft).Of(table.Text("identifier"), file) as string ?? name;
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
                foreach (var need in Values.Texts(exposure.Get("depends_on")))
                {
                    Render(draft).Expression(need, $"{file}: {name}");
                }

                yield return draft;
            }

            foreach (var draft in new SemanticFile(root, package, file, folders).Read(content, draft => Render(draft)))
            {
                yield return draft;
            }
        }
    }

    /// <summary>A source of a package with what the project says in its place (<c>overrides: PACKAGE</c>), its tables by their names.</summary>
    private PyDict Overridden(PyDict source, DbtPackage package)
    {
        foreach (var own in files.Where(file => ReferenceEquals(file.Package, root)).SelectMany(file => file.Content.Dicts("sources")).Where(own => own.Text("overrides") == package.Name && own.Text("name") == source.Text("name")))
        {
            var tables = own.Dicts("tables").Where(table => table.Text("name") is not null).ToLookup(table => table.Text("name"));
            source = new PyDict(source.Concat(own.Where(pair => pair.Key is not ("overrides" or "tables"))))
            {
                ["tables"] = new PyList(source.Dicts("tables").Select(table => (object?)tables[table.Text("name")].Aggregate(table, (told, more) => new PyDict(told.Concat(more))))),
            };
        }

        return source;
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
