using Talentys.Governance.Policies;
using Talentys.Kernel;

namespace Talentys.Governance.Grants;

/// <summary>Reads <c>access.yml</c> that fits the schema, and finds every fault that the schema cannot tell.</summary>
internal static class AccessReader
{
    public static (AccessFile Access, IReadOnlyList<Fault> Faults) Read(ResourceDocument document)
    {
        List<Fault> faults = [];
        var fields = new FieldReader(document, faults);
        var groups = Groups(document.Root["groups"]);
        var users = Users(document.Root["users"], groups, fields);
        List<Grant> grants = [];
        foreach (var grant in (document.Root["grants"] as ResourceNode.Sequence)?.Items.OfType<ResourceNode.Mapping>() ?? [])
        {
            var level = grant.Text("can") switch { "read" => GrantLevel.Read, "write" => GrantLevel.Write, _ => GrantLevel.None };
            var on = fields.Patterns(grant["on"], 2, 3);
            if (level == GrantLevel.Write && on.FirstOrDefault(pattern => pattern.NamesColumns) is { } columns)
            {
                fields.Fault(grant["on"]!, "governance.grant_columns", $"Writing cannot be granted on columns: {columns.Text}.", "Grant it on the table.");
            }

            grants.Add(new Grant(fields.Subjects(grant["to"]), level, on));
        }

        return (new AccessFile(groups, users, grants), faults);
    }

    private static Dictionary<string, Group> Groups(ResourceNode? node)
    {
        Dictionary<string, Group> groups = new(StringComparer.Ordinal);
        foreach (var entry in (node as ResourceNode.Mapping)?.Entries ?? [])
        {
            var group = entry.Value as ResourceNode.Mapping;
            groups[entry.Key.Text!] = new Group(
                group?["attributes"] is { } attributes ? Names(attributes) : null,
                Names(group?["members"]).ToHashSet(StringComparer.OrdinalIgnoreCase));
        }

        return groups;
    }

    private static Dictionary<string, UserFacts> Users(ResourceNode? node, Dictionary<string, Group> groups, FieldReader fields)
    {
        Dictionary<string, UserFacts> users = new(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in (node as ResourceNode.Mapping)?.Entries ?? [])
        {
            var user = entry.Value as ResourceNode.Mapping;
            var own = FieldReader.Texts(user?["groups"]) ?? [];
            foreach (var unknown in own.Where(group => !groups.ContainsKey(group.Text ?? "")))
            {
                fields.Fault(unknown, "governance.group_unknown", $"There is no group {unknown.Text}.", "Add it under groups, or mend the name.");
            }

            Dictionary<string, IReadOnlyList<string>> attributes = new(StringComparer.Ordinal);
            foreach (var attribute in (user?["attributes"] as ResourceNode.Mapping)?.Entries ?? [])
            {
                if (!groups.Values.Any(group => group.Attributes?.Contains(attribute.Key.Text!) is true))
                {
                    fields.Fault(attribute.Key, "governance.attribute_unknown", $"No group has the attribute {attribute.Key.Text}.",
                        "Add it to the attributes of a group, or mend the name.");
                }

                attributes[attribute.Key.Text!] = Names(attribute.Value);
            }

            users[entry.Key.Text!] = new UserFacts([.. own.Select(group => group.Text ?? "")], attributes);
        }

        return users;
    }

    private static List<string> Names(ResourceNode? node) => [.. (FieldReader.Texts(node) ?? []).Select(text => text.Text).OfType<string>()];
}
