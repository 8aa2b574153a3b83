using System.Collections.Concurrent;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Reading;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>Reads all files of all packages, in parallel, and gives what is in them. What is as it was is remembered.</summary>
internal sealed partial class ProjectParser(
    JinjaEnvironment environment, ParseContext context, IReadOnlyList<DbtPackage> packages, ProjectFiles project, Remembered remembered, ConcurrentBag<Fault> faults, ReadingNotes? notes, CancellationToken cancellation)
{
    /// <summary>Where the rows that fail tests are kept, behind the name of the target's schema.</summary>
    private const string TestSchema = "dbt_test__audit";

    private readonly DbtPackage root = packages[0];

    /// <summary>What property files say.</summary>
    public PropertyFiles Properties { get; private set; } = null!;

    public IReadOnlyList<Draft> Parse()
    {
        var properties = Properties = new PropertyFiles(packages, project, remembered, faults);
        var files = packages.SelectMany(Files).ToList();
        var drafts = new IReadOnlyList<Draft>?[files.Count];
        var tests = new GenericTests(environment, context, root, cancellation);
        var things = new DeclaredThings(root, context, environment, notes, cancellation);
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            drafts[i] = Guarded(files[i].File, () => InFile(files[i], properties)));
        List<Draft> all =
        [
            .. drafts.OfType<IReadOnlyList<Draft>>().SelectMany(found => found), .. DeclaredSnapshots(properties),
            .. properties.Files.SelectMany(file => Declared(file, properties.Overriding(root, file.Package), things)),
        ];
        var more = new ConcurrentBag<Draft>();
        Parallel.For(0, all.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var draft = all[i];
            if (!draft.IsEnabled || notes?.Of(draft).Count > 0 || properties.Of(draft) is not { } given)
            {
                return;
            }

            // those of one column may be right where another's are not: what is right is remembered column by column
            var columns = given.Keys.Dicts("columns").Select(column => (Column: column.Text("name"), Properties: column)).Prepend((null, given.Keys));
            foreach (var (at, (column, own)) in columns.Index().Where(pair => pair.Item.Properties.ContainsKey("tests") || pair.Item.Properties.ContainsKey("data_tests")))
            {
                foreach (var test in Guarded(given.File, () => Kept((draft, at), [], () => [.. tests.At(draft, own, column is not null && own.Get("quote") is true ? $"\"{column}\"" : column, given.File).Select(Finished)])) ?? [])
                {
                    more.Add(test);
                }
            }
        });
        return [.. all, .. UnitTests(properties, all), .. more.OrderBy(test => test.UniqueId, StringComparer.Ordinal)];
    }

    private IEnumerable<SourceFile> Files(DbtPackage package)
    {
        foreach (var (type, roots, endings) in new (string, IReadOnlyList<string>, string[])[]
        {
            ("model", package.Models, [".sql", ".py"]), ("seed", package.Seeds, [".csv"]), ("snapshot", package.Snapshots, [".sql"]),
            ("test", package.Tests, [".sql"]), ("analysis", package.Analyses, [".sql"]),
        })
        {
            foreach (var file in project.In(package, roots, endings))
            {
                // generic tests are macros, and fixtures are rows of unit tests
                var within = file.Path[(file.Root.Length + 1)..];
                if (type != "test" || (!within.StartsWith("generic/", StringComparison.Ordinal) && !within.StartsWith("fixtures/", StringComparison.Ordinal)))
                {
                    yield return new SourceFile(package, type, file);
                }
            }
        }
    }

    /// <summary>Drafts that are made anew only when what they are made of changed.</summary>
    private IReadOnlyList<Draft> Kept(object key, IReadOnlyList<object?> given, Func<IReadOnlyList<Draft>> make) => remembered.Of<IReadOnlyList<Draft>>(key, given, _ => make());

    private IReadOnlyList<Draft> Declared(PropertyFile file, IReadOnlyList<PyDict> overriding, DeclaredThings things) =>
        Guarded(file.Shown, () => Kept((file.Package.Name, file.Shown), [file.Content, .. overriding], () => [.. things.Of(file, overriding)])) ?? [];

    /// <summary>What a file holds: one thing, or several snapshots.</summary>
    private IReadOnlyList<Draft> InFile(SourceFile file, PropertyFiles properties)
    {
        var name = Path.GetFileNameWithoutExtension(file.File);
        var version = file.Type == "model" ? properties.Version(file.Package.Name, name) : null;
        var text = file.Type == "seed" ? null : project.Text(file.Found);
        // which snapshots a file holds is known when it is parsed
        IReadOnlyList<object?> described = file.Type == "snapshot" ? properties.Written(file.Package.Name, file.Type) : [properties.Written(file.Package.Name, file.Type, version?.Model ?? name)];
        return Kept((file.Package.Name, file.Type, file.File), [text, version, file.Stamp, .. described], () => Snapshots(Parsed(file, name, version, text, properties), properties));
    }

    private Draft Parsed(SourceFile file, string name, (string Model, string Version)? version, string? code, PropertyFiles properties)
    {
        var folders = file.File[(file.Found.Root.Length + 1)..].Split('/')[..^1];
        IReadOnlyList<string> fqn = version is null ? [file.Package.Name, .. file.Type is "test" or "analysis" ? [] : Array.Empty<string>(), .. folders, name]
            : [file.Package.Name, .. folders, version.Value.Model, "v" + version.Value.Version];
        var draft = new Draft(file.Package, file.Type, version?.Model ?? name, file.File, fqn) { Code = code, Version = version?.Version, Stamp = file.Stamp };
        notes?.Add(draft, PythonModel.Is(file.File) ? [PythonModel.Fault(file.Shown(root))] : []);
        ReadingNotes.Try(notes, draft, () => Fill(draft, properties, file));
        draft.Alias ??= draft.Name;
        draft.Schema ??= context.Schema;
        return draft;
    }

    private void Fill(Draft draft, PropertyFiles properties, SourceFile file)
    {
        Configure(draft, properties);
        if (draft.Code is { } code && file.Type != "snapshot" && !PythonModel.Is(file.File))
        {
            Render(draft, environment.Parse(code, file.Shown(root)));
            Finish(draft);
        }
        else if (file.Type != "snapshot")
        {
            Finish(draft);
        }
    }

    private void Configure(Draft draft, PropertyFiles properties)
    {
        var section = draft.Type switch { "analysis" => "analyses", "test" => "data_tests", var type => type + "s" };
        draft.Given = ConfigTree.OfProjects(root, draft.Package, section, draft.Fqn);
        draft.Unrendered = ConfigTree.Written(root, draft.Package, section, draft.Fqn);
        if (properties.Of(draft) is { } given)
        {
            draft.Properties = given;
            ConfigTree.Add(draft.Unrendered, given.Config);
            draft.Description = given.Keys.Text("description");
            draft.LatestVersion = given.LatestVersion;
            var names = new LazyNames(() => context.Names(new JinjaRun(environment, cancellation), draft.Package, null, noted: draft.NamedBy));
            var rendered = new Rendered(environment, names, cancellation);
            if (given.Own.Dicts("columns").Any(column => column.Any(pair => !IsLater(pair.Key as string) && JinjaValues.Text(pair.Value).Contains("{{", StringComparison.Ordinal))))
            {
                draft.Properties = given with { Own = new PyDict(given.Own) { ["columns"] = rendered.Of(given.Own.Get("columns"), given.File, IsLater) } };
            }

            var config = (PyDict)rendered.Of(given.Config, given.File, key => key is "pre_hook" or "post_hook" or "pre-hook" or "post-hook")!;
            ConfigTree.Add(draft.Given, config);
        }
    }

    /// <summary>What of a column is rendered when it is asked for, and with names of its own.</summary>
    private static bool IsLater(string? key) => key is "description" or "tests" or "data_tests";

    private void Render(Draft draft, JinjaTemplate template)
    {
        var run = new JinjaRun(environment, cancellation);
        template.Render(run, context.Names(run, draft.Package, draft));
    }

    private Draft Finished(Draft draft)
    {
        Finish(draft);
        return draft;
    }

    /// <summary>All settings together, and the names that follow from them.</summary>
    private void Finish(Draft draft)
    {
        var config = new PyDict(draft.Given);
        ConfigTree.Add(config, draft.InFile);
        ConfigTree.Add(config, draft.AtTest);
        ConfigTree.Close(config);
        if (!config.ContainsKey("materialized"))
        {
            config["materialized"] = draft.Type switch { "model" => "view", "analysis" => null, var type => type };
        }

        draft.Config = config;
        if (draft.Type is "analysis")
        {
            return;
        }

        var run = new JinjaRun(environment, cancellation);
        var names = new LazyNames(() => context.Names(run, root, draft, noted: draft.NamedBy));
        string Named(string macro, object? custom, Func<string?, string> plain)
        {
            // what the project's own macro does not say is said without one: each node asks for it
            var text = custom is null or string && context.Macros.Find(root.Name, macro) is { Package: MacroTable.Own } ? plain(custom as string).Trim()
                : environment.Parse("{{ " + macro + "(__custom, node) }}", macro).Render(run, new Also(names, "__custom", custom)).Trim();
            if (text.Length == 0 && notes is not null)
            {
                notes.Others.Add(Fault.Invalid("dbt.name_empty", $"The macro {macro} gives no name for some nodes in this target.", null, "Name the target with --target, or let it give a name for every node."));
                return plain(custom as string).Trim();
            }

            return text.Length > 0 ? text : throw new FaultException(Fault.Invalid("dbt.name_empty", $"The macro {macro} gives no name for {draft.UniqueId}.", draft.File, "Let it give a name for every node."));
        }

        if (draft.Type == "test")
        {
            draft.Schema = Named("generate_schema_name", config.Get("schema") ?? TestSchema, custom => $"{context.Schema}_{custom?.Trim()}");
            draft.Alias = config.Get("alias") is { } alias ? Named("generate_alias_name", alias, custom => custom!) : draft.Alias;
            return;
        }

        draft.Schema = draft.Type == "snapshot" && config.Get("target_schema") is string fixedSchema ? fixedSchema : Named("generate_schema_name", config.Get("schema"), custom => custom is null ? context.Schema : $"{context.Schema}_{custom.Trim()}");
        draft.Alias = Named("generate_alias_name", config.Get("alias"), custom => custom is { Length: > 0 } ? custom : draft.Version is { } version ? $"{draft.Name}_v{version.Replace('.', '_')}" : draft.Name);
    }

    private T? Guarded<T>(string file, Func<T?> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (FaultException failure)
        {
            failure.Faults.ToList().ForEach(faults.Add);
        }
        catch (JinjaException failure)
        {
            faults.Add(MacroTable.Faulty(failure, file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            faults.Add(Fault.Invalid("dbt.file_unreadable", $"The file cannot be read: {failure.Message}", file));
        }

        return null;
    }

    private sealed record SourceFile(DbtPackage Package, string Type, FoundFile Found)
    {
        public string File => Found.Path;

        public (long Written, long Length) Stamp => Type == "seed" ? (Found.Written, Found.Length) : default;

        public string Shown(DbtPackage root) => ReferenceEquals(root, Package) ? File : $"{Package.Name}: {File}";
    }

    private sealed class Also(IJinjaNames names, string also, object? given) : IJinjaNames
    {
        public bool TryGet(string name, out object? value)
        {
            value = given;
            return name == also || names.TryGet(name, out value);
        }
    }
}
