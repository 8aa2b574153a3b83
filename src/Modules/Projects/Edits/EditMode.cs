using Talentys.Kernel;
using Talentys.Projects.Settings;
using Talentys.Projects.Workspaces;

namespace Talentys.Projects.Edits;

/// <summary>Refuses to write files in environments where they are not edited from here.</summary>
internal sealed class EditMode(IResources resources)
{
    /// <param name="environment">The environment of the request.</param>
    /// <param name="kind">Kind of the resource that is to be written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>projects.locked</c>.</exception>
    internal async Task DemandAsync(string environment, string kind, CancellationToken cancellationToken)
    {
        var project = await resources.LoadAsync(ProjectKind.KindName, cancellationToken);
        if (ProjectEnvironments.Of(project).EditOf(environment) == ProjectEnvironments.Files)
        {
            return;
        }

        // settings with faults lock, since what they say is not known; they themselves may be mended
        if (project.Faults.Count == 0)
        {
            throw Locked($"In the environment {environment} files are not written from here.", "Change them where the project is kept, or use another environment.");
        }

        if (kind != ProjectKind.KindName)
        {
            throw Locked("The settings of the project have faults.", "Mend that file first.");
        }
    }

    private static FaultException Locked(string message, string mend) =>
        new(new Fault(FaultKind.Denied, "projects.locked", message, "talentys.yml", mend));
}
