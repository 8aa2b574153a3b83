using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Assessment;
using Talentys.Transformation.Projects;

namespace Talentys.Transformation.Public;

/// <summary>What of the dbt projects in a folder would run here; nothing is built and no lake is asked.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Projects">Its projects, by their folders.</param>
public sealed record DbtAssessment(string Folder, IReadOnlyList<AssessedProject> Projects)
{
    private const int MostDeep = 8;

    /// <summary>All models of all projects.</summary>
    public IEnumerable<AssessedModel> Models => Projects.SelectMany(project => project.Models);

    /// <summary>Reads all projects in a folder and below it.</summary>
    /// <exception cref="FaultException"><c>dbt.project_missing</c>: there is none.</exception>
    public static async Task<DbtAssessment> ReadAsync(string folder, string? vars, TimeProvider clock, CancellationToken cancellationToken)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(root))
        {
            throw new FaultException(Fault.Invalid("dbt.project_missing", $"There is no folder {folder}.", "REPO", "Name the folder of a repository with a dbt project."));
        }

        var found = FoldersOf(root, 0).Order(StringComparer.Ordinal).ToList();
        if (found.Count == 0)
        {
            throw new FaultException(Fault.Invalid("dbt.project_missing", $"There is no {ProjectReader.FileName} in {folder}, nor in a folder below.", "REPO", "Name the folder of a repository with a dbt project."));
        }

        using var binder = new SqlBinder();
        var projects = new List<AssessedProject>();
        foreach (var one in found)
        {
            projects.Add(await new ProjectAssessment(root, one, found, vars, binder, clock).ReadAsync(cancellationToken));
        }

        return new DbtAssessment(root, projects);
    }

    private static IEnumerable<string> FoldersOf(string folder, int depth)
    {
        if (File.Exists(Path.Combine(folder, ProjectReader.FileName)))
        {
            yield return folder;
        }

        if (depth == MostDeep)
        {
            yield break;
        }

        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.System };
        foreach (var below in Directory.EnumerateDirectories(folder, "*", options))
        {
            if (Path.GetFileName(below) is var name && name[0] != '.' && name is not ("dbt_packages" or "dbt_modules" or "target" or "node_modules"))
            {
                foreach (var deeper in FoldersOf(below, depth + 1))
                {
                    yield return deeper;
                }
            }
        }
    }
}

/// <summary>A project that was looked at.</summary>
/// <param name="Name">Its name; empty where it cannot be read.</param>
/// <param name="Folder">Its folder, from the folder that was named; <c>.</c> for that itself.</param>
/// <param name="Target">The target that was taken.</param>
/// <param name="TargetIsAssumed">No <c>profiles.yml</c> names it.</param>
/// <param name="MissingPackages">Packages that it names and that are not installed.</param>
/// <param name="Environment">Variables of the environment that it needs and that are not set.</param>
/// <param name="Faults">Faults that are of no model.</param>
/// <param name="Models">Its models and snapshots, by their ids; those of its packages too, but for packages that are projects of the folder themselves.</param>
public sealed record AssessedProject(
    string Name, string Folder, string Target, bool TargetIsAssumed, IReadOnlyList<string> MissingPackages, IReadOnlyList<string> Environment, IReadOnlyList<Fault> Faults, IReadOnlyList<AssessedModel> Models);

/// <summary>A model or snapshot that was looked at.</summary>
/// <param name="Node">What it is.</param>
/// <param name="Verdict">Whether its own text runs.</param>
/// <param name="Findings">Why not.</param>
/// <param name="WaitsFor">The models that it needs and that do not run as they are, nearest first; a build comes to it after they are mended.</param>
public sealed record AssessedModel(DbtNode Node, AssessedVerdict Verdict, IReadOnlyList<AssessedFinding> Findings, IReadOnlyList<string> WaitsFor);

/// <summary>One reason for a verdict.</summary>
/// <param name="Verdict">The verdict that it alone would lead to.</param>
/// <param name="Cause">The same words for the same cause in all models.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Place">File, with the line where it is known.</param>
/// <param name="Mend">What to do.</param>
/// <param name="Warehouses">The warehouses that have it, where it is of another one.</param>
public sealed record AssessedFinding(AssessedVerdict Verdict, string Cause, string Message, string? Place, string? Mend, IReadOnlyList<string> Warehouses);

/// <summary>Whether a model runs, from the best to the worst.</summary>
public enum AssessedVerdict
{
    /// <summary>As it is.</summary>
    Runs,

    /// <summary>It hangs on what is not here: a package, an answer of the warehouse.</summary>
    Unknown,

    /// <summary>After something in it was mended.</summary>
    Mend,

    /// <summary>Not without being written anew: a model in Python, a function of another warehouse without a like here.</summary>
    Cannot,
}
