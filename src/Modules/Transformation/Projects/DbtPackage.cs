using Talentys.Jinja.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Projects;

/// <summary>A package: the project itself, one that it uses, or dbt's own macros.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Settings">What <c>dbt_project.yml</c> says, rendered.</param>
internal sealed record DbtPackage(string Name, string Folder, PyDict Settings)
{
    public IReadOnlyList<string> Models => Paths("model-paths", "source-paths", "models");

    public IReadOnlyList<string> Seeds => Paths("seed-paths", "data-paths", "seeds");

    public IReadOnlyList<string> Snapshots => Paths("snapshot-paths", null, "snapshots");

    public IReadOnlyList<string> Tests => Paths("test-paths", null, "tests");

    public IReadOnlyList<string> Macros => Paths("macro-paths", null, "macros");

    public IReadOnlyList<string> Analyses => Paths("analysis-paths", null, "analyses");

    /// <summary>What <c>dbt_project.yml</c> says before it is rendered.</summary>
    public PyDict Written { get; init; } = [];

    /// <summary>Where installed packages lie.</summary>
    public string PackagesFolder => Path.Combine(Folder, Settings.Text("packages-install-path") ?? "dbt_packages");

    /// <summary>What <c>dbt clean</c> deletes.</summary>
    public IReadOnlyList<string> CleanTargets => Settings.Get("clean-targets") is { } given ? Values.Texts(given) : ["target"];

    /// <summary>Folders of the packages that are installed.</summary>
    public IReadOnlyList<string> Installed() => Directory.Exists(PackagesFolder)
        ? [.. Directory.GetDirectories(PackagesFolder).Where(folder => Path.GetFileName(folder)[0] != '.' && File.Exists(Path.Combine(folder, ProjectReader.FileName))).Order(StringComparer.Ordinal)] : [];

    /// <summary>Whether it says what another reading of it said.</summary>
    public bool IsLike(DbtPackage other) => Name == other.Name && Folder == other.Folder && YamlValues.AreSame(Written, other.Written) && YamlValues.AreSame(Settings, other.Settings);

    private IReadOnlyList<string> Paths(string key, string? older, string otherwise) =>
        Settings.Get(key) is { } given ? Values.Texts(given)
        : older is not null && Settings.Get(older) is { } old ? Values.Texts(old)
        : [otherwise];
}
