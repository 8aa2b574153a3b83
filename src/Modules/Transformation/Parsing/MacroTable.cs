using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Reading;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>A macro, and where it is.</summary>
/// <param name="Package">Its package.</param>
/// <param name="Name">Its name; of a test with <c>test_</c> before it.</param>
/// <param name="Template">The template that defines it.</param>
/// <param name="File">Its file, from the package's folder.</param>
/// <param name="Text">Its own text.</param>
internal sealed record MacroEntry(string Package, string Name, JinjaTemplate Template, string File, string Text)
{
    /// <summary>Whether it does what an earlier one did.</summary>
    public bool IsLike(MacroEntry earlier) => ReferenceEquals(Template, earlier.Template) || (Text.Length > 0 && Text == earlier.Text);
}

/// <summary>The macros of all packages, dbt's own among them, and the docs blocks.</summary>
internal sealed partial class MacroTable
{
    public const string Own = "dbt";

    private readonly ConcurrentDictionary<(string Package, string Name), MacroEntry> macros = new();
    private readonly Dictionary<(string Package, string Name), (string Text, string File)> docs = [];
    private readonly string root;
    private readonly Dictionary<string, IReadOnlyList<string>> orders;

    public MacroTable(JinjaEnvironment environment, IReadOnlyList<DbtPackage> packages, ProjectFiles project, Remembered remembered, ConcurrentBag<Fault> faults, CancellationToken cancellation)
    {
        root = packages[0].Name;
        orders = packages[0].Settings.Dicts("dispatch").Where(one => one.Text("macro_namespace") is not null).ToDictionary(one => one.Text("macro_namespace")!, one => Values.Texts(one.Get("search_order")), StringComparer.Ordinal);
        Packages = [.. packages.Select(package => package.Name), Own];
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            var own = remembered.Of<Source>((nameof(MacroTable), resource), [], _ =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                return Source.Of(environment, reader.ReadToEnd(), $"dbt: {resource}");
            });
            Add(own, Own, resource, faults);
        }

        var files = packages.SelectMany(package => project.In(package, [.. package.Macros, .. package.Tests.Select(path => path + "/generic")], ".sql").Select(file => (package, file))).ToList();
        Parallel.ForEach(files, new ParallelOptions { CancellationToken = cancellation }, one =>
        {
            var (package, file) = one;
            var shown = Shown(package, file.Path);
            try
            {
                var text = project.Text(file);
                Add(remembered.Of<Source>((nameof(MacroTable), file.Full), [text], _ => Source.Of(environment, text, shown)), package.Name, file.Path, faults);
            }
            catch (JinjaException failure)
            {
                faults.Add(Faulty(failure, shown));
            }
        });
        foreach (var package in packages)
        {
            foreach (var file in project.In(package, [.. package.Models, .. package.Seeds, .. package.Snapshots, .. package.Tests, .. package.Macros, .. package.Analyses], ".md"))
            {
                var text = project.Text(file);
                foreach (var (name, block) in remembered.Of<List<(string, string)>>(("docs", file.Full), [text], _ => [.. DocsBlock().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Trim()))]))
                {
                    docs[(package.Name, name)] = (block, file.Path);
                }
            }
        }

        string Shown(DbtPackage package, string path) => package.Name == root ? path : $"{package.Name}: {path}";
    }

    public IReadOnlyList<string> Packages { get; }

    /// <summary>A macro as a template of a package sees it: its own, the project's, dbt's.</summary>
    public MacroEntry? Find(string package, string name) =>
        macros.TryGetValue((package, name), out var own) ? own
        : macros.TryGetValue((root, name), out var rooted) ? rooted
        : macros.GetValueOrDefault((Own, name));

    /// <summary>A materialization: the project's, dbt's where packages may not stand in for it, any; of each the one for DuckDB before the one for all.</summary>
    public MacroEntry? Materialization(string? kind, bool keepsOwn)
    {
        string[] names = [$"materialization_{kind}_duckdb", $"materialization_{kind}"];
        string[] places = keepsOwn ? [root, Own] : [root];
        return places.SelectMany(place => names.Select(name => In(place, name))).FirstOrDefault(entry => entry is not null)
            ?? names.Select(name => Owner(null, name) is { } owner ? In(owner, name) : null).FirstOrDefault(entry => entry is not null);
    }

    /// <summary>Where <c>adapter.dispatch</c> looks for the macros of a package: as <c>dispatch:</c> of the project says, else in the project, then there.</summary>
    public IReadOnlyList<string> SearchOrder(string from) => orders.TryGetValue(from, out var order) ? order : [root, from];

    /// <summary>A macro of one package.</summary>
    public MacroEntry? In(string package, string name) => macros.GetValueOrDefault((package, name));

    /// <summary>The package whose macro a name means: the one that is named, the project, any other, dbt.</summary>
    public string? Owner(string? package, string name) => Packages.FirstOrDefault(one => (package is null || one == package) && macros.ContainsKey((one, name)));

    /// <summary>A block of documentation.</summary>
    public string? Doc(string package, string name) =>
        docs.GetValueOrDefault((package, name)).Text ?? docs.GetValueOrDefault((root, name)).Text ?? docs.FirstOrDefault(pair => pair.Key.Name == name).Value.Text;

    /// <summary>All macros, in the order of their packages and names.</summary>
    public IEnumerable<MacroEntry> All => macros.Values.OrderBy(macro => macro.Package, StringComparer.Ordinal).ThenBy(macro => macro.Name, StringComparer.Ordinal);

    /// <summary>All blocks of documentation.</summary>
    public IEnumerable<(string Package, string Name, string Text, string File)> Docs =>
        docs.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Package, pair.Key.Name, pair.Value.Text, pair.Value.File));

    /// <summary>A macro by its id: <c>macro.shop.cents</c>.</summary>
    public MacroEntry? ById(string id) => id.Split('.') is ["macro", var package, var name] ? In(package, name) : null;

    /// <summary>Ids of the macros that are not as they were in an earlier reading; null when there are others, which may stand for any.</summary>
    public IReadOnlySet<string>? Changed(MacroTable earlier) => macros.Count != earlier.macros.Count || macros.Keys.Any(key => !earlier.macros.ContainsKey(key)) ? null
        : macros.Where(pair => !pair.Value.IsLike(earlier.macros[pair.Key])).Select(pair => MacroFacts.IdOf(pair.Value)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether the blocks of documentation are those of an earlier reading.</summary>
    public bool HasDocsOf(MacroTable earlier) => docs.Count == earlier.docs.Count && docs.All(pair => earlier.docs.TryGetValue(pair.Key, out var before) && before == pair.Value);

    /// <summary>A template's failure with the place and the macros that led to it.</summary>
    public static Fault Faulty(JinjaException failure, string file)
    {
        var place = failure.Place is { } at ? $"{at.Template}:{at.Line}" : file;
        var way = failure.Places.Count > 1 ? $" ({string.Join(", ", failure.Places.Select(one => $"in {one}"))})" : "";
        if (failure is { Kind: EnvironmentVariables.RefusedKind, InnerException: FaultException { Fault: { } refused } })
        {
            return refused with { Place = place };
        }

        return Fault.Invalid("dbt.template_failed", $"{failure.Kind}: {failure.Message.TrimEnd('.')}{way}.", place, EnvironmentVariables.Mend(failure));
    }

    private void Add(Source source, string package, string file, ConcurrentBag<Fault> faults)
    {
        foreach (var name in source.Template.Macros)
        {
            if (!macros.TryAdd((package, name), new MacroEntry(package, name, source.Template, file, source.Texts.GetValueOrDefault(name, ""))))
            {
                faults.Add(Fault.Invalid("dbt.macro_twice", $"The macro {name} is defined twice in the package {package}.", source.Template.Name, "Rename one of them."));
            }
        }
    }

    private sealed record Source(JinjaTemplate Template, IReadOnlyDictionary<string, string> Texts)
    {
        public static Source Of(JinjaEnvironment environment, string text, string name)
        {
            try
            {
                return new(environment.Parse(text, name), MacroTexts.Of(text));
            }
            catch (JinjaException) when (MacroTexts.Alone(text) is var alone && alone != text)
            {
                return new(environment.Parse(alone, name), MacroTexts.Of(text));
            }
        }
    }

    [GeneratedRegex(@"\{%-?\s*docs\s+(\w+)\s*-?%\}(.*?)\{%-?\s*enddocs\s*-?%\}", RegexOptions.Singleline)]
    private static partial Regex DocsBlock();
}
