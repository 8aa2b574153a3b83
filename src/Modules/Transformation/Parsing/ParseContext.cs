using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Transformation.Graph;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>What templates know while the project is read: nothing is run, <c>execute</c> is false, and what they refer to is noted.</summary>
internal sealed class ParseContext(ProjectReader reader, PyDict target, IReadOnlyList<DbtPackage> packages, MacroTable macros, TimeProvider clock)
{
    private static readonly string Invocation = Guid.NewGuid().ToString();

    private readonly object modules = JinjaModules.All(clock);
    private readonly PyDict flags = InvocationFlags.Of(new BuildRequest("parse"));
    private readonly object started = JinjaModules.DateTime(clock.GetUtcNow());

    public MacroTable Macros => macros;

    /// <summary>The variables of the command line.</summary>
    public PyDict CommandVars => reader.CommandVars;

    /// <summary>The schema of the target.</summary>
    public string Schema => target.Text("schema") ?? "";

    /// <summary>The names for a node, whose references and settings are noted in it.</summary>
    /// <param name="noted">Where the macros that are asked for are noted; null for those that the node needs.</param>
    public NodeNames Names(JinjaRun run, DbtPackage package, Draft? draft, Action<JinjaNames, Func<NodeNames>>? change = null, ISet<string>? noted = null)
    {
        var self = new Placeholder(draft?.Name ?? "");
        NodeNames? names = null;
        var context = new JinjaNames
        {
            ["ref"] = Function("ref", arguments => Ref(draft, arguments) ? self : self),
            ["source"] = Function("source", arguments =>
            {
                var bound = arguments.Bind("source", "source_name", "table_name");
                draft?.Sources.Add((Text(bound[0]), Text(bound[1])));
                return self;
            }),
            ["metric"] = Function("metric", arguments =>
            {
                draft?.Metrics.Add(Text(arguments.Values[^1]));
                return self;
            }),
            ["config"] = new ConfigObject(draft),
            ["var"] = new VariableFunction(this, package, () => names!),
            ["env_var"] = reader.EnvironmentVariable(),
            ["target"] = target,
            ["this"] = self,
            ["model"] = Model(draft),
            ["node"] = Model(draft),
            ["graph"] = new PyDict(((string[])["nodes", "sources", "exposures", "metrics", "groups", "semantic_models", "saved_queries", "unit_tests"]).Select(key => KeyValuePair.Create((object?)key, (object?)new PyDict()))),
            ["execute"] = false,
            ["adapter"] = new ParseAdapter((name, from) => names!.Dispatch(name, from)),
            ["modules"] = modules,
            ["flags"] = flags,
            ["invocation_id"] = Invocation,
            ["run_started_at"] = started,
            ["dbt_version"] = "1.10.0",
            ["project_name"] = packages[0].Name,
            ["selected_resources"] = new PyList(),
            ["database"] = target.Get("database"),
            ["schema"] = target.Get("schema"),
            ["return"] = Function("return", arguments => new JinjaReturn(arguments.Bind("return", "data?")[0] is var value && ReferenceEquals(value, JinjaArguments.Missing) ? null : value)),
            ["log"] = Function("log", _ => ""),
            ["print"] = Function("print", _ => ""),
            ["run_query"] = Function("run_query", _ => null),
            ["statement"] = Function("statement", _ => ""),
            ["load_result"] = Function("load_result", _ => null),
            ["store_result"] = Function("store_result", _ => ""),
            ["doc"] = Function("doc", arguments => Doc(package, draft, arguments)),
            ["exceptions"] = new ExceptionFunctions(static _ => { }),
            ["dbt_metadata_envs"] = reader.MetadataVariables,
            ["invocation_args_dict"] = new PyDict([new("which", "parse"), new("vars", reader.CommandVars)]),
            ["thread_id"] = "MainThread",
            ["api"] = ApiObject.Instance,
        };
        TextFunctions.AddTo(context);
        context["builtins"] = Builtins(context);
        context["context"] = new NamesByKey(() => names!);
        change?.Invoke(context, () => names!);
        // while nodes run nothing is noted: several may run at once
        noted = change is null ? noted ?? draft?.Macros : null;
        names = new NodeNames(macros, run, package.Name, context, noted is null ? null : macro => noted.Add(MacroFacts.IdOf(macro)));
        return names;
    }

