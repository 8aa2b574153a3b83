using System.Collections.Concurrent;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>Reads all files of all packages, in parallel, and gives what is in them.</summary>
internal sealed partial class ProjectParser(JinjaEnvironment environment, ParseContext context, IReadOnlyList<DbtPackage> packages, ConcurrentBag<Fault> faults, ReadingNotes? notes, CancellationToken cancellation)
{
    private readonly DbtPackage root = packages[0];

    /// <summary>What property files say.</summary>
    public PropertyFiles Properties { get; private set; } = null!;

    public IReadOnlyList<Draft> Parse()
    {
        var properties = Properties = new PropertyFiles(packages, faults);
        var files = packages.SelectMany(Files).ToList();
        var drafts = new Draft?[files.Count];
        var tests = new GenericTests(environment, context, root, cancellation);
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            drafts[i] = Guarded(files[i].File, () => Parsed(files[i], properties)));
        List<Draft> all = [.. drafts.OfType<Draft>().SelectMany(draft => Snapshots(draft, properties)), .. DeclaredSnapshots(properties), .. properties.Declared(root, context, environment, notes, cancellation)];
        var more = new ConcurrentBag<Draft>();
        Parallel.ForEach(all.Where(draft => draft.IsEnabled && notes?.Of(draft).Count is null or 0), new ParallelOptions { CancellationToken = cancellation }, draft =>
        {
            if (properties.Of(draft) is not { } given)
            {
                return;
            }

            var columns = given.Keys.Dicts("columns").Select(column => (Column: column.Text("name"), Properties: column)).Prepend((null, given.Keys));
            foreach (var (column, own) in columns)
            {
                Guarded<Draft>(given.File, () =>
                {
                    foreach (var test in tests.At(draft, own, column is not null && own.Get("quote") is true ? $"\"{column}\"" : column, given.File))
                    {
                        Finish(test);
                        more.Add(test);
                    }

                    return null;
                });
            }
        });
        return [.. all, .. UnitTests(properties, all), .. more.OrderBy(test => test.UniqueId, StringComparer.Ordinal)];
    }

    private static IEnumerable<SourceFile> Files(DbtPackage package)
    {
        foreach (var (type, roots, endings) in new (string, IReadOnlyList<string>, string[])[]
        {
            ("model", package.Models, [".sql", ".py"]), ("seed", package.Seeds, [".csv"]), ("snapshot", package.Snapshots, [".sql"]),
            ("test", package.Tests, [".sql"]), ("analysis", package.Analyses, [".sql"]),
        })
        {
            foreach (var (folder, path) in package.Files(roots, endings))
            {
                // generic tests are macros, and fixtures are rows of unit tests
                if (type != "test" || (!path[(folder.Length + 1)..].StartsWith("generic/", StringComparison.Ordinal) && !path[(folder.Length + 1)..].StartsWith("fixtures/", StringComparison.Ordinal)))
                {
                    yield return new SourceFile(package, type, folder, path);
                }
            }
        }
    }

    private Draft Parsed(SourceFile file, PropertyFiles properties)
    {
        var python = file.File.EndsWith(".py", StringComparison.Ordinal)
            ? Fault.Invalid("dbt.python_model", "Models in Python are not run here.", file.Shown(root), "Write it in SQL, or leave it out with enabled: false.") : null;
        if (python is not null && notes is null)
        {
            throw new FaultException(python);
        }

        var name = Path.GetFileNameWithoutExtension(file.File);
        var folders = file.File[(file.Root.Length + 1)..].Split('/')[..^1];
        var version = file.Type == "model" ? properties.Version(file.Package.Name, name) : null;
        IReadOnlyList<string> fqn = version is null ? [file.Package.Name, .. file.Type is "test" or "analysis" ? [] : Array.Empty<string>(), .. folders, name]
            : [file.Package.Name, .. folders, version.Value.Model, "v" + version.Value.Version];
        var code = file.Type == "seed" ? null : File.ReadAllText(Path.Combine(file.Package.Folder, file.File));
        var draft = new Draft(file.Package, file.Type, version?.Model ?? name, file.File, fqn) { Code = code, Version = version?.Version };
        notes?.Add(draft, python is null ? [] : [python]);
        ReadingNotes.Try(notes, draft, () => Fill(draft, properties, file));
        draft.Alias ??= draft.Name;
        draft.Schema ??= context.Schema;
        return draft;
    }

    private void Fill(Draft draft, PropertyFiles properties, SourceFile file)
    {
        Configure(draft, properties);
        if (draft.Code is { } code && file.Type != "snapshot" && !file.File.EndsWith(".py", StringComparison.Ordinal))
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
            var names = new LazyNames(() => context.Names(new JinjaRun(environment, cancellation), draft.Package, null));
            var config = (PyDict)new Rendered(environment, names, cancellation).Of(given.Config, given.File, key => key is "pre_hook" or "post_hook" or "pre-hook" or "post-hook")!;
            ConfigTree.Add(draft.Given, config);
        }
    }

    private void Render(Draft draft, JinjaTemplate template)
    {
        var run = new JinjaRun(environment, cancellation);
        template.Render(run, context.Names(run, draft.Package, draft));
    }

    /// <summary>All settings together, and the names that follow from them.</summary>
    public void Finish(Draft draft)
    {
        var config = new PyDict(draft.Given);
        ConfigTree.Add(config, draft.InFile);
        if (!config.ContainsKey("materialized"))
        {
            config["materialized"] = draft.Type switch { "model" => "view", "analysis" => null, var type => type };
        }

        draft.Config = config;
        if (draft.Type is "analysis" or "test")
        {
            return;
        }

        var run = new JinjaRun(environment, cancellation);
        var names = new LazyNames(() => context.Names(run, root, draft, notesMacros: false));
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

    private sealed record SourceFile(DbtPackage Package, string Type, string Root, string File)
    {
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
