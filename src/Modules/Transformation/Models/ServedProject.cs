using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Reading;

namespace Talentys.Transformation.Models;

/// <summary>The dbt project in the server's folder, as a build of it would read it now.</summary>
internal sealed class ServedProject(PlatformFolders folders, ProjectReaders readers)
{
    /// <summary>The project with all its nodes; null where the folder has none.</summary>
    /// <exception cref="FaultException">It has faults: all of them are told at once.</exception>
    public async Task<BuildPlan?> ReadAsync(string environment, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folders.Project, ProjectReader.FileName)))
        {
            return null;
        }

        var request = new BuildRequest("build");
        return new BuildPlan(await readers.ReadAsync(request, environment, cancellationToken), request);
    }
}
