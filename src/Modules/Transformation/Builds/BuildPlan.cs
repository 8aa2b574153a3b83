using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Graph;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Parsing;
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
        ["build"] = ["model", "seed", "test", "snapshot", "unit_test"],
        ["run"] = ["model"],
        ["seed"] = ["seed"],
        ["test"] = ["test", "unit_test"],
        ["snapshot"] = ["snapshot"],
        ["compile"] = ["model", "test", "analysis", "snapshot"],
        ["show"] = ["model", "seed", "test", "analysis", "snapshot"],
        ["run-operation"] = [],
        [Freshness.Command] = ["source"],
        [Catalog.Command] = ["model", "seed", "test", "analysis", "snapshot"],
    };

    private const int MostThreads = 64;

    private readonly ConcurrentDictionary<string, HashSet<string>> above = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> unitTests;

    /// <summary>Plans a build.</summary>
    /// <param name="project">The project.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="only">Ids of the nodes that are left of those that were asked for; null for all.</param>
    public BuildPlan(DbtProject project, BuildRequest request, IReadOnlySet<string>? only = null)
    {
        if (request.Threads is < 1)
        {
            throw new FaultException(Fault.Invalid("dbt.threads_invalid", "A build has at least one thread.", "--threads", "Write --threads 4, or leave it out."));
        }

        if (request.SourceRows is < 1)
        {
            throw new FaultException(Fault.Invalid("dbt.limit_invalid", "At least one row of a source is read.", "--limit", "Write --limit 1000, or leave it out."));
        }

        request = project.Flags.Over(request);
        (Project, Request) = (project, request);
        ById = project.Nodes.ToDictionary(node => node.UniqueId, StringComparer.Ordinal);
        Warnings = new Warnings(request.WarnError is true, request.WarnErrorOptions);
        var types = request.ResourceTypes is { Count: > 0 } told && !told.Contains("all") ? told : TypesOf[request.Command];
        var chosen = project.Select(request.Select ?? [], request.Exclude ?? [], request.IndirectSelection, request.Selector)
            .Where(node => types.Contains(node.ResourceType) && TypesOf[request.Command].Contains(node.ResourceType) && request.ExcludeResourceTypes?.Contains(node.ResourceType) != true).ToList();
        Nodes = [.. chosen.Where(node => (request.Command is "compile" or "show" or Catalog.Command || !IsEphemeral(node)) && only?.Contains(node.UniqueId) != false)];
        unitTests = Nodes.Where(node => node.ResourceType == "unit_test" && request.Command == "build").ToLookup(test => test.DependsOn[0], test => test.UniqueId, StringComparer.Ordinal);
        Threads = Math.Clamp(request.Threads ?? Convert.ToInt32(project.Target["threads"], CultureInfo.InvariantCulture), 1, MostThreads);
        Deferral = request.Defer ? new Deferral(
            project.Order.State(request.DeferState ?? request.State) ?? throw new FaultException(Fault.Invalid("dbt.state_missing", "Deferring needs an earlier state, and none is named.", "--defer", "Name the folder with its manifest.json: --state FOLDER")),
            Nodes.Select(node => node.UniqueId).ToHashSet(StringComparer.Ordinal), request.FavorState, Environment) : null;
        Selected = new PyList(Nodes.Select(node => node.UniqueId));
        InvocationArguments = Arguments(request, project);
        Sample = request.Sample is null ? null : SampleWindow.Of(request.Sample, request.StartedAt ?? project.Order.Clock.GetUtcNow());
        Flags = InvocationFlags.Of(request, project.Flags, Sample);
        Graph = new Lazy<PyDict>(() => GraphOf(project));
    }

    public DbtProject Project { get; }

    /// <summary>Which warnings are failures.</summary>
    public Warnings Warnings { get; }

    /// <summary><c>invocation_args_dict</c>: how the command was asked for, by dbt's names.</summary>
    public PyDict InvocationArguments { get; }

    /// <summary>Name of the environment: dbt's database.</summary>
    public string Environment => Project.Order.Database;

    public BuildRequest Request { get; }

    public Dictionary<string, DbtNode> ById { get; }

    /// <summary>The chosen nodes, in the order of their ids.</summary>
    public IReadOnlyList<DbtNode> Nodes { get; }

    /// <summary>At most so many of them at once.</summary>
    public int Threads { get; }

    public PyList Selected { get; }

    /// <summary>Where what is not built is read from; null for its own tables.</summary>
    public Deferral? Deferral { get; }

    /// <summary>The time of which rows are read; null for all.</summary>
    public SampleWindow? Sample { get; }

    public PyDict Flags { get; }

    /// <summary><c>graph</c>, which few templates ask for: made when the first does.</summary>
    public Lazy<PyDict> Graph { get; }

    public static bool KnowsCommand(string command) => TypesOf.ContainsKey(command) || command == Retry.Command;

    public static string CteOf(DbtNode node) => $"__dbt__cte__{node.Name}";

    public static bool IsEphemeral(DbtNode node) => node.ResourceType == "model" && node.Draft.Config.Text("materialized") == "ephemeral";

    /// <summary>All that a node needs, near and far.</summary>
    public HashSet<string> Above(DbtNode node) => above.GetOrAdd(node.UniqueId, _ =>
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var need in Needs(node))
        {
            found.Add(need);
            found.UnionWith(Above(ById[need]));
        }

        return found;
    });

    /// <summary>Refuses an earlier state whose tables would be read and are of no environment here.</summary>
    /// <exception cref="FaultException"><c>dbt.state_environment_unknown</c>.</exception>
    public Task CheckStateAsync(IEnvironments environments, string organisation, CancellationToken cancellationToken) =>
        Deferral?.CheckAsync(Nodes.SelectMany(node => node.DependsOn).Distinct().Select(id => ById[id]), environments, organisation, cancellationToken) ?? Task.CompletedTask;

    /// <summary>A unit test needs what its model needs, and stands before it in a build of both.</summary>
    private IEnumerable<string> Needs(DbtNode node) => node.ResourceType == "unit_test" ? node.DependsOn.SelectMany(model => ById[model].DependsOn)
        : unitTests[node.UniqueId].Any() ? node.DependsOn.Concat(unitTests[node.UniqueId]) : node.DependsOn;

    public Relation RelationOf(DbtNode node) => IsEphemeral(node) ? new Relation(null, null, CteOf(node), "cte")
        : new Relation(Project.Target.Text("database"), node.Schema ?? Project.Target.Text("schema"), node.Alias ?? node.Name, node.Draft.Config.Text("materialized") == "view" ? "view" : "table");

    /// <summary>The node that <c>ref()</c> means in another.</summary>
    public DbtNode Reference(DbtNode from, JinjaArguments arguments)
    {
        var reference = References.Read(arguments);
        return Project.References.Find(from.Draft.Package, reference) is { IsEnabled: true } found ? ById[found.UniqueId]
            : throw new JinjaException("CompilationError", $"{from.UniqueId} refers to {reference.Name}, which does not exist or is disabled");
    }

    public Relation Source(DbtNode from, JinjaArguments arguments)
    {
        var bound = arguments.Bind("source", "source_name", "table_name");
        return Project.References.Find(from.Draft.Package, (bound[0]?.ToString() ?? "", bound[1]?.ToString() ?? "")) is { } found ? RelationOf(ById[found.UniqueId])
            : throw new JinjaException("CompilationError", $"{from.UniqueId} reads the source {bound[0]}.{bound[1]}, which is not declared");
    }

    private static PyDict Arguments(BuildRequest request, DbtProject project)
    {
        var given = YamlValues.Read(JsonSerializer.Serialize(request, Retry.Form), "request") as PyDict ?? [];
        given["which"] = request.Command;
        given["vars"] = project.Context.CommandVars;
        return given;
    }

    /// <summary>All that the manifest tells: templates of packages read nodes as dbt has them.</summary>
    private PyDict GraphOf(DbtProject project)
    {
        var manifest = new ManifestNode(project, new MacroFacts(project.Context.Macros));
        PyDict Told(DbtNode node) => GraphNode.Of(node, Model(node), manifest.Of(node));
        PyDict Section(string type) => new(project.Nodes.Where(node => node.ResourceType == type).Select(node => KeyValuePair.Create((object?)node.UniqueId, (object?)Told(node))));
        return new PyDict(
        [
            new("nodes", new PyDict(project.Nodes.Where(node => node.IsStatement).Select(node => KeyValuePair.Create((object?)node.UniqueId, (object?)Told(node))))),
            .. ((string[])["source", "exposure", "metric", "semantic_model", "unit_test"]).Select(type => KeyValuePair.Create((object?)(type + "s"), (object?)Section(type))),
            new("saved_queries", Section("saved_query")),
            new("groups", new PyDict(project.Groups.Select(group => KeyValuePair.Create((object?)$"group.{group.Package.Name}.{group.Name}", (object?)new PyDict([new("name", group.Name), new("package_name", group.Package.Name), new("owner", group.Declared.Dict("owner"))]))))),
        ]);
    }

    private PyDict Columns(DbtNode node) => new(ManifestNode.ColumnsOf(node.Draft).Select(column => KeyValuePair.Create((object?)column.Text("name"), (object?)new PyDict(
        column.Where(pair => pair.Key is not "description").Append(new("description", Project.Described(node.Draft, column.Text("description") ?? "")))))));

    /// <summary>A node as templates know it: <c>model</c>, and the items of <c>graph.nodes</c>.</summary>
    public PyDict Model(DbtNode node) => new(
    [
        .. node.Draft.Declared.Where(pair => node.ResourceType != "source" && pair.Key is string),
        new("name", node.Name), new("alias", node.Alias), new("schema", node.Schema), new("database", Project.Target.Text("database")), new("resource_type", node.ResourceType),
        new("unique_id", node.UniqueId), new("package_name", node.Package), new("original_file_path", node.File), new("path", node.File), new("fqn", new PyList(node.Fqn)),
        new("tags", new PyList(node.Tags)), new("config", new PyDict(node.Draft.Config)), new("description", node.Description ?? ""), new("raw_code", node.RawCode), new("columns", Columns(node)),
        new("depends_on", new PyDict([new("nodes", new PyList(node.DependsOn)), new("macros", new PyList())])), new("source_name", node.Source), new("identifier", node.Alias),
        new("relation_name", node.ResourceType is not ("model" or "seed" or "snapshot" or "source") ? null : RelationOf(node).ToString()), new("version", node.Version), new("meta", node.Draft.Config.Dict("meta")),
        new("access", node.Access), new("group", node.Group), new("language", ManifestNode.LanguageOf(node)), new("loader", node.Draft.Declared.Text("loader") ?? ""),
        new("refs", new PyList(node.Draft.Refs.Distinct().Select(one => (object?)new PyDict([new("name", one.Name), new("package", one.Package), new("version", one.Version)])))),
        new("sources", new PyList(node.Draft.Sources.Distinct().Select(one => (object?)new PyList([one.Source, one.Table])))),
        new("patch_path", node.Draft.Properties?.File), new("test_metadata", node.TestName is null ? null : new PyDict([new("name", node.TestName), new("kwargs", node.Draft.Test.Given), new("namespace", node.Draft.Test.Space)])),
    ]);
}
