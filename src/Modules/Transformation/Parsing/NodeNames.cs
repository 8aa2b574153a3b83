using Talentys.Jinja.Public;

namespace Talentys.Transformation.Parsing;

/// <summary>What a template sees: dbt's context, the macros of its package, of the project and of dbt, and the packages by name.</summary>
internal sealed class NodeNames(MacroTable macros, JinjaRun run, string package, JinjaNames context, Action<MacroEntry>? used = null) : IJinjaNames
{
    /// <summary>What dbt brings and a project may write anew as a macro.</summary>
    private static readonly HashSet<string> Rewritten = ["ref", "source", "config", "var", "env_var", "log", "print", "run_query", "statement", "metric"];

    /// <summary>Of a macro for several databases the one that is taken: DuckDB reads PostgreSQL's SQL, and what is for all is often another warehouse's.</summary>
    public static readonly IReadOnlyList<string> Prefixes = ["duckdb__", "postgres__", "default__"];

    private readonly Dictionary<string, IJinjaCallable?> known = new(StringComparer.Ordinal);

    public bool TryGet(string name, out object? value)
    {
        if (context.TryGetValue(name, out value))
        {
            // a project may write anew what dbt brings: its ref() calls builtins.ref()
            value = value is Lazy<PyDict> late ? late.Value
                : Rewritten.Contains(name) && macros.Find(package, name) is { Package: not MacroTable.Own } own ? Callable(own) : value;
            return true;
        }

        value = Find(name);
        if (value is null && macros.Packages.Contains(name))
        {
            value = new Namespace(this, name);
        }

        return value is not null;
    }

    public IJinjaCallable? Find(string name) =>
        known.TryGetValue(name, out var macro) ? macro : known[name] = macros.Find(package, name) is { } entry ? Callable(entry) : null;

    /// <summary>A materialisation: the project's; of dbt's those of packages stand in only where the project lets them; any other of whichever package has it.</summary>
    public IJinjaCallable? Materialization(string? kind, bool keepsOwn) => macros.Materialization(kind, keepsOwn) is { } entry ? Callable(entry) : null;

    /// <summary>A macro of a package that is named.</summary>
    public IJinjaCallable? In(string from, string name) => Macro(from, name);

    /// <summary>The macro that <c>adapter.dispatch</c> means: of the project, of the package, of dbt; for this engine, else the general one.</summary>
    public IJinjaCallable? Dispatch(string name, string? from)
    {
        IEnumerable<string> order = from is null ? [package] : macros.SearchOrder(from);
        foreach (var place in order.Append(macros.Packages[0]).Append(MacroTable.Own).Distinct())
        {
            foreach (var prefix in Prefixes)
            {
                if (macros.In(place, prefix + name) is { } entry)
                {
                    return Callable(entry);
                }
            }
        }

        return null;
    }

    // macros of one file find each other by their names as all others do: what replaces one holds for all
    private IJinjaCallable? Callable(MacroEntry entry)
    {
        used?.Invoke(entry);
        return entry.Template.Macro(run, entry.Name, entry.Package == package || entry.Package == MacroTable.Own ? this : new NodeNames(macros, run, entry.Package, context, used), alone: true);
    }

    private sealed class Namespace(NodeNames names, string package) : IJinjaObject
    {
        public string TypeName => "package";

        public bool TryGet(string name, out object? value)
        {
            value = names.Macro(package, name)
                ?? (name == "get" ? new JinjaFunction(name, arguments => arguments.Bind(name, "key", "default?") is var bound && names.Macro(package, bound[0] as string ?? "") is { } macro ? macro
                    : ReferenceEquals(bound[1], JinjaArguments.Missing) ? null : bound[1]) : null);
            return value is not null;
        }
    }

    private IJinjaCallable? Macro(string from, string name) => macros.In(from, name) is { } entry ? Callable(entry) : null;
}
