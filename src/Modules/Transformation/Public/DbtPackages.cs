using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Projects.Packages;

namespace Talentys.Transformation.Public;

/// <summary>The packages of a dbt project: what <c>dbt deps</c> and <c>dbt clean</c> do. For whom the machine is theirs, not for servers.</summary>
public static class DbtPackages
{
    /// <summary>Installs the packages that a project names, and theirs.</summary>
    /// <param name="order">The project.</param>
    /// <param name="upgrade">The lock is made anew.</param>
    /// <param name="onlyLock">The lock is written, nothing is installed.</param>
    /// <param name="tell">Told what is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">A package cannot be had; the codes are <c>dbt.package_*</c>.</exception>
    public static Task InstallAsync(DbtOrder order, bool upgrade, bool onlyLock, Action<string> tell, CancellationToken cancellationToken)
    {
        var reader = new ProjectReader(order, cancellationToken);
        var (root, rendered) = reader.Alone();
        return new PackageInstaller(root, rendered, tell, cancellationToken).RunAsync(upgrade, onlyLock);
    }

    /// <summary>Adds a package to <c>packages.yml</c>, which is made when there is none.</summary>
    /// <param name="folder">Folder of the project.</param>
    /// <param name="package">Address or path, and a revision behind the last <c>@</c>.</param>
    /// <param name="source"><c>git</c>, <c>local</c> or <c>hub</c>.</param>
    public static void Add(string folder, string package, string source)
    {
        var at = package.LastIndexOf('@');
        var (name, version) = at > 0 && package.IndexOf(':', at) < 0 ? (package[..at], package[(at + 1)..]) : (package, null);
        var key = source switch
        {
            "git" => "git",
            "local" => "local",
            "hub" => "package",
            _ => throw new FaultException(Fault.Invalid("dbt.package_invalid", $"There are no packages from {source}.", "--source", "Write git, local or hub.")),
        };
        var path = Path.Combine(folder, PackageList.FileName);
        var text = File.Exists(path) ? File.ReadAllText(path).TrimEnd() + "\n" : "packages:\n";
        if (!text.Contains("packages:", StringComparison.Ordinal))
        {
            text += "packages:\n";
        }

        File.WriteAllText(path, $"{text}  - {key}: \"{name}\"\n{(version is null ? "" : $"    {(key == "package" ? "version" : "revision")}: \"{version}\"\n")}");
    }

    /// <summary>Deletes the folders that <c>clean-targets</c> names; those outside of the project are refused.</summary>
    /// <returns>The folders that were there.</returns>
    public static IReadOnlyList<string> Clean(DbtOrder order, CancellationToken cancellationToken)
    {
        var (root, _) = new ProjectReader(order, cancellationToken).Alone();
        var inside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root.Folder)) + Path.DirectorySeparatorChar;
        var kept = (string[])[.. root.Models, .. root.Seeds, .. root.Snapshots, .. root.Tests, .. root.Macros, .. root.Analyses];
        var gone = new List<string>();
        foreach (var named in root.CleanTargets)
        {
            var path = Path.GetFullPath(Path.Combine(root.Folder, named));
            if (!path.StartsWith(inside, StringComparison.Ordinal) || kept.Any(one => (Path.GetFullPath(Path.Combine(root.Folder, one)) + Path.DirectorySeparatorChar).StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                throw new FaultException(Fault.Invalid(
                    "dbt.clean_refused", $"clean-targets names {named}, which is {(path.StartsWith(inside, StringComparison.Ordinal) ? "a folder of the project's own files" : "outside of the project")}.", ProjectReader.FileName, "Name only folders that are made, as target and dbt_packages."));
            }

            if (Directory.Exists(path))
            {
                Directory.Delete(path, true);
                gone.Add(named);
            }
        }

        return gone;
    }
}
