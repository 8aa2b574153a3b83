using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Transformation.State;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Selection;

/// <summary>dbt's selection: <c>tag:nightly+1,path:models/marts @orders</c>. Blanks join, commas intersect; or as <c>selectors.yml</c> has it.</summary>
internal sealed class Selector(IReadOnlyList<DbtNode> nodes, string root, SelectorFile selectors, StateComparison? state)
{
    private static readonly string[] Indirects = ["eager", "cautious", "buildable", "empty"];

    private readonly Dictionary<string, DbtNode> byId = nodes.ToDictionary(node => node.UniqueId, StringComparer.Ordinal);
    private readonly ILookup<string, string> below = nodes.SelectMany(node => node.DependsOn.Select(need => (need, node.UniqueId))).ToLookup(pair => pair.need, pair => pair.UniqueId, StringComparer.Ordinal);
    private readonly SelectorMethods methods = new(nodes, root, state);

    /// <summary>The nodes of a selection without those of another, and the tests that belong to them.</summary>
    /// <param name="select">Specifications; none for the selector that is the default, else for everything.</param>
    /// <param name="exclude">The same of what is left out.</param>
    /// <param name="indirect">Which tests come along.</param>
    /// <param name="named">A selector of <c>selectors.yml</c>, instead of all that.</param>
    public IReadOnlyList<DbtNode> Select(IReadOnlyList<string> select, IReadOnlyList<string> exclude, string indirect, string? named)
    {
        Check(indirect);
        named ??= select.Count == 0 && exclude.Count == 0 ? selectors.Default : null;
        if (named is not null)
        {
            return Chosen(Named(named, indirect, []), indirect);
        }

        var found = select.Count == 0 ? new Found([.. byId.Keys], []) : Specs(select, indirect);
        return Chosen(exclude.Count == 0 ? found : found.Without(Specs(exclude, "eager")), indirect);
    }

    private static void Check(string indirect)
    {
        if (!Indirects.Contains(indirect))
        {
            throw new FaultException(Fault.Invalid("dbt.indirect_invalid", $"{indirect} is no way to select tests.", "--indirect-selection", "Write eager, cautious, buildable or empty."));
        }
    }

    private IReadOnlyList<DbtNode> Chosen(Found found, string indirect)
    {
        var all = WithTests(found, indirect).Nodes;
        return [.. nodes.Where(node => all.Contains(node.UniqueId))];
    }

    private Found Specs(IReadOnlyList<string> specs, string indirect) => WithTests(
        Found.Union([.. specs.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(spec => WithTests(Found.Intersection([.. spec.Split(',').Select(part => One(Criterion.Read(part, "--select"), indirect))]), indirect))]), indirect);

    private Found Named(string name, string indirect, IReadOnlyList<string> way)
    {
        if (way.Contains(name))
        {
            throw new FaultException(Fault.Invalid("dbt.selector_circle", $"The selectors need each other in a circle: {string.Join(" -> ", way.Append(name))}.", SelectorFile.FileName, "Take one of the references out."));
        }

        return Definition(selectors.Find(name), indirect, [.. way, name]);
    }

