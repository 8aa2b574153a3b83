using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Graph;

/// <summary>Makes nodes of what was read: finds what each refers to, and that nothing is missing, twice, or in a circle.</summary>
/// <param name="references">What they refer to by names.</param>
/// <param name="all">What was read.</param>
/// <param name="macros">The macros, with the blocks of documentation.</param>
/// <param name="notes">Takes note of faults, which then do not end it.</param>
/// <param name="earlier">A node of the reading before, by its id, while the blocks of documentation are the same.</param>
internal sealed class GraphBuilder(References references, IReadOnlyList<Draft> all, MacroTable macros, ReadingNotes? notes, Func<string, DbtNode?> earlier)
{
    private readonly List<Fault> faults = [];
    private readonly SemanticReferences semantic = new(all);
    private readonly Descriptions descriptions = new(macros);
    private readonly Dictionary<string, Draft> enabled = new(StringComparer.Ordinal);

    public IReadOnlyList<DbtNode> Build(IEnumerable<Fault> before)
    {
        faults.AddRange(before);
        foreach (var draft in all.Where(IsNode))
        {
            if (!enabled.TryAdd(draft.UniqueId, draft) && draft.TestName is null)
            {
                faults.Add(Fault.Invalid("dbt.name_twice", $"Two things are {draft.UniqueId}.", draft.File, $"The other is in {enabled[draft.UniqueId].File}: rename one of them."));
            }
        }

        foreach (var same in enabled.Values.Where(draft => draft.Type is "model" or "seed" or "snapshot").GroupBy(draft => (draft.Package.Name, draft.Name)).Where(group => group.Select(draft => draft.Type).Distinct().Count() > 1))
        {
            faults.Add(Fault.Invalid("dbt.name_twice", $"{string.Join(" and ", same.Select(draft => draft.UniqueId))} have one name.", same.Last().File, "Rename one of them: ref() could mean both."));
        }

        foreach (var same in enabled.Values.Where(draft => draft.Type is "model" or "seed" or "snapshot" && draft.Config.Get("materialized") is not "ephemeral")
            .GroupBy(draft => (draft.Schema, draft.Alias)).Where(group => group.Count() > 1))
        {
            faults.Add(Fault.Invalid("dbt.table_twice", $"{string.Join(" and ", same.Select(draft => draft.UniqueId))} would write one table, {same.Key.Schema}.{same.Key.Alias}.", same.Last().File, "Give one of them another schema or alias."));
        }

        var nodes = enabled.Values.Select(draft => notes is null ? Node(draft) : Noted(draft)).OrderBy(node => node.UniqueId, StringComparer.Ordinal).ToList();
        // no edge came to those of the reading before, which had no circle
        var isKnown = nodes.TrueForAll(node => earlier(node.UniqueId) is { } before && (ReferenceEquals(before, node) || before.DependsOn.SequenceEqual(node.DependsOn)));
        while (!isKnown && Circle(nodes) is { Count: > 0 } circle && notes is not null)
        {
            // it is cut, so that all that is not in it has an order
            notes.Add(enabled[circle[0]], faults[^1..]);
            faults.RemoveAt(faults.Count - 1);
            var first = nodes.FindIndex(node => node.UniqueId == circle[0]);
            nodes[first] = nodes[first] with { DependsOn = [.. nodes[first].DependsOn.Except(circle)] };
        }

        if (notes is not null)
        {
            faults.ForEach(notes.Others.Add);
            return nodes;
        }

        return faults.Count == 0 ? nodes : throw new FaultException([.. faults.Distinct().OrderBy(fault => fault.Place, StringComparer.Ordinal)]);
    }

    /// <summary>Whether it becomes a node: groups and what is disabled do not.</summary>
    public static bool IsNode(Draft draft) => draft.Type != "group" && draft.IsEnabled && draft.AttachedTo is null or { IsEnabled: true };

    private DbtNode Noted(Draft draft)
    {
        var before = faults.Count;
        var node = Node(draft);
        notes!.Add(draft, faults[before..]);
        faults.RemoveRange(before, faults.Count - before);
        return node;
    }

    private DbtNode Node(Draft draft)
    {
        semantic.Check(draft, faults);
        if (draft.Config.Text("access") is { } access && draft.Type == "model" && access is not ("private" or "protected" or "public"))
        {
            faults.Add(Fault.Invalid("dbt.access_invalid", $"{draft.UniqueId} has the access {access}.", draft.File, "Write private, protected or public."));
        }

        var needs = draft.Refs.Distinct().Select(reference => Target(draft, reference)).Concat(draft.Sources.Distinct().Select(source => Target(draft, source)))
            .Concat(semantic.Needs(draft, faults)).OfType<string>().Distinct().ToList();
        if (earlier(draft.UniqueId) is { } known && ReferenceEquals(known.Draft, draft) && known.DependsOn.SequenceEqual(needs))
        {
            return known;
        }

        return new DbtNode
        {
            UniqueId = draft.UniqueId,
            ResourceType = draft.Type,
            Name = draft.Name,
            Package = draft.Package.Name,
            File = draft.File,
            Fqn = draft.Fqn,
            Source = draft.Source,
            Schema = draft.Schema,
            Alias = draft.Alias,
            Description = Described(draft),
            RawCode = draft.Code,
            Config = draft.Config.Where(pair => pair.Key is string).ToDictionary(pair => (string)pair.Key!, pair => PlainValues.Of(pair.Value), StringComparer.Ordinal),
            Tags = Values.Texts(draft.Config.Get("tags")),
            DependsOn = needs,
            TestName = draft.TestName,
            AttachedTo = draft.AttachedTo?.UniqueId,
            Group = draft.Config.Text("group"),
            Access = draft.Type == "model" ? draft.Config.Text("access") ?? "protected" : null,
            Version = draft.Version,
            Draft = draft,
        };
    }

