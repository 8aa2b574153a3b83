using System.Runtime.CompilerServices;
using System.Text.Json;
using Talentys.Kernel;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;
using Talentys.Query.Public;

namespace Talentys.Query.Lineage.Trees;

/// <summary>
/// Reads the engine's tree of a SELECT and tells for each column of its result from which columns it comes. Names mean what
/// they mean to the engine. Each part of a WITH is read once, a recursive one too, so that the work grows with the text.
/// </summary>
internal sealed partial class LineageWalk(
    TableStates tables, LineageOptions options, StatementNames names, Func<long, string?> placeOf, List<LineageWarning> warnings)
{
    /// <summary>Numbers of columns that were named, for the columns that a statement reads.</summary>
    public SourceSet NamedColumns { get; private set; } = SourceSet.Empty;

    /// <summary>A whole statement.</summary>
    public Relation Statement(JsonElement node, NameScope? scope = null) => Query(node, scope ?? new NameScope(null));

    /// <summary>A value of an expression whose names are found in a scope.</summary>
    public Flow Expression(JsonElement node, NameScope scope) => Expr(node, scope).Flow;

    private Relation Query(JsonElement node, NameScope scope)
    {
        Deep(node);
        scope = Ctes(node, scope);
        var relation = node.Type() switch
        {
            "SELECT_NODE" => Select(node, scope),
            "SET_OPERATION_NODE" => SetOperation(node, scope),
            "RECURSIVE_CTE_NODE" => Recursive(node, scope),
            "CTE_NODE" => Materialized(node, scope),
            var other => throw Unknown(node, other),
        };
        return node.Type() == "SELECT_NODE" ? relation : Modified(node, relation, scope);
    }

    private NameScope Ctes(JsonElement node, NameScope scope)
    {
        if (node.Child("cte_map") is { } map)
        {
            foreach (var entry in map.Items("map"))
            {
                var before = scope;
                var (name, cte) = (entry.Text("key") ?? "", entry.GetProperty("value"));
                scope = new NameScope(scope)
                {
                    Cte = new CommonTable(name, () =>
                        Query(cte.GetProperty("query").GetProperty("node"), before).Renamed(cte.Texts("aliases")).Distinct()),
                };
            }
        }

        return scope;
    }

    private Relation Materialized(JsonElement node, NameScope scope)
    {
        var cte = new CommonTable(node.Text("cte_name") ?? "", () => Query(node.GetProperty("query"), scope).Renamed(node.Texts("aliases")).Distinct());
        return Query(node.GetProperty("child"), new NameScope(scope) { Cte = cte });
    }

    private Relation Recursive(JsonElement node, NameScope scope)
    {
        var first = Query(node.GetProperty("left"), scope);
        var start = first.Renamed(node.Texts("aliases")).Distinct();
        var own = start.Columns.Select(_ => tables.Temporary()).ToList();
        var self = new Relation([.. start.Columns.Select((column, i) => new Column(column.Name, Flow.Of(own[i]), column.Type))], Influence.None, start.Open);
        var step = Query(node.GetProperty("right"), new NameScope(scope) { Cte = new CommonTable(node.Text("cte_name") ?? "", () => self) { IsOwn = true } });
        var steps = start.Columns.Select((_, i) => i < step.Columns.Count ? step.Columns[i].Flow : Flow.Nothing).ToList();
        var rows = start.Rows.And(step.Rows);
        foreach (var key in node.Items("key_targets"))
        {
            rows = rows.AndGrouped(Expr(key, new NameScope(scope) { From = new FromClause([new Binding(node.Text("cte_name") ?? "", null, null, self)], [], Influence.None) }).Flow);
        }

        var (columns, closed) = Recursion.Close(own, [.. start.Columns.Select(column => column.Flow)], steps, rows);
        if (!node.Flag("union_all"))
        {
            closed = columns.Aggregate(closed, (all, flow) => all.AndGrouped(flow));
        }

        return start with { Columns = [.. start.Columns.Select((column, i) => column with { Flow = columns[i] })], Rows = closed };
    }

    private Relation SetOperation(JsonElement node, NameScope scope)
    {
        var sort = node.Text("setop_type") ?? "";
        var sides = node.Child("left") is { } left
            ? [Query(left, scope), Query(node.GetProperty("right"), scope)]
            : node.Items("children").Select(child => Query(child, scope)).ToList();
        var result = sides[0];
        foreach (var side in sides.Skip(1))
        {
            result = sort == "UNION_BY_NAME" ? ByName(result.Distinct(), side.Distinct()) : ByPosition(node, sort, result, side);
        }

        if (!node.Flag("setop_all") || sort is "EXCEPT" or "INTERSECT")
        {
            result = result with { Rows = result.Columns.Aggregate(result.Rows, (all, column) => all.AndGrouped(column.Flow)) };
        }

        return result;
    }

    private Relation ByPosition(JsonElement node, string sort, Relation left, Relation right)
    {
        var open = OpenColumns.Stacked(left.Open, right.Open);
        if (left.Columns.Count != right.Columns.Count && open is null)
        {
            throw At(node.Child("right") ?? node, "lineage.columns_differ", $"{sort} has {left.Columns.Count} columns on the left and {right.Columns.Count} on the right.", "Select as many columns on both sides.");
        }

        var rows = left.Rows.And(right.Rows);
        if (sort == "EXCEPT")
        {
            return left with { Rows = right.Columns.Aggregate(rows, (all, column) => all.AndFiltered(column.Flow)) };
        }

        return new Relation(
            [.. left.Columns.Select((column, i) => i < right.Columns.Count ? Either(column, right.Columns[i]) : column)], rows, open);
    }

    private static Relation ByName(Relation left, Relation right)
    {
        var others = right.Columns.ToDictionary(column => column.Name, SqlNames.Comparer);
        var own = left.Columns.Select(column => column.Name).ToHashSet(SqlNames.Comparer);
        return new Relation(
            [
                .. left.Columns.Select(column => others.TryGetValue(column.Name, out var other) ? Either(column, other) : column),
                .. right.Columns.Where(column => !own.Contains(column.Name)),
            ],
            left.Rows.And(right.Rows), OpenColumns.Stacked(left.Open, right.Open));
    }

    private static Column Either(Column left, Column right) => left with { Flow = left.Flow.Or(right.Flow), Type = left.Type ?? right.Type };

    /// <summary>ORDER BY and LIMIT after a set operation: names and places are those of its result.</summary>
    private Relation Modified(JsonElement node, Relation relation, NameScope scope)
    {
        var result = new FromClause([new Binding("", null, null, relation)], [], Influence.None);
        return relation with { Rows = Modifiers(node, new NameScope(scope) { From = result }, relation.Columns, relation.Rows) };
    }

    private Influence Modifiers(JsonElement node, NameScope scope, IReadOnlyList<Column> columns, Influence rows)
    {
        foreach (var modifier in node.Items("modifiers"))
        {
            switch (modifier.Type())
            {
                case "ORDER_MODIFIER":
                    rows = modifier.Items("orders").Aggregate(rows, (all, order) => all.AndOrdered(Target(order.GetProperty("expression"), scope, columns)));
                    break;
                case "DISTINCT_MODIFIER" when modifier.Items("distinct_on_targets").Any():
                    rows = modifier.Items("distinct_on_targets").Aggregate(rows, (all, target) => all.AndGrouped(Target(target, scope, columns)));
                    break;
                case "DISTINCT_MODIFIER":
                    rows = columns.Aggregate(rows, (all, column) => all.AndGrouped(column.Flow));
                    break;
                case "LIMIT_MODIFIER" or "LIMIT_PERCENT_MODIFIER":
                    rows = Present(modifier, "limit", "offset")
                        .Aggregate(rows, (all, limit) => all.AndFiltered(Expr(limit, scope).Flow));
                    break;
            }
        }

        return rows;
    }

    /// <summary>An expression of ORDER BY, GROUP BY or DISTINCT ON, which may be the place of a column.</summary>
    private Flow Target(JsonElement expression, NameScope scope, IReadOnlyList<Column> columns)
    {
        if (expression.Whole() is { } place)
        {
            return place >= 1 && place <= columns.Count ? columns[place - 1].Flow : Flow.Constant;
        }

        return expression.Class() == "STAR" ? Flow.From(columns.Select(column => column.Flow)) : Expr(expression, scope).Flow;
    }

    private static void Deep(JsonElement node)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FaultException(Fault.Invalid(
                "query.too_deep", $"The statement is nested too deep ({node.Type()}).", null, "Split it into parts, with WITH or with views."));
        }
    }

    private FaultException Unknown(JsonElement node, string sort) =>
        At(node, "lineage.syntax_unknown", $"{(sort.Length == 0 ? "This" : sort)} is not understood.", null);

    private FaultException At(JsonElement node, string code, string message, string? mend) =>
        new(Fault.Invalid(code, message, PlaceOf(node), mend));

    private void Warn(JsonElement node, string message)
    {
        var warning = new LineageWarning(message, PlaceOf(node));
        if (!warnings.Contains(warning))
        {
            warnings.Add(warning);
        }
    }

    private string? PlaceOf(JsonElement node) => (node.Location() ?? node.FirstLocation()) is { } at ? placeOf(at) : null;
}
