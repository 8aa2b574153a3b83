using Talentys.Jinja.Public;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>
/// What is told of <c>grants</c>: a build does not give rights. Who may read is said in one place, <c>access.yml</c>, and the first grant there takes
/// from all others what everybody may read without one, which is for whoever owns that file to decide.
/// </summary>
internal static class GrantNote
{
    private const int MostNamed = 5;

    /// <summary>The note; null where no node of the build has grants.</summary>
    public static string? Of(BuildPlan plan)
    {
        var granted = plan.Nodes.Where(node => node.ResourceType is "model" or "seed" or "snapshot" && node.Draft.Config.Dict("grants").Values.Any(value => value is PyList { Count: > 0 })).ToList();
        if (granted.Count == 0)
        {
            return null;
        }

        var names = string.Join(", ", granted.Take(MostNamed).Select(node => node.Name)) + (granted.Count > MostNamed ? $" and {granted.Count - MostNamed} more" : "");
        return $"The grants of {names} give no rights here: access.yml says who may read tables. For instance: grants: [{{to: \"{Whom(granted[0])}\", can: read, on: [\"{granted[0].Schema}.{granted[0].Alias}\"]}}].";
    }

    private static string Whom(DbtNode node) => node.Draft.Config.Dict("grants").Values.OfType<PyList>().SelectMany(Values.Texts).FirstOrDefault() is { } name ? $"user:{name}" : "role:reader";
}
