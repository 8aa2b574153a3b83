using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Selection;

/// <summary>dbt's selection: <c>tag:nightly+1,path:models/marts @orders</c>. Blanks join, commas intersect.</summary>
internal sealed partial class Selector(IReadOnlyList<DbtNode> nodes)
{
    private readonly Dictionary<string, DbtNode> byId = nodes.ToDictionary(node => node.UniqueId, StringComparer.Ordinal);
    private readonly ILookup<string, string> below = nodes.SelectMany(node => node.DependsOn.Select(need => (need, node.UniqueId))).ToLookup(pair => pair.need, pair => pair.UniqueId, StringComparer.Ordinal);
    private readonly SelectorMethods methods = new(nodes);

    /// <summary>The nodes of a selection without those of another, and the tests that belong to them.</summary>
    public IReadOnlyList<DbtNode> Select(IReadOnlyList<string> select, IReadOnlyList<string> exclude, string indirect)
    {
        var chosen = select.Count == 0 ? [.. byId.Keys] : WithTests(Union(select), indirect);
        if (exclude.Count > 0)
        {
            chosen.ExceptWith(WithTests(Union(exclude), "eager"));
        }

        return [.. nodes.Where(node => chosen.Contains(node.UniqueId))];
    }

    private HashSet<string> Union(IReadOnlyList<string> specs)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var spec in specs.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            HashSet<string>? both = null;
            foreach (var part in spec.Split(','))
            {
                var found = One(part, spec);
                if (both is null)
                {
                    both = found;
                }
                else
                {
                    both.IntersectWith(found);
                }
            }

            all.UnionWith(both ?? []);
        }

        return all;
    }

    private HashSet<string> One(string part, string spec)
    {
        var match = Form().Match(part);
        if (!match.Success || (match.Groups["at"].Success && match.Groups["children"].Success))
        {
            throw new FaultException(Fault.Invalid(
                "dbt.selection_invalid", $"The selection {spec} cannot be read.", "--select", "Write a name, method:value, or one with +, n+ or @ before it and +n behind it."));
        }

        HashSet<string> found = [.. methods.Find(match.Groups["method"].Success ? match.Groups["method"].Value : null, match.Groups["value"].Value).Select(node => node.UniqueId)];
        var result = new HashSet<string>(found, StringComparer.Ordinal);
        if (match.Groups["at"].Success)
        {
            // all below, and all that those need
            result.UnionWith(Reach(found, int.MaxValue, id => below[id]));
            result.UnionWith(Reach(result, int.MaxValue, Above));
        }

        if (match.Groups["parents"].Success)
        {
            result.UnionWith(Reach(found, Depth(match.Groups["up"].Value), Above));
        }

        if (match.Groups["children"].Success)
        {
            result.UnionWith(Reach(found, Depth(match.Groups["down"].Value), id => below[id]));
        }

        return result;
    }

    private static int Depth(string digits) => digits.Length == 0 ? int.MaxValue : int.Parse(digits, CultureInfo.InvariantCulture);

    private IEnumerable<string> Above(string id) => byId.TryGetValue(id, out var node) ? node.DependsOn : [];

    private static HashSet<string> Reach(IEnumerable<string> from, int depth, Func<string, IEnumerable<string>> next)
    {
        var seen = new HashSet<string>(from, StringComparer.Ordinal);
        var edge = seen.ToList();
        for (var level = 0; level < depth && edge.Count > 0; level++)
        {
            edge = [.. edge.SelectMany(next).Where(seen.Add)];
        }

        return seen;
    }

    /// <summary>Adds tests of chosen nodes: eagerly all, cautiously those whose needs are all chosen; buildable looks at what is above the chosen too.</summary>
    private HashSet<string> WithTests(HashSet<string> chosen, string indirect)
    {
        if (indirect == "empty")
        {
            return chosen;
        }

        HashSet<string>? buildable = indirect == "buildable" ? Reach(chosen, int.MaxValue, Above) : null;
        var tests = nodes.Where(node => node.ResourceType is "test" or "unit_test" && node.DependsOn.Any(chosen.Contains) && indirect switch
        {
            "eager" => true,
            "cautious" => node.DependsOn.All(chosen.Contains),
            "buildable" => node.DependsOn.All(buildable!.Contains),
            _ => throw new FaultException(Fault.Invalid("dbt.indirect_invalid", $"{indirect} is no way to select tests.", "--indirect-selection", "Write eager, cautious, buildable or empty.")),
        }).Select(node => node.UniqueId).ToList();
        chosen.UnionWith(tests);
        return chosen;
    }

    [GeneratedRegex(@"^(?<at>@)?(?<parents>(?<up>\d*)\+)?((?<method>[\w.]+):)?(?<value>.*?)(?<children>\+(?<down>\d*))?$")]
    private static partial Regex Form();
}
