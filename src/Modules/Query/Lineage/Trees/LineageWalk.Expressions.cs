using System.Text.Json;
using Talentys.Query.Lineage.Flows;

namespace Talentys.Query.Lineage.Trees;

/// <summary>Expressions.</summary>
internal sealed partial class LineageWalk
{
    private static readonly HashSet<string> LambdaFunctions = new(SqlNames.Comparer)
    {
        "list_transform", "array_transform", "list_apply", "array_apply", "apply", "list_filter", "array_filter", "filter",
        "list_reduce", "array_reduce", "reduce",
    };

    private static readonly HashSet<string> Schemas = new(SqlNames.Comparer) { "main", "pg_catalog", "information_schema", "system" };

    private static readonly HashSet<string> WithinGroup = new(SqlNames.Comparer) { "mode", "quantile_cont", "quantile_disc" };

    private Value Expr(JsonElement node, NameScope scope)
    {
        Deep(node);
        switch (node.Class())
        {
            case "COLUMN_REF":
                return ColumnReference(node, scope);
            case "CONSTANT" or "PARAMETER" or "DEFAULT" or "TYPE" or "LAMBDA_REF":
                return node.IsNull() ? new Value(Flow.Null, null) : Value.Constant;
            case "CAST":
                var child = Expr(node.GetProperty("child"), scope);
                return new Value(
                    node.IsNull() ? Flow.Null : child.Flow.Changed(), node.Child("cast_type") is { } type ? SqlType.Of(type) : null);
            case "FUNCTION":
                return Function(node, scope);
            case "WINDOW":
                return new Value(Window(node, scope), null);
            case "SUBQUERY":
                return Subquery(node, scope);
            case "OPERATOR":
                return Operator(node, scope);
            case "POSITIONAL_REFERENCE":
                return Positional(node, scope);
            case "STAR":
                return StarValue(node, scope);
            default:
                return new Value(Flow.From(Parts(node, scope)), null);
        }
    }

    /// <summary>The values directly below, whatever holds them.</summary>
    private IEnumerable<Flow> Parts(JsonElement node, NameScope scope)
    {
        foreach (var below in node.Below())
        {
            if (below.ValueKind == JsonValueKind.Object && below.Class().Length > 0)
            {
                yield return Expr(below, scope).Flow;
            }
            else
            {
                foreach (var part in Parts(below, scope))
                {
                    yield return part;
                }
            }
        }
    }

    private Value Positional(JsonElement node, NameScope scope)
    {
        for (var here = scope; here is not null; here = here.Outer)
        {
            if (here.From is { } from)
            {
                var index = node.Child("index") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 0;
                return from.Star().ElementAtOrDefault(index - 1).Column is { } column ? Of(column)
                    : from.Open() is { } open ? new Value(open.Made ?? Flow.Constant, null)
                    : throw At(node, "lineage.column_not_found", $"There is no column #{index}.", null);
            }
        }

        return Value.Constant;
    }

    private Value Operator(JsonElement node, NameScope scope)
    {
        var children = node.Items("children").ToList();
        switch (node.Type())
        {
            case "STRUCT_EXTRACT" or "ARRAY_EXTRACT" when children.Count == 2:
                var value = Expr(children[0], scope);
                return children[1].Constant() is { } field && value.Type?.Fields is not null
                    ? value.Field(field) with { Name = null }
                    : new Value(Flow.From([value.Flow, Expr(children[1], scope).Flow]), value.Type is { List: true } list ? list.Element : null);
            case "GROUPING_FUNCTION":
                var groups = children.Aggregate(Influence.None, (all, group) => all.AndGrouped(Expr(group, scope).Flow));
                return new Value(Flow.Constant.Under(groups), null);
            case "ARRAY_CONSTRUCTOR":
                var items = children.Select(item => Expr(item, scope)).ToList();
                return new Value(Flow.From(items.Select(item => item.Flow)), SqlType.ListOf(items.FirstOrDefault()?.Type));
            default:
                return new Value(Flow.From(Parts(node, scope)), null);
        }
    }

    private Value Subquery(JsonElement node, NameScope scope)
    {
        var relation = Query(node.GetProperty("subquery").GetProperty("node"), scope);
        switch (node.Text("subquery_type"))
        {
            case "EXISTS" or "NOT_EXISTS":
                return new Value(Flow.Constant.Under(relation.Rows), null);
            case "SCALAR":
                if (relation.Columns.Count != 1)
                {
                    return relation.Open is { } open
                        ? new Value(open.All(tables).Under(relation.Rows), null)
                        : throw At(node, "lineage.columns_differ", $"A subquery as a value has {relation.Columns.Count} columns.", "Select one.");
                }

                var only = relation.Columns[0];
                return new Value(only.Flow.Under(relation.Rows), only.Type);
            default:
                var child = node.Child("child") is { } compared ? Expr(compared, scope).Flow : Flow.Constant;
                return new Value(Flow.From([child, .. relation.Columns.Select(column => column.Flow)]).Under(relation.Rows), null);
        }
    }

