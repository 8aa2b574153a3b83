using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Builds;

/// <summary>A node for what is no part of the graph: a hook, an operation, a text that was given.</summary>
internal static class LooseNode
{
    public static DbtNode Of(DbtProject project, DbtPackage package, string type, string id, string name, string? code, string file)
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
