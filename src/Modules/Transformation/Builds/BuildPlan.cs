using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;
using Talentys.Transformation.State;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>What a build is about: the project, the chosen nodes in their order, and what templates are told of them.</summary>
internal sealed class BuildPlan
{
    private static readonly Dictionary<string, string[]> TypesOf = new(StringComparer.Ordinal)
    {
        ["build"] = ["model", "seed", "test", "snapshot"],
        ["run"] = ["model"],
        ["seed"] = ["seed"],
        ["test"] = ["test"],
        ["compile"] = ["model", "test", "analysis"],
    };

    private readonly Dictionary<string, HashSet<string>> above = new(StringComparer.Ordinal);

    public BuildPlan(DbtProject project, BuildRequest request, string environment)
    {
        (Project, Request) = (project, request);
        project.Target["database"] = environment;
        ById = project.Nodes.ToDictionary(node => node.UniqueId, StringComparer.Ordinal);
        var types = request.ResourceTypes is { Count: > 0 } told && !told.Contains("all") ? told : TypesOf[request.Command];
        var chosen = project.Select(request.Select ?? [], request.Exclude ?? [], request.IndirectSelection ?? "eager", request.Selector)
            .Where(node => types.Contains(node.ResourceType) && TypesOf[request.Command].Contains(node.ResourceType)).ToList();
        Nodes = Ordered([.. chosen.Where(node => request.Command == "compile" || !IsEphemeral(node))]);
        Deferral = request.Defer ? new Deferral(
            project.Order.State(request.DeferState ?? request.State) ?? throw new FaultException(Fault.Invalid("dbt.state_missing", "Deferring needs an earlier state, and none is named.", "--defer", "Name the folder with its manifest.json: --state FOLDER")),
            Nodes.Select(node => node.UniqueId).ToHashSet(StringComparer.Ordinal), request.FavorState) : null;
        Selected = new PyList(Nodes.Select(node => node.UniqueId));
        Flags = new PyDict([new("FULL_REFRESH", request.FullRefresh), new("STORE_FAILURES", request.StoreFailures), new("WHICH", request.Command)]);
        Graph = new PyDict(
        [
            new("nodes", new PyDict(project.Nodes.Where(node => node.IsStatement).Select(node => KeyValuePair.Create((object?)node.UniqueId, (object?)Model(node))))),
            new("sources", new PyDict(project.Nodes.Where(node => node.ResourceType == "source").Select(node => KeyValuePair.Create((object?)node.UniqueId, (object?)Model(node))))),
        ]);
    }

    public DbtProject Project { get; }

    public BuildRequest Request { get; }

    public Dictionary<string, DbtNode> ById { get; }

    public IReadOnlyList<DbtNode> Nodes { get; }

    public PyList Selected { get; }

    /// <summary>Where what is not built is read from; null for its own tables.</summary>
    public Deferral? Deferral { get; }

    public PyDict Flags { get; }

    public PyDict Graph { get; }

    public static bool KnowsCommand(string command) => TypesOf.ContainsKey(command);

    public static string CteOf(DbtNode node) => $"__dbt__cte__{node.Name}";

    public static bool IsEphemeral(DbtNode node) => node.ResourceType == "model" && node.Draft.Config.Text("materialized") == "ephemeral";

    /// <summary>All that a node needs, near and far.</summary>
    public HashSet<string> Above(DbtNode node)
    {
        if (!above.TryGetValue(node.UniqueId, out var found))
        {
            found = new HashSet<string>(StringComparer.Ordinal);
            foreach (var need in node.DependsOn)
            {
                found.Add(need);
                found.UnionWith(Above(ById[need]));
            }

            above[node.UniqueId] = found;
        }

        return found;
    }

    public Relation RelationOf(DbtNode node) => IsEphemeral(node) ? new Relation(null, null, CteOf(node), "cte")
        : node.ResourceType is "test" or "analysis"
            ? new Relation(Project.Target.Text("database"), $"{Project.Target.Text("schema")}_{node.Draft.Config.Text("schema") ?? "dbt_test__audit"}", node.Alias ?? node.Name, "table")
        : new Relation(Project.Target.Text("database"), node.Schema, node.Alias, node.Draft.Config.Text("materialized") == "view" ? "view" : "table");

