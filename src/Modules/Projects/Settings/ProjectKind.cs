using System.Text.Json.Nodes;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Projects.Settings;

/// <summary>The resource kind of <c>talentys.yml</c>.</summary>
internal sealed class ProjectKind : IResourceKind
{
    internal const string KindName = "project";

    public string Name => KindName;

    public string Location => "talentys.yml";

    public JsonObject Schema => ProjectSchema.Make();

    public IEnumerable<Fault> Check(ResourceDocument document) =>
        [.. Required(document), .. EnvironmentChecks.Of(document), .. ScheduleChecks.Of(document)];

    private static IEnumerable<Fault> Required(ResourceDocument document)
    {
        if (document.Root["requires"] is not ResourceNode.Scalar { Text: { } text } node)
        {
            yield break;
        }

        if (VersionRange.Parse(text) is not { } range)
        {
            yield return document.FaultAt(node, "projects.requires", $"'{text}' names no versions.", "Write it as \">=0.1\" or \">=0.1, <2\".");
        }
        else if (!range.Holds(ProductVersion.Current))
        {
            yield return document.FaultAt(
                node, "projects.version", $"The project needs Talentys {text}; this is {ProductVersion.Current}.", "Use a version that it works with.");
        }
    }
}
