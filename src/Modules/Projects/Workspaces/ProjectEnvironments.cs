using Talentys.Kernel;

namespace Talentys.Projects.Workspaces;

/// <summary>The environments of a project and what the page may do with its files in each.</summary>
internal sealed class ProjectEnvironments
{
    internal const string Files = "files";
    internal const string Locked = "locked";

    private readonly IReadOnlyList<ResourceNode.Entry> declared;
    private readonly bool faulty;

    private ProjectEnvironments(IReadOnlyList<ResourceNode.Entry> declared, bool faulty)
    {
        this.declared = declared;
        this.faulty = faulty;
    }

    /// <summary>Reads them from what <see cref="IResources"/> tells of the kind <c>project</c>.</summary>
    internal static ProjectEnvironments Of(ResourceSet project) => new(
        project.Documents is [var settings, ..] && settings.Root["envs"] is ResourceNode.Mapping envs ? envs.Entries : [],
        project.Faults.Count > 0);

    /// <summary>The declared ones in the order of the file, with the default one first, declared or not.</summary>
    internal IReadOnlyList<string> Names(string first) => [first, .. declared.Select(env => env.Key.Text!).Where(name => name != first)];

    /// <summary>
    /// <c>files</c> where the file says so or nothing, <c>locked</c> where it says anything else. A file with faults locks:
    /// what it says for a shared server is not known.
    /// </summary>
    internal string EditOf(string environment)
    {
        if (faulty)
        {
            return Locked;
        }

        var said = (declared.FirstOrDefault(env => env.Key.Text == environment)?.Value as ResourceNode.Mapping)?.Text("edit");
        return said is null or Files ? Files : Locked;
    }
}
