using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>One node on its way: its template becomes SQL, and its materialisation, a macro, makes of that a table or a test's verdict.</summary>
internal sealed partial class NodeBuild(BuildPlan plan, DbtNode node, Warehouse warehouse, CancellationToken cancellation)
{
    private readonly JinjaRun run = new(plan.Project.Environment, cancellation);
    private readonly List<DbtNode> ephemerals = [];
    private readonly Dictionary<string, QueryTable> results = new(StringComparer.Ordinal);
    private NodeNames? names;

    public DbtNode Node => node;

    /// <summary>What its template is told otherwise than usual.</summary>
    public Action<JinjaNames>? Change { get; init; }

    /// <summary>Ephemeral models are left as tables of the names that they would have as common table expressions.</summary>
    public bool LeavesEphemerals { get; init; }

    /// <summary>The SQL that its template gives, with ephemeral models inside.</summary>
    public string? Compiled { get; private set; }

    /// <summary>The rows of a statement of the materialisation by its name.</summary>
    public QueryTable? Result(string name) => results.GetValueOrDefault(name);

    /// <summary>Makes its SQL.</summary>
    public string Compile()
    {
        if (Compiled is not null)
        {
            return Compiled;
        }

        var raw = Raw().Trim();
        Compiled = ephemerals.Count == 0 || LeavesEphemerals ? raw : Inject(raw);
        return Compiled;
    }

    /// <summary>Runs its materialisation.</summary>
    public void Materialize()
    {
        if (node.ResourceType == "unit_test")
        {
            Compare(Compile());
            return;
        }

        if (Batch is null && IsBatched)
        {
            InBatches();
            return;
        }

        var kind = node.Draft.Config.Text("materialized");
        var sql = node.ResourceType == "seed" ? "" : Compile();
        var known = Names();
        var macro = known.Materialization(kind, plan.Project.Flags.KeepsMaterializations) ?? throw new FaultException(Fault.Invalid(
            "dbt.materialization_unknown", $"There is no materialization {kind}.", node.File, "Write view, table, incremental or ephemeral, or a materialization block in macros/."));
        More["sql"] = sql;
        More["compiled_code"] = sql;
        ((PyDict)More["model"]!)["compiled_code"] = sql;
        macro.Call(new JinjaArguments(run, []));
    }

    /// <summary>Runs a text as hooks are run.</summary>
    public void Hook(string text, JinjaNames more)
    {
        Names();
        foreach (var (name, value) in more)
        {
            More[name] = value;
        }

        if (Render(text, "hook").Trim() is { Length: > 0 } sql)
        {
            warehouse.Ask(sql);
        }
    }

    private JinjaNames More { get; set; } = [];

    private string Raw()
    {
        if (node.TestName is not { } test)
        {
            return PythonModel.Is(node.File) ? throw new FaultException(PythonModel.Fault(node.File)) : node.ResourceType == "unit_test" ? UnitTest() : Block() ?? plan.Project.Environment.Parse(node.RawCode ?? "", node.File).Render(run, Names());
        }

        var (space, written) = node.Draft.Test;
        var given = GenericTests.Arguments(new Rendered(plan.Project.Environment, Names(), cancellation), written, node.File);
        var about = RelationOf(plan.ById[node.AttachedTo!]);
        Note(plan.ById[node.AttachedTo!]);
        var where = Names().Find("get_where_subquery")!.Call(new JinjaArguments(run, [about]));
        given["model"] = where is string text ? text.Trim() : where;
        var macro = (space is null ? Names().Find("test_" + test) : Names().In(space, "test_" + test))!;
        return macro.Call(new JinjaArguments(run, [], given.ToDictionary(pair => (string)pair.Key!, pair => pair.Value)))?.ToString() ?? "";
    }

    private string Render(string text, string name) => plan.Project.Environment.Parse(text, $"{node.File} ({name})").Render(run, Names());

    private void Note(DbtNode other)
    {
        if (BuildPlan.IsEphemeral(other) && !ephemerals.Contains(other))
        {
            ephemerals.Add(other);
        }
    }

    /// <summary>Ephemeral models become common table expressions before those of the text itself.</summary>
    private string Inject(string sql)
    {
        var all = new List<(string Name, string Sql)>();
        foreach (var one in ephemerals)
        {
            Collect(one, all);
        }

        return Injected(sql, all);
    }

    private static string Injected(string sql, List<(string Name, string Sql)> all) => CommonTables.Before(sql, [.. all.Select(one => $"{one.Name} as (\n{one.Sql}\n)")]).Text;

    private void Collect(DbtNode one, List<(string Name, string Sql)> all)
    {
        var inner = new NodeBuild(plan, one, warehouse, cancellation);
        var sql = inner.Raw().Trim();
        foreach (var deeper in inner.ephemerals)
        {
            Collect(deeper, all);
        }

        if (all.TrueForAll(known => known.Name != BuildPlan.CteOf(one)))
        {
            all.Add((BuildPlan.CteOf(one), sql));
        }
    }