    private string? Described(Draft draft)
    {
        foreach (var column in draft.Properties is null ? [] : ManifestNode.ColumnsOf(draft))
        {
            Described(draft, column.Text("description") ?? "");
        }

        return draft.Description is { } text ? Described(draft, text) : null;
    }

    private string Described(Draft draft, string text)
    {
        try
        {
            return descriptions.Of(draft, text);
        }
        catch (JinjaException failure)
        {
            faults.Add(MacroTable.Faulty(failure, draft.File) with { Place = draft.Properties?.File ?? draft.File });
            return text;
        }
    }

    private string? Target(Draft draft, (string? Package, string Name, string? Version) reference)
    {
        var target = references.Find(draft.Package, reference);
        var shown = reference.Package is null ? reference.Name : $"{reference.Package}.{reference.Name}";
        if (target is not { IsEnabled: true })
        {
            faults.Add(target is not null
                ? Fault.Invalid("dbt.ref_disabled", $"{draft.UniqueId} refers to {shown}, which is disabled.", draft.File, "Enable it, or disable what refers to it.")
                : Fault.Invalid("dbt.ref_missing", $"{draft.UniqueId} refers to {shown}, which does not exist.", draft.File, Near(reference.Name)));
            return null;
        }

        var isForeign = target.Type == "model" && target.Package.Name != draft.Package.Name && target.Package.Settings.Get("restrict-access") is true;
        if (isForeign && target.Config.Text("access") is not ("public" or "private"))
        {
            faults.Add(Fault.Invalid("dbt.ref_protected", $"{draft.UniqueId} refers to {target.UniqueId}, which is protected: its package shows only public models.", draft.File, "Make it public in its package, or refer to a public one."));
        }

        if (target.Config.Text("access") == "private" && target.Type == "model" && draft.AttachedTo is null && (isForeign || target.Config.Text("group") is not { } group || group != draft.Config.Text("group")))
        {
            faults.Add(Fault.Invalid("dbt.ref_private", $"{draft.UniqueId} refers to {target.UniqueId}, which is private to the group {target.Config.Text("group")}.", draft.File, "Put both into one group, or make it protected."));
        }

        return target.UniqueId;
    }

    private string? Target(Draft draft, (string Source, string Table) source)
    {
        var found = references.Find(draft.Package, source);
        if (found is null)
        {
            faults.Add(references.Has(source)
                ? Fault.Invalid("dbt.source_disabled", $"{draft.UniqueId} reads the source {source.Source}.{source.Table}, which is disabled.", draft.File, "Enable it, or disable what reads it.")
                : Fault.Invalid("dbt.source_missing", $"{draft.UniqueId} reads the source {source.Source}.{source.Table}, which is not declared.", draft.File, "Declare it under sources: in a .yml file."));
        }

        return found?.UniqueId;
    }

    private string Near(string name) => Nearest.Of(name, references.Names) is { } nearest ? $"Did you mean {nearest}?" : "Mend the name, or add the model.";

    /// <summary>Tells of a circle; empty where there is none.</summary>
    private List<string> Circle(List<DbtNode> nodes)
    {
        // what remains when all that has nothing above it is taken away again and again
        var left = nodes.ToDictionary(node => node.UniqueId, node => node.DependsOn.ToHashSet(), StringComparer.Ordinal);
        var below = nodes.SelectMany(node => node.DependsOn.Select(need => (need, node.UniqueId))).ToLookup(pair => pair.need, pair => pair.UniqueId);
        var free = new Queue<string>(left.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key));
        while (free.TryDequeue(out var id))
        {
            left.Remove(id);
            foreach (var child in below[id])
            {
                if (left.TryGetValue(child, out var needs) && needs.Remove(id) && needs.Count == 0)
                {
                    free.Enqueue(child);
                }
            }
        }

        if (left.Count == 0)
        {
            return [];
        }

        var way = new List<string>();
        for (var at = left.Keys.Order(StringComparer.Ordinal).First(); !way.Contains(at); at = left[at].Order(StringComparer.Ordinal).First())
        {
            way.Add(at);
        }

        var start = left[way[^1]].Order(StringComparer.Ordinal).First();
        var circle = way[way.IndexOf(start)..].Append(start).Reverse().ToList();
        faults.Add(Fault.Invalid("dbt.circle", $"The nodes need each other in a circle: {string.Join(" -> ", circle)}.", enabled[start].File, "Take one of the references out."));
        return circle;
    }
}
