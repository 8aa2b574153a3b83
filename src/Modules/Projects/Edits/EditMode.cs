using Talentys.Kernel;
using Talentys.Projects.Resources;
using Talentys.Projects.Settings;

namespace Talentys.Projects.Edits;

/// <summary>Whether files may be written in an environment: <c>envs.NAME.edit</c> of <c>talentys.yml</c>, <c>files</c> when it says nothing.</summary>
internal sealed class EditMode(ProjectResources resources)
{
    private const string Files = "files";

    /// <summary>Refuses where files are not to be written.</summary>
    /// <param name="environment">The environment of the request.</param>
    /// <param name="kind">Kind of the resource that is to be written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>projects.locked</c>.</exception>
    internal async Task DemandAsync(string environment, string kind, CancellationToken cancellationToken)
    {
        foreach (var settings in await resources.ListAsync(ProjectKind.KindName, cancellationToken))
        {
            if (settings.Document is null)
            {
                // what cannot be read may say that nothing is to be written; only itself may be mended
                Refuse(kind != ProjectKind.KindName, $"The settings of the project ({settings.Path}) cannot be read.", settings.Path, "Mend that file first.");
                continue;
            }

            var edit = (settings.Document.Root["envs"] as ResourceNode.Mapping)?[environment] is ResourceNode.Mapping env ? env.Text("edit") : null;
            Refuse(
                edit is not (null or Files), $"In the environment {environment} files are not written from here (edit: {edit}).", settings.Path,
                "Change them where the project is kept, or use another environment.");
        }
    }

    private static void Refuse(bool refused, string message, string place, string mend)
    {
        if (refused)
        {
            throw new FaultException(new Fault(FaultKind.Denied, "projects.locked", message, place, mend));
        }
    }
}
