using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects;

namespace Talentys.Transformation.Graph;

/// <summary>What <c>ref()</c> and <c>source()</c> mean in a node: its own package's before the project's before all others.</summary>
internal sealed class References(DbtPackage root, IReadOnlyList<Draft> all)
{
    private readonly ILookup<string, Draft> byName = all.Where(draft => draft.Type is "model" or "seed" or "snapshot").ToLookup(draft => draft.Name, StringComparer.Ordinal);
    private readonly ILookup<(string?, string), Draft> sources = all.Where(draft => draft.Type == "source").ToLookup(draft => (draft.Source, draft.Name));

    /// <summary>The names that can be referred to.</summary>
    public IEnumerable<string> Names => byName.Select(group => group.Key);

    /// <summary>The arguments of <c>ref()</c>: a name, or a package and a name; <c>v</c> or <c>version</c>.</summary>
    public static (string? Package, string Name, string? Version) Read(JinjaArguments arguments)
    {
        var told = arguments.Named.GetValueOrDefault("v") ?? arguments.Named.GetValueOrDefault("version");
        var version = told is null ? null : Convert.ToString(told, CultureInfo.InvariantCulture);
        return arguments.Values switch
        {
            [var only] => (null, Text(only), version),
            [var package, var name] => (Text(package), Text(name), version),
            _ => throw new JinjaException("CompilationError", $"ref() takes one or two names, not {arguments.Values.Count}"),
        };
    }

    /// <summary>The one that a reference means; a disabled one only where there is no other; of several versions the latest.</summary>
    public Draft? Find(DbtPackage from, (string? Package, string Name, string? Version) reference) => byName[reference.Name]
        .Where(one => (reference.Package is null || one.Package.Name == reference.Package) && (reference.Version is null || one.Version == reference.Version))
        .OrderBy(one => one.IsEnabled ? 0 : 1).ThenBy(one => Distance(one, from)).ThenBy(one => one.Version is not null && one.Version == one.LatestVersion ? 0 : 1)
        .ThenByDescending(one => one.Version, ModelVersions.Order)
        .FirstOrDefault();

    /// <summary>The table of a source.</summary>
    public Draft? Find(DbtPackage from, (string Source, string Table) source) => sources[source].Where(one => one.IsEnabled).OrderBy(one => Distance(one, from)).FirstOrDefault();

    /// <summary>Whether a source's table is declared, be it disabled.</summary>
    public bool Has((string Source, string Table) source) => sources[source].Any();

    private static string Text(object? value) => value as string ?? throw new JinjaException("CompilationError", "a name must be a text");

    private int Distance(Draft one, DbtPackage from) => one.Package.Name == from.Name ? 0 : one.Package.Name == root.Name ? 1 : 2;
}