    /// <summary>A definition of <c>selectors.yml</c>: a text, a method with its value, a union or an intersection.</summary>
    private Found Definition(object? definition, string indirect, IReadOnlyList<string> way)
    {
        FaultException Wrong(string message) => new(Fault.Invalid("dbt.selector_invalid", $"The selector {way[0]} cannot be read: {message}.", SelectorFile.FileName, "Write a text as behind --select, method: and value:, union: or intersection:."));
        if (definition is string text)
        {
            return One(Criterion.Read(text, SelectorFile.FileName), indirect);
        }

        if (definition is not PyDict dict)
        {
            throw Wrong("a definition is a text or a dict");
        }

        foreach (var (key, combine) in new (string, Func<IReadOnlyList<Found>, Found>)[] { ("union", Found.Union), ("intersection", Found.Intersection) })
        {
            if (!dict.ContainsKey(key))
            {
                continue;
            }

            var parts = dict.Get(key) as PyList ?? throw Wrong($"{key} is no list");
            var excluded = parts.OfType<PyDict>().Where(part => part.ContainsKey("exclude") && part.Count == 1).ToList();
            var combined = WithTests(combine([.. parts.Except(excluded).Select(part => Definition(part, indirect, way))]), indirect);
            return excluded.Count switch
            {
                0 => combined,
                1 => Without(combined, excluded[0], indirect, way),
                _ => throw Wrong("exclude stands twice in one list"),
            };
        }

        var (method, value) = dict.Text("method") is { } told ? (told, dict.Get("value"))
            : dict.Count == 1 ? (dict.Keys.First() as string ?? "", dict.Values.First())
            : throw Wrong("it has neither method: and value: nor one key alone");
        var text1 = value is bool truth ? truth ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (method == "selector")
        {
            return Named(text1, indirect, way);
        }

        var own = dict.Text("indirect_selection");
        Check(own ?? indirect);
        var found = One(
            new Criterion(method, text1)
            {
                Parents = dict.Get("parents") is true ? Criterion.Depth(dict.Text("parents_depth")) : null,
                Children = dict.Get("children") is true ? Criterion.Depth(dict.Text("children_depth")) : null,
                ChildrensParents = dict.Get("childrens_parents") is true,
                Indirect = own,
            },
            indirect);
        return dict.ContainsKey("exclude") ? Without(found, dict, indirect, way) : found;
    }

    private Found Without(Found found, PyDict holder, string indirect, IReadOnlyList<string> way)
    {
        var parts = holder.Get("exclude") as PyList ?? new PyList([holder.Get("exclude")]);
        return found.Without(Found.Union([.. parts.Select(part => Definition(part, indirect, way))]));
    }

    private Found One(Criterion part, string indirect)
    {
        HashSet<string> found = [.. methods.Find(part.Method, part.Value).Select(node => node.UniqueId)];
        var result = new HashSet<string>(found, StringComparer.Ordinal);
        if (part.ChildrensParents)
        {
            result.UnionWith(Reach(found, int.MaxValue, id => below[id]));
            result.UnionWith(Reach(result, int.MaxValue, Above));
        }

        if (part.Parents is { } up)
        {
            result.UnionWith(Reach(found, up, Above));
        }

        if (part.Children is { } down)
        {
            result.UnionWith(Reach(found, down, id => below[id]));
        }

        return Expanded(result, part.Indirect ?? indirect);
    }

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

    /// <summary>The tests of what one part chose: eagerly all, else those whose needs are chosen; the others wait for other parts.</summary>
    private Found Expanded(HashSet<string> chosen, string indirect)
    {
        if (indirect == "empty")
        {
            return new Found(chosen, []);
        }

        var (direct, waiting) = (new HashSet<string>(chosen, StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var reachable = indirect == "buildable" ? Buildable(chosen) : chosen;
        foreach (var test in chosen.SelectMany(id => below[id]).Distinct().Select(id => byId[id]).Where(node => node.ResourceType is "test" or "unit_test"))
        {
            (indirect == "eager" || test.DependsOn.All(reachable.Contains) ? direct : waiting).Add(test.UniqueId);
        }

        waiting.ExceptWith(direct);
        return new Found(direct, waiting);
    }

    /// <summary>Takes in the tests that waited and whose needs are chosen now.</summary>
    private Found WithTests(Found found, string indirect)
    {
        if (indirect is "eager" or "empty" || found.Waiting.Count == 0)
        {
            return found;
        }

        var reachable = indirect == "buildable" ? Buildable(found.Nodes) : found.Nodes;
        var taken = found.Waiting.Where(id => byId[id].DependsOn.All(reachable.Contains)).ToList();
        return new Found([.. found.Nodes, .. taken], [.. found.Waiting.Except(taken)]);
    }

    /// <summary>What is chosen, what is above it, and all sources.</summary>
    private HashSet<string> Buildable(HashSet<string> chosen)
    {
        var all = Reach(chosen, int.MaxValue, Above);
        all.UnionWith(nodes.Where(node => node.ResourceType == "source").Select(node => node.UniqueId));
        return all;
    }
}