    private Flow Window(JsonElement node, NameScope scope)
    {
        var values = node.Items("children").Concat(Present(node, "offset_expr", "default_expr")).Select(child => Expr(child, scope).Flow).ToList();
        var influence = node.Items("partitions").Aggregate(Influence.None, (all, part) => all.AndGrouped(Expr(part, scope).Flow));
        foreach (var order in node.Items("orders").Concat(node.Items("arg_orders")))
        {
            influence = influence.AndOrdered(Expr(order.GetProperty("expression"), scope).Flow);
        }

        foreach (var bound in Present(node, "start_expr", "end_expr", "filter_expr"))
        {
            influence = influence.AndFiltered(Expr(bound, scope).Flow);
        }

        var flow = Flow.From(values);
        return (node.Type() == "WINDOW_AGGREGATE" ? flow.Aggregate() : flow).Under(influence);
    }

    private static IEnumerable<JsonElement> Present(JsonElement node, params string[] properties) =>
        properties.Select(property => node.Child(property)).OfType<JsonElement>();

    private Value Function(JsonElement node, NameScope scope)
    {
        var name = node.Text("function_name") ?? "";
        var children = node.Items("children").ToList();
        var arguments = Arguments(name, children, Method(node, scope), scope);
        var flow = Flow.From(arguments.Select(argument => argument.Flow));
        var influence = Influence.None;
        if (node.Child("filter") is { } filter)
        {
            influence = influence.AndFiltered(Expr(filter, scope).Flow);
        }

        foreach (var order in node.Child("order_bys")?.Items("orders") ?? [])
        {
            var ordered = Expr(order.GetProperty("expression"), scope).Flow;
            // mode() WITHIN GROUP (ORDER BY x): x is what the figure is of
            var within = children.Count == (SqlNames.Same(name, "mode") ? 0 : 1) && WithinGroup.Contains(name);
            (flow, influence) = within ? (Flow.From([flow, ordered]), influence) : (flow, influence.AndOrdered(ordered));
        }

        if (SqlNames.Same(name, "unnest"))
        {
            scope.Unnest(flow);
        }

        return new Value(
            (AggregateNames.Contains(name) ? flow.Aggregate() : flow).Under(influence), TypeOf(name.ToLowerInvariant(), children, arguments));
    }

    /// <summary>The column in <c>column.function()</c>, which the parser takes for a schema.</summary>
    private Value? Method(JsonElement node, NameScope scope)
    {
        if (Given(node, "schema") is not { } schema || Schemas.Contains(schema))
        {
            return null;
        }

        return Found(node, Given(node, "catalog") is { } table ? [table, schema] : [schema], scope);
    }

    private List<Value> Arguments(string function, List<JsonElement> children, Value? method, NameScope scope)
    {
        var lambdas = LambdaFunctions.Contains(function);
        List<Value> arguments = method is null ? [] : [method];
        foreach (var child in children.Where(child => !lambdas || child.Class() != "LAMBDA"))
        {
            arguments.Add(Expr(child, scope));
        }

        if (lambdas && arguments.Count > 0)
        {
            // a parameter is an element of the list, or what was made of them
            var element = new Value(Flow.From(arguments.Select(argument => argument.Flow)), arguments[0].Type?.Element);
            foreach (var lambda in children.Where(child => child.Class() == "LAMBDA"))
            {
                arguments.Add(Lambda(lambda, element, scope));
            }
        }

        return arguments;
    }

    private Value Lambda(JsonElement node, Value element, NameScope scope)
    {
        var parameters = new Dictionary<string, Value>(SqlNames.Comparer);
        var left = node.GetProperty("lhs");
        foreach (var parameter in left.Class() == "FUNCTION" ? left.Items("children") : [left])
        {
            // the second one counts, but in list_reduce
            parameters.TryAdd(parameter.Texts("column_names").LastOrDefault(""), element);
        }

        return Expr(node.GetProperty("expr"), new NameScope(scope) { Parameters = parameters });
    }

    private static SqlType? TypeOf(string name, List<JsonElement> children, List<Value> arguments)
    {
        switch (name)
        {
            case "struct_pack" or "row":
                return SqlType.Struct(arguments.Select((argument, i) => (
                    i < children.Count && children[i].Text("alias") is { Length: > 0 } alias ? alias : argument.Name ?? $"v{i + 1}", argument.Type)));
            case "list_value" or "list" or "array_agg" or "list_pack":
                return SqlType.ListOf(arguments.FirstOrDefault()?.Type);
            case "unnest" or "list_extract" or "list_element" or "array_extract" when arguments.FirstOrDefault()?.Type is { List: true } list:
                return list.Element;
            case "struct_extract" or "array_extract" when children.Count == 2 && children[1].Constant() is { } field:
                return arguments[0].Type?.Field(field);
            case "any_value" or "first" or "last" or "arg_max" or "arg_min" or "max_by" or "min_by" or "min" or "max" or "mode"
                or "list_filter" or "list_sort" or "list_distinct" or "list_reverse" or "array_filter" or "filter":
                return arguments.FirstOrDefault()?.Type;
            case "list_transform" or "list_apply" or "array_transform" or "array_apply" or "apply" when arguments.Count > 1:
                return SqlType.ListOf(arguments[^1].Type);
            default:
                return null;
        }
    }
}
