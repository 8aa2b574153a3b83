using Talentys.Jinja.Public;
using Talentys.Transformation.Projects;

namespace Talentys.Transformation.Parsing;

/// <summary>A node while it is read.</summary>
internal sealed class Draft(DbtPackage package, string type, string name, string file, IReadOnlyList<string> fqn)
{
    // asked for often, and settled with the settings
    private bool? isEnabled;

    public DbtPackage Package { get; } = package;

    public string Type { get; } = type;

    public string Name { get; } = name;

    public string File { get; } = file;

    public IReadOnlyList<string> Fqn { get; } = fqn;

    public string? Code { get; init; }

    public string? Source { get; init; }

    public string? Version { get; init; }

    /// <summary>Of a model with versions the one that is meant where none is named; null where the greatest is.</summary>
    public string? LatestVersion { get; set; }

    public string? Description { get; set; }

    /// <summary>What property files say of it.</summary>
    public Properties? Properties { get; set; }

    /// <summary>The keys of what stands in a property file alone: an exposure, a metric.</summary>
    public PyDict Declared { get; init; } = [];

    /// <summary>Settings as they are written, before they are rendered.</summary>
    public PyDict Unrendered { get; set; } = [];

    /// <summary>Ids of the macros that its template called.</summary>
    public HashSet<string> Macros { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of the macros that gave its names and settings: they are no part of what it needs, but of what it was made of.</summary>
    public HashSet<string> NamedBy { get; } = new(StringComparer.Ordinal);

    /// <summary>Of a seed when its file was written and how long it is: its rows are not read with the project.</summary>
    public (long Written, long Length) Stamp { get; init; }

    /// <summary>Whether its template asked for blocks of documentation.</summary>
    public bool ReadsDocs { get; set; }

    public string? TestName { get; init; }

    public Draft? AttachedTo { get; init; }

    /// <summary>Of a generic test the package that its name names, and its arguments as they are written.</summary>
    public (string? Space, PyDict Given) Test { get; init; }

    public string? UniqueIdTail { get; init; }

    /// <summary>Settings of <c>dbt_project.yml</c> and of properties.</summary>
    public PyDict Given { get; set; } = [];

    /// <summary>Settings of <c>config()</c> in the file.</summary>
    public PyDict InFile { get; } = [];

    /// <summary>Settings that stand at a generic test, which win over those of its macro.</summary>
    public PyDict AtTest { get; set; } = [];

    /// <summary>All settings together.</summary>
    public PyDict Config
    {
        get;
        set => (field, isEnabled) = (value, null);
    } = [];

    public string? Schema { get; set; }

    public string? Alias { get; set; }

    public List<(string? Package, string Name, string? Version)> Refs { get; } = [];

    public List<(string Source, string Table)> Sources { get; } = [];

    /// <summary>Names of the metrics that it needs.</summary>
    public List<string> Metrics { get; } = [];

    /// <summary>Names of the measures that it needs.</summary>
    public List<string> Measures { get; } = [];

    /// <summary>Of a source's table how fresh it should be.</summary>
    public SourceFreshness? Freshness { get; init; }

    public string UniqueId => field ??= UniqueIdTail is null ? $"{Type}.{Package.Name}.{(Source is null ? "" : Source + ".")}{Name}{(Version is null ? "" : ".v" + Version)}" : $"{Type}.{Package.Name}.{UniqueIdTail}";

    public bool IsEnabled => isEnabled ??= Config.TryGetValue("enabled", out var value) ? value is true : true;
}
