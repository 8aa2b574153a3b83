using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Parsing;

namespace Talentys.Transformation.Relations;

/// <summary><c>adapter</c> while nodes run: what templates ask of the lake and do to it.</summary>
internal sealed class Adapter(Warehouse warehouse, Func<NodeNames> names, Action<Relation> loadSeed) : IJinjaObject
{
    public string TypeName => "adapter";

    public bool TryGet(string name, out object? value)
    {
        value = new JinjaFunction(name, arguments => Call(name, arguments));
        return true;
    }

    private object? Call(string name, JinjaArguments arguments)
    {
        switch (name)
        {
            case "dispatch":
                var asked = arguments.Bind(name, "macro_name", "macro_namespace?", "packages?");
                return names().Dispatch((string)asked[0]!, asked[1] as string) ?? throw Missing($"In dispatch: No macro named '{asked[0]}' found");
            case "get_incremental_strategy_macro":
                var strategy = (Given(arguments, "strategy", ^1) as string ?? "").Replace('+', '_');
                return names().Find($"get_incremental_{strategy}_sql")
                    ?? throw Missing($"There is no incremental strategy {Given(arguments, "strategy", ^1)}: write append, delete+insert or merge, or the macro get_incremental_{strategy}_sql");
            case "quote":
                return SqlText.Quote(Given(arguments, "identifier", 0)?.ToString() ?? "");
            case "type":
                return "duckdb";
            case "get_relation":
                var of = arguments.Bind(name, "database", "schema", "identifier");
                return warehouse.Find(of[1] as string, of[2] as string);
            case "get_columns_in_relation":
                return new PyList(warehouse.Columns(Of(arguments, 0)));
            case "get_columns_in_query":
                return new PyList(warehouse.Ask($"select * from ({Given(arguments, "sql", 0)}) limit 0").Names);
            case "get_missing_columns":
                var there = warehouse.Columns(Of(arguments, 1)).Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
                return new PyList(warehouse.Columns(Of(arguments, 0)).Where(column => !there.Contains(column.Name)));
            case "list_relations" or "list_relations_without_caching":
                var schema = Given(arguments, "schema", ^1) as string ?? (Given(arguments, "schema", ^1) as Relation)?.Schema;
                return new PyList(warehouse.All(schema));
            case "check_schema_exists":
                return warehouse.Ask("select 1 from information_schema.schemata where lower(schema_name) = lower(?)", Given(arguments, "schema", ^1) as string).Rows.Count > 0;
            case "already_exists":
                return warehouse.Find(Given(arguments, "schema", ^2) as string, Given(arguments, "name", ^1) as string) is not null;
            case "list_schemas":
                return new PyList(warehouse.Ask("select distinct schema_name from information_schema.schemata order by 1").Rows.Select(row => row[0]));
            case "create_schema":
                warehouse.Ask($"create schema if not exists {SqlText.Quote(Of(arguments, 0).Schema ?? "main")}");
                return "";
            case "drop_schema":
                // its tables go with all else that is done; what has no tables is dropped when that is kept
                foreach (var inside in warehouse.All(Of(arguments, 0).Schema).ToList())
                {
                    Drop(inside);
                }

                warehouse.Later.Add($"drop schema if exists {SqlText.Quote(Of(arguments, 0).Schema ?? "")}");
                return "";
            case "drop_relation":
                Drop(Of(arguments, 0));
                return "";
            case "truncate_relation":
                warehouse.Ask($"truncate {Of(arguments, 0)}");
                return "";
            case "rename_relation":
                warehouse.Ask($"alter {(Of(arguments, 0).Type == "view" ? "view" : "table")} {Of(arguments, 0)} rename to {SqlText.Quote(Of(arguments, 1).Identifier ?? "")}");
                return "";
            case "make_way":
                var target = Of(arguments, 0);
                if (warehouse.Find(target.Schema, target.Identifier) is { } other && other.Type != target.Type)
                {
                    Drop(other);
                }

                return "";
            case "run_after_commit":
                warehouse.Later.Add(arguments.Values[0]?.ToString() ?? "");
                return "";
            case "load_seed":
                loadSeed(Of(arguments, 0));
                return "";
            case "execute":
                return new PyTuple(["OK", warehouse.Ask(Given(arguments, "sql", 0)?.ToString() ?? "")]);
            default:
                return "";
        }
    }

    private static JinjaException Missing(string message) => new("CompilationError", message);

    /// <summary>An argument by its name, or by its place among all that are given.</summary>
    private static object? Given(JinjaArguments arguments, string name, Index at)
    {
        var all = arguments.Values.Concat(arguments.Named.Values).ToList();
        return arguments.Named.TryGetValue(name, out var named) ? named
            : at.GetOffset(all.Count) is var place && place >= 0 && place < all.Count ? all[place] : throw Missing($"the argument {name} is missing");
    }

    private static Relation Of(JinjaArguments arguments, int at) =>
        (at < arguments.Values.Count ? arguments.Values[at] : arguments.Named.Values.ElementAtOrDefault(at - arguments.Values.Count)) as Relation ?? throw Missing("a relation is needed here");

    private void Drop(Relation relation) => warehouse.Ask($"drop {(relation.Type == "view" ? "view" : "table")} if exists {relation}");
}
