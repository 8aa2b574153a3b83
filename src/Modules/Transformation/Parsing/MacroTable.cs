using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Projects;

namespace Talentys.Transformation.Parsing;

/// <summary>A macro, and where it is.</summary>
internal sealed record MacroEntry(string Package, string Name, JinjaTemplate Template);

/// <summary>The macros of all packages, dbt's own among them, and the docs blocks.</summary>
internal sealed partial class MacroTable
{
    public const string Own = "dbt";

    private readonly ConcurrentDictionary<(string Package, string Name), MacroEntry> macros = new();
    private readonly ConcurrentDictionary<(string Package, string Name), string> docs = new();
    private readonly string root;

    public MacroTable(JinjaEnvironment environment, IReadOnlyList<DbtPackage> packages, ConcurrentBag<Fault> faults, CancellationToken cancellation)
    {
        root = packages[0].Name;
        Packages = [.. packages.Select(package => package.Name), Own];
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            Add(environment.Parse(reader.ReadToEnd(), $"dbt: {resource}"), Own, faults);
        }

        var files = packages.SelectMany(package => package.Files([.. package.Macros, .. package.Tests.Select(path => path + "/generic")], ".sql").Select(file => (package, file.Path)));
        Parallel.ForEach(files, new ParallelOptions { CancellationToken = cancellation }, file =>
        {
            try
            {
                var shown = Shown(file.package, file.Path);
                Add(environment.Parse(File.ReadAllText(Path.Combine(file.package.Folder, file.Path)), shown), file.package.Name, faults);
            }
            catch (JinjaException failure)
            {
                faults.Add(Faulty(failure, Shown(file.package, file.Path)));
            }
        });
        foreach (var package in packages)
        {
            foreach (var (_, path) in package.Files([.. package.Models, .. package.Seeds, .. package.Snapshots, .. package.Tests, .. package.Macros, .. package.Analyses], ".md"))
            {
                foreach (Match block in DocsBlock().Matches(File.ReadAllText(Path.Combine(package.Folder, path))))
                {
                    docs[(package.Name, block.Groups[1].Value)] = block.Groups[2].Value.Trim();
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

    /// <summary>A macro of one package.</summary>
    public MacroEntry? In(string package, string name) => macros.GetValueOrDefault((package, name));

    /// <summary>The package whose macro a name means: the one that is named, the project, any other, dbt.</summary>
    public string? Owner(string? package, string name) => Packages.FirstOrDefault(one => (package is null || one == package) && macros.ContainsKey((one, name)));

    /// <summary>A block of documentation.</summary>
    public string? Doc(string package, string name) =>
        docs.GetValueOrDefault((package, name)) ?? docs.GetValueOrDefault((root, name)) ?? docs.FirstOrDefault(pair => pair.Key.Name == name).Value;

    /// <summary>A template's failure with the place and the macros that led to it.</summary>
    public static Fault Faulty(JinjaException failure, string file)
    {
        var place = failure.Place is { } at ? $"{at.Template}:{at.Line}" : file;
        var way = failure.Places.Count > 1 ? $" ({string.Join(", ", failure.Places.Select(one => $"in {one}"))})" : "";
        if (failure is { Kind: EnvironmentVariables.RefusedKind, InnerException: FaultException { Fault: { } refused } })
        {
            return refused with { Place = place };
        }

        return Fault.Invalid("dbt.template_failed", $"{failure.Kind}: {failure.Message}{way}.", place);
    }

    private void Add(JinjaTemplate template, string package, ConcurrentBag<Fault> faults)
    {
        foreach (var name in template.Macros)
        {
            if (!macros.TryAdd((package, name), new MacroEntry(package, name, template)))
            {
                faults.Add(Fault.Invalid("dbt.macro_twice", $"The macro {name} is defined twice in the package {package}.", template.Name, "Rename one of them."));
            }
        }
    }

    [GeneratedRegex(@"\{%-?\s*docs\s+(\w+)\s*-?%\}(.*?)\{%-?\s*enddocs\s*-?%\}", RegexOptions.Singleline)]
    private static partial Regex DocsBlock();
}
