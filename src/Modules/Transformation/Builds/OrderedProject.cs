using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Builds;

/// <summary>Reads the project that a request is about.</summary>
internal static class OrderedProject
{
    public static Task<DbtProject> ReadAsync(BuildRequest request, PlatformFolders folders, TransformationOptions options, TimeProvider clock, CancellationToken cancellationToken) => Task.Run(
        () => DbtProject.Read(
            new DbtOrder(folders.Project)
            {
                Vars = request.Vars,
                Target = request.Target,
                Profile = request.Profile,
                ProfilesFolder = request.ProfilesFolder,
                StateFolder = request.State,
                TrustsProject = options.TrustsProject,
                Clock = clock,
            },
            cancellationToken),
        cancellationToken);

    /// <summary>A node for what is no part of the graph: a hook, an operation, a text that was given.</summary>
    public static DbtNode Loose(DbtProject project, DbtPackage package, string type, string id, string name, string? code, string file)
    {
        IReadOnlyList<string> fqn = [package.Name, type, name];
        return new DbtNode
        {
            UniqueId = id,
            ResourceType = type,
            Name = name,
            Alias = name,
            Schema = project.Target["schema"] as string,
            Package = package.Name,
            File = file,
            Fqn = fqn,
            RawCode = code,
            Config = new Dictionary<string, object?>(),
            Draft = new Parsing.Draft(package, type, name, file, fqn) { Code = code },
        };
    }
}
