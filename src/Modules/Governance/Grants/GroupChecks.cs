using Talentys.Governance.Policies;
using Talentys.Kernel;

namespace Talentys.Governance.Grants;

/// <summary>Finds rules about groups that are not there. A filter to a group that nobody can be in would hide nothing, so it is a fault.</summary>
internal static class GroupChecks
{
    private const string Prefix = "group:";
    private static readonly string[] Lists = ["masks", "rows", "grants"];

    /// <summary>A fault for each name of a group that <c>access.yml</c> does not have.</summary>
    public static IEnumerable<Fault> Unknown(IReadOnlyList<ResourceDocument> documents)
    {
        var known = documents.Where(document => document.Kind == AccessKind.KindName)
            .SelectMany(access => (access.Root["groups"] as ResourceNode.Mapping)?.Entries ?? [])
            .Select(group => group.Key.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var document in documents.Where(document => document.Kind is PolicyKind.KindName or AccessKind.KindName))
        {
            foreach (var name in Subjects(document).Where(text => text.Text?.StartsWith(Prefix, StringComparison.Ordinal) is true))
            {
                if (!known.Contains(name.Text![Prefix.Length..]))
                {
                    yield return document.FaultAt(name, "governance.group_unknown", $"There is no group {name.Text[Prefix.Length..]}.",
                        "Add it under groups in access.yml, or mend the name.");
                }
            }
        }
    }

    private static IEnumerable<ResourceNode.Scalar> Subjects(ResourceDocument document)
    {
        List<ResourceNode.Mapping> rules = [.. Lists.SelectMany(list => (document.Root[list] as ResourceNode.Sequence)?.Items.OfType<ResourceNode.Mapping>() ?? [])];
        if (document.Root["min_group_size"] is ResourceNode.Mapping groups)
        {
            rules.Add(groups);
        }

        var tests = (document.Root["tests"] as ResourceNode.Sequence)?.Items.OfType<ResourceNode.Mapping>() ?? [];
        return rules.SelectMany(rule => new[] { rule["to"], rule["except"] }).Concat(tests.Select(test => test["as"])).SelectMany(node => FieldReader.Texts(node) ?? []);
    }
}