    /// <summary>The node that <c>ref()</c> means in another.</summary>
    public DbtNode Reference(DbtNode from, JinjaArguments arguments)
    {
        var version = (arguments.Named.GetValueOrDefault("v") ?? arguments.Named.GetValueOrDefault("version"))?.ToString();
        var (package, name) = arguments.Values is [string space, string second] ? (space, second) : ((string?)null, arguments.Values[0]?.ToString() ?? "");
        return from.Draft.Found.TryGetValue((package, name, version), out var id) ? ById[id]
            : Project.Nodes.FirstOrDefault(node => node.ResourceType is "model" or "seed" or "snapshot" && node.Name == name && (package is null || node.Package == package))
            ?? throw new JinjaException("CompilationError", $"{from.UniqueId} refers to {name}, which does not exist");
    }

    public Relation Source(DbtNode from, JinjaArguments arguments)
    {
        var bound = arguments.Bind("source", "source_name", "table_name");
        return from.Draft.Found.TryGetValue(((string)bound[0]!, (string)bound[1]!), out var id) ? RelationOf(ById[id])
            : Project.Nodes.FirstOrDefault(node => node.ResourceType == "source" && node.Source == (string?)bound[0] && node.Name == (string?)bound[1]) is { } found ? RelationOf(found)
            : throw new JinjaException("CompilationError", $"{from.UniqueId} reads the source {bound[0]}.{bound[1]}, which is not declared");
    }

    /// <summary>A node as templates know it: <c>model</c>, and the items of <c>graph.nodes</c>.</summary>
    public PyDict Model(DbtNode node) => new(
    [
        new("name", node.Name), new("alias", node.Alias), new("schema", node.Schema), new("database", Project.Target.Text("database")), new("resource_type", node.ResourceType),
        new("unique_id", node.UniqueId), new("package_name", node.Package), new("original_file_path", node.File), new("path", node.File), new("fqn", new PyList(node.Fqn)),
        new("tags", new PyList(node.Tags)), new("config", node.Draft.Config), new("description", node.Description ?? ""), new("raw_code", node.RawCode), new("columns", new PyDict()),
        new("depends_on", new PyDict([new("nodes", new PyList(node.DependsOn)), new("macros", new PyList())])), new("source_name", node.Source), new("identifier", node.Alias),
        new("relation_name", node.ResourceType is not ("model" or "seed" or "snapshot" or "source") ? null : RelationOf(node).ToString()), new("version", node.Version), new("meta", node.Draft.Config.Dict("meta")),
    ]);

    /// <summary>Each after what it needs; tests as soon as what they test is there.</summary>
    private List<DbtNode> Ordered(List<DbtNode> chosen)
    {
        var known = chosen.ToDictionary(node => node.UniqueId, StringComparer.Ordinal);
        var needs = chosen.ToDictionary(node => node.UniqueId, node => Above(node).Where(known.ContainsKey).ToList(), StringComparer.Ordinal);
        var below = needs.SelectMany(pair => pair.Value.Select(need => (need, pair.Key))).ToLookup(pair => pair.need, pair => pair.Key, StringComparer.Ordinal);
        var waiting = needs.ToDictionary(pair => pair.Key, pair => pair.Value.Count, StringComparer.Ordinal);
        var ready = new PriorityQueue<DbtNode, (int Kind, int Number)>();
        var number = 0;
        void Enqueue(DbtNode node) => ready.Enqueue(node, (node.ResourceType == "test" ? 0 : 1, number++));
        chosen.Where(node => waiting[node.UniqueId] == 0).ToList().ForEach(Enqueue);
        var ordered = new List<DbtNode>();
        while (ready.TryDequeue(out var next, out _))
        {
            ordered.Add(next);
            below[next.UniqueId].Where(id => --waiting[id] == 0).ToList().ForEach(id => Enqueue(known[id]));
        }

        return ordered;
    }
}
