using System.Text.Json;
using Talentys.Contracts;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Watching;

/// <summary>Which nodes are not what they were at an earlier reading of the same reader.</summary>
internal sealed class ProjectDifference(DbtProject before, DbtProject now)
{
    private readonly ManifestNode were = new(before, new MacroFacts(before.Context.Macros));
    private readonly ManifestNode are = new(now, new MacroFacts(now.Context.Macros));

    /// <summary>Nodes that are new or changed: what is written in them or of them, or a macro that they call.</summary>
    public IReadOnlyList<ChangedNodeDto> Changed => [.. now.Nodes.Where(IsChanged).Select(node => new ChangedNodeDto(node.UniqueId, node.ResourceType, node.Selector, node.File))];

    /// <summary>Ids of nodes that are gone.</summary>
    public IReadOnlyList<string> Removed => [.. before.Nodes.Where(node => now.Find(node.UniqueId) is null).Select(node => node.UniqueId)];

    private bool IsChanged(DbtNode node)
    {
        // what did not change is the same object
        if (before.Find(node.UniqueId) is not { } was || ReferenceEquals(was, node))
        {
            return before.Find(node.UniqueId) is null;
        }

        return node.ResourceType == "seed" ? node.Draft.Stamp != was.Draft.Stamp || Facts(were, was) != Facts(are, node)
            : Facts(were, was) != Facts(are, node) || node.Draft.Macros.Concat(node.Draft.NamedBy).Any(id => !IsSame(before.Context.Macros.ById(id), now.Context.Macros.ById(id)));
    }

    private static bool IsSame(MacroEntry? was, MacroEntry? now) => was is null ? now is null : now?.IsLike(was) == true;

    private static string Facts(ManifestNode facts, DbtNode node) => JsonSerializer.Serialize(facts.Of(node));
}