    /// <summary>A variable: of the command line, of the project for the package, of the project, of the package.</summary>
    public bool TryVar(DbtPackage package, string name, out object? value)
    {
        var root = packages[0].Settings.Dict("vars");
        foreach (var place in (PyDict[])[reader.CommandVars, root.Dict(package.Name), root, package.Settings.Dict("vars").Dict(package.Name), package.Settings.Dict("vars")])
        {
            if (place.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    private static JinjaFunction Function(string name, Func<JinjaArguments, object?> call) => new(name, call);

    private static string Text(object? value) => value as string ?? throw new JinjaException("CompilationError", "a name must be a text");

    /// <summary><c>builtins</c>: what <c>ref</c>, <c>source</c> and <c>config</c> are, for a project that writes them anew.</summary>
    public static PyDict Builtins(JinjaNames names) => new([new("ref", names["ref"]), new("source", names["source"]), new("config", names["config"])]);

    private static PyDict Model(Draft? draft) => draft is null ? [] : new PyDict(
    [
        new("name", draft.Name), new("resource_type", draft.Type), new("package_name", draft.Package.Name), new("unique_id", draft.UniqueId),
        new("original_file_path", draft.File), new("path", draft.File), new("fqn", new PyList(draft.Fqn)), new("version", draft.Version),
        new("tags", draft.Config.Get("tags") ?? new PyList()), new("config", draft.Config), new("raw_code", draft.Code), new("raw_sql", draft.Code),
    ]);

    private static bool Ref(Draft? draft, JinjaArguments arguments)
    {
        draft?.Refs.Add(References.Read(arguments));
        return true;
    }

    private string? Doc(DbtPackage package, Draft? draft, JinjaArguments arguments)
    {
        if (draft is not null)
        {
            draft.ReadsDocs = true;
        }

        return arguments.Values is [.., string last] ? macros.Doc(arguments.Values is [string first, _] ? first : package.Name, last) : null;
    }

    /// <summary><c>context</c>: all names, by their texts.</summary>
    public sealed class NamesByKey(Func<NodeNames> names) : IJinjaObject, IJinjaMapping
    {
        public string TypeName => "dict";

        public int Count => 1;

        public IEnumerable<object?> Keys => [];

        /// <summary>A macro of a package.</summary>
        public IJinjaCallable? In(string package, string name) => names().In(package, name);

        public bool TryGetItem(object? key, out object? value)
        {
            value = null;
            return key is string name && names().TryGet(name, out value);
        }

        public bool TryGet(string name, out object? value)
        {
            value = name == "get" ? Function(name, arguments => TryGetItem(arguments.Values[0], out var found) ? found : arguments.Values.Count > 1 ? arguments.Values[1] : null) : null;
            return value is not null || TryGetItem(name, out value);
        }
    }

    /// <summary>A relation that is not known yet.</summary>
    private sealed class Placeholder(string name) : IJinjaObject, IJinjaText, IJinjaMapping
    {
        private static readonly PyDict Kind = new([new("type", "DuckDBRelation")]);

        public string TypeName => "Relation";

        // packages ask relations for what they are as they ask a dict
        public int Count => 1;

        public IEnumerable<object?> Keys => ["metadata"];

        public bool TryGetItem(object? key, out object? value) => (value = key is "metadata" ? Kind : null) is not null;

        public string Text(bool isRepr) => "\"" + name + "\"";

        public bool TryGet(string attribute, out object? value)
        {
            value = attribute switch
            {
                "identifier" or "name" or "table" or "alias" => name,
                "database" or "schema" => "",
                "is_table" or "is_view" or "is_cte" => false,
                "type" => null,
                "get" => new JinjaFunction(attribute, arguments => TryGetItem(arguments.Values[0], out var item) ? item : arguments.Values.Count > 1 ? arguments.Values[1] : null),
                _ => new JinjaFunction(attribute, _ => this),
            };
            return true;
        }
    }

    /// <summary><c>config()</c>, <c>config.get()</c>.</summary>
    private sealed class ConfigObject(Draft? draft) : IJinjaObject, IJinjaCallable
    {
        public string TypeName => "config";

        public object? Call(JinjaArguments arguments)
        {
            foreach (var (name, value) in arguments.Values.OfType<PyDict>().SelectMany(dict => dict).Select(pair => (pair.Key as string ?? "", pair.Value)).Concat(arguments.Named.Select(pair => (pair.Key, pair.Value))))
            {
                if (draft is not null)
                {
                    ConfigTree.Add(draft.InFile, name, value);
                }
            }

            return "";
        }

        public bool TryGet(string name, out object? value)
        {
            value = name switch
            {
                "get" or "meta_get" => Function(name, arguments => Setting(arguments, name) is var (found, given, other) && found ? given : other),
                "require" or "meta_require" => Function(name, arguments => Setting(arguments, name).Value),
                "set" => Function(name, arguments => Call(new JinjaArguments(arguments.Run, [], new Dictionary<string, object?> { [ParseContext.Text(arguments.Values[0])] = arguments.Values[1] }))),
                "persist_relation_docs" or "persist_column_docs" => Function(name, _ => ""),
                _ => null,
            };
            return value is not null;
        }

        private (bool Found, object? Value, object? Default) Setting(JinjaArguments arguments, string function)
        {
            var bound = arguments.Bind(function, "name", "default?", "validator?");
            var found = draft is not null && (draft.InFile.TryGetValue(bound[0], out var value) || draft.Given.TryGetValue(bound[0], out value));
            return (found, found ? draft!.InFile.Get(ParseContext.Text(bound[0])) ?? draft.Given.Get(ParseContext.Text(bound[0])) : null, ReferenceEquals(bound[1], JinjaArguments.Missing) ? null : bound[1]);
        }
    }

    private sealed class ParseAdapter(Func<string, string?, IJinjaCallable?> dispatch) : IJinjaObject
    {
        public string TypeName => "adapter";

        public bool TryGet(string name, out object? value)
        {
            value = Function(name, arguments => name switch
            {
                "dispatch" => arguments.Bind(name, "macro_name", "macro_namespace?", "packages?") is var bound && Text(bound[0]) is var macro
                    ? dispatch(macro, bound[1] as string) ?? throw new JinjaException("CompilationError", $"In dispatch: No macro named '{macro}' found")
                    : null,
                "quote" => "\"" + arguments.Values[0] + "\"",
                "type" => "duckdb",
                "get_columns_in_relation" or "get_missing_columns" or "list_relations" or "list_relations_without_caching" => new PyList(),
                "get_relation" or "load_relation" => null,
                "check_schema_exists" or "already_exists" => false,
                _ => "",
            });
            return true;
        }
    }
}