    private NodeNames Names() => names ??= plan.Project.Context.Names(run, node.Draft.Package, node.Draft, (known, self) =>
    {
        var adapter = new Adapter(warehouse, self, target =>
        {
            var seed = SeedFile.Of(node);
            foreach (var (sql, parameter) in seed.Statements(target))
            {
                warehouse.Ask(sql, parameter is null ? [] : [parameter]);
            }

            results["main"] = new QueryTable(["Count"], [[(long)seed.Count]]);
        });
        var config = new NodeConfig(Settings);
        known["execute"] = true;
        known["adapter"] = adapter;
        known["config"] = config;
        known["this"] = plan.RelationOf(node);
        known["ref"] = new JinjaFunction("ref", Reference);
        known["source"] = new JinjaFunction("source", arguments => plan.Source(node, arguments));
        known["builtins"] = ParseContext.Builtins(known);
        known["database"] = plan.Project.Target["database"];
        known["model"] = plan.Model(node);
        known["node"] = known["model"];
        known["graph"] = plan.Graph;
        known["flags"] = plan.Flags;
        known["selected_resources"] = plan.Selected;
        known["invocation_args_dict"] = plan.InvocationArguments;
        known["thread_id"] = $"Thread-{Environment.CurrentManagedThreadId}";
        known["exceptions"] = new ExceptionFunctions(Warn);
        known["pre_hooks"] = Hooks("pre_hook");
        known["post_hooks"] = Hooks("post_hook");
        known["render"] = new JinjaFunction("render", arguments => Render(arguments.Values[0]?.ToString() ?? "", "hook"));
        known["run_query"] = new JinjaFunction("run_query", arguments => warehouse.Ask(arguments.Values[0]?.ToString() ?? ""));
        known["statement"] = new JinjaFunction("statement", Statement);
        known["load_result"] = new JinjaFunction("load_result", arguments => results.TryGetValue(arguments.Values[0]?.ToString() ?? "", out var table)
            ? new PyDict([new("table", table), new("data", new PyList(table)), new("response", table.Response)]) : null);
        known["log"] = new JinjaFunction("log", arguments => Say(arguments, arguments.Named.GetValueOrDefault("info") is true || arguments.Values is [_, true]));
        known["print"] = new JinjaFunction("print", arguments => Say(arguments, true));
        known["store_result"] = new JinjaFunction("store_result", arguments => arguments.Bind("store_result", "name", "response", "agate_table?") is var bound ? Stored(bound[0], bound[1], bound[2]) : "");
        known["store_raw_result"] = new JinjaFunction("store_raw_result", arguments => arguments.Bind("store_raw_result", "name", "message?", "code?", "rows_affected?", "agate_table?") is var bound ? Stored(bound[0], bound[1], bound[4]) : "");
        Narrow(known);
        Change?.Invoke(known);
        More = known;
    });

    private Relation Reference(JinjaArguments arguments)
    {
        var target = plan.Reference(node, arguments);
        Note(target);
        return RelationOf(target);
    }

    /// <summary>The table of another node: of the earlier state where that stands for it.</summary>
    private Relation RelationOf(DbtNode target) => BuildPlan.IsEphemeral(target) ? plan.RelationOf(target) : Own(target);

    private Relation Own(DbtNode target) => plan.Deferral?.Of(target, () => warehouse.Find(target.Schema, target.Alias) is not null) ?? plan.RelationOf(target);

    private string Statement(JinjaArguments arguments)
    {
        var name = arguments.Named.GetValueOrDefault("name") as string ?? (arguments.Values is [string first, ..] ? first : null);
        var sql = (arguments.Named.GetValueOrDefault("caller") as IJinjaCallable)?.Call(new JinjaArguments(arguments.Run, []))?.ToString() ?? "";
        var table = warehouse.Ask(sql);
        if (name is not null)
        {
            results[name] = table;
        }

        return "";
    }

    private string Stored(object? name, object? response, object? table)
    {
        results[JinjaValues.Text(name)] = (table as QueryTable ?? QueryTable.Empty).Told(response is null || ReferenceEquals(response, JinjaArguments.Missing) ? "OK" : response);
        return "";
    }

    private void Warn(string message)
    {
        if (plan.Warnings.IsError(Warnings.Templates))
        {
            throw new JinjaException("CompilationError", message);
        }

        if (!plan.Warnings.IsSilent(Warnings.Templates))
        {
            warehouse.Log($"Warning: {message}");
        }
    }

    private string Say(JinjaArguments arguments, bool aloud)
    {
        if (aloud && arguments.Values.Count > 0)
        {
            warehouse.Log(JinjaValues.Text(arguments.Values[0]));
        }

        return "";
    }

    private PyList Hooks(string kind) => new((node.Draft.Config.Get(kind) as PyList ?? []).Select(hook => hook is PyDict dict ? dict : new PyDict([new("sql", hook), new("transaction", true)])));

    /// <summary><c>config</c> of a node that runs: everything is told already.</summary>
    private sealed class NodeConfig(PyDict config) : IJinjaObject, IJinjaCallable
    {
        public string TypeName => "config";

        public object? Call(JinjaArguments arguments) => "";

        public bool TryGet(string name, out object? value)
        {
            var of = name.StartsWith("meta_", StringComparison.Ordinal) ? config.Dict("meta") : config;
            value = name switch
            {
                "get" or "meta_get" => new JinjaFunction(name, arguments =>
                {
                    var bound = arguments.Bind(name, "name", "default?", "validator?");
                    return of.TryGetValue(bound[0], out var given) && given is not null ? given : ReferenceEquals(bound[1], JinjaArguments.Missing) ? null : bound[1];
                }),
                "require" or "meta_require" => new JinjaFunction(name, arguments => of.TryGetValue(arguments.Values[0], out var given) ? given
                    : throw new JinjaException("CompilationError", $"The setting '{arguments.Values[0]}' is required")),
                "set" => new JinjaFunction(name, _ => ""),
                "persist_relation_docs" => new JinjaFunction(name, _ => config.Dict("persist_docs").Get("relation") is true),
                "persist_column_docs" => new JinjaFunction(name, _ => config.Dict("persist_docs").Get("columns") is true),
                _ => config.Get(name),
            };
            return value is not null;
        }
    }
}
