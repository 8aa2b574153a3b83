namespace Talentys.Transformation.Selection;

/// <summary>What a selection finds: nodes, and tests that come along once all that they need is chosen.</summary>
internal sealed record Found(HashSet<string> Nodes, HashSet<string> Waiting)
{
    public static Found Nothing => new(new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));

    private HashSet<string> Both => [.. Nodes, .. Waiting];

    public static Found Union(IReadOnlyList<Found> parts) => Of(parts, (all, more) => all.UnionWith(more));

    public static Found Intersection(IReadOnlyList<Found> parts) => Of(parts, (all, more) => all.IntersectWith(more));

    public Found Without(Found other)
    {
        HashSet<string> nodes = [.. Nodes], both = Both;
        nodes.ExceptWith(other.Nodes);
        both.ExceptWith(other.Both);
        both.ExceptWith(nodes);
        return new Found(nodes, both);
    }

    private static Found Of(IReadOnlyList<Found> parts, Action<HashSet<string>, HashSet<string>> combine)
    {
        if (parts.Count == 0)
        {
            return Nothing;
        }

        HashSet<string> nodes = [.. parts[0].Nodes], both = parts[0].Both;
        foreach (var part in parts.Skip(1))
        {
            combine(nodes, part.Nodes);
            combine(both, part.Both);
        }

        both.ExceptWith(nodes);
        return new Found(nodes, both);
    }
}
