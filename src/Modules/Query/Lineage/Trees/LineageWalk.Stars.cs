using System.Text.Json;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;

namespace Talentys.Query.Lineage.Trees;

/// <summary>Stars: <c>*</c>, <c>t.*</c>, <c>COLUMNS(...)</c>, with what is left out, put in and named anew.</summary>
internal sealed partial class LineageWalk
{
    private static bool IsColumns(JsonElement node) => node.Class() == "STAR" && node.Flag("columns");

    /// <summary>The star of an item that is nothing but one, perhaps of some names only; null for others.</summary>
    private static JsonElement? PlainStar(JsonElement item)
    {
        if (item.Class() == "STAR")
        {
            return item.Flag("columns") && item.Text("alias") is { Length: > 0 } ? null : item;
        }

        // * LIKE 'a%'
        var inner = item.Type() == "OPERATOR_NOT" ? item.Items("children").FirstOrDefault() : item;
        return inner.ValueKind == JsonValueKind.Object && inner.Class() == "FUNCTION"
            && inner.Items("children").FirstOrDefault() is { ValueKind: JsonValueKind.Object } first && first.Class() == "STAR" && !first.Flag("columns")
            && NamePattern.Knows(inner.Text("function_name") ?? "") ? first : null;
    }

    private IEnumerable<Column> Expand(JsonElement star, NameScope scope, JsonElement item)
    {
        var columns = Starred(star, scope);
        return item.Class() == "STAR" ? columns : columns.Where(column => NamePattern.Fits(item, column.Name) ?? true);
    }

    /// <summary>COLUMNS() somewhere in an expression: the expression for each.</summary>
    private IEnumerable<Column> EachColumn(JsonElement item, JsonElement each, NameScope scope)
    {
        var columns = Starred(each, scope);
        var alias = item.Text("alias");
        for (var i = 0; i < columns.Count; i++)
        {
            var value = Expr(item, new NameScope(scope) { Star = i });
            yield return new Column(alias is { Length: > 0 } ? Renamed(alias, each, columns[i].Name) : columns[i].Name, value.Flow, value.Type);
        }
    }

    private static string Renamed(string alias, JsonElement star, string column)
    {
        var match = star.Child("expr")?.Constant() is { } pattern ? NamePattern.Regex(pattern)?.Match(column) : null;
        for (var i = 0; i < 10 && alias.Contains('\\', StringComparison.Ordinal); i++)
        {
            var group = match is { Success: true } && i < match.Groups.Count && i > 0 ? match.Groups[i].Value : i == 0 ? column : "";
            alias = alias.Replace($"\\{i}", group, StringComparison.Ordinal);
        }

        return alias;
    }

    /// <summary>A star as a value: the column of the moment, or all of them.</summary>
    private Value StarValue(JsonElement star, NameScope scope)
    {
        var columns = Starred(star, scope);
        return star.Flag("columns") && scope.StarHere() is { } at && at < columns.Count
            ? Of(columns[at])
            : new Value(Flow.From(columns.Select(column => column.Flow)), SqlType.Struct(columns.Select(column => (column.Name, column.Type))));
    }

    private IReadOnlyList<Column> Starred(JsonElement star, NameScope scope)
    {
        var inner = star.Child("expr");
        if (inner is { } nested && nested.Class() == "STAR")
        {
            return Starred(nested, scope);
        }

        var from = FromHere(scope) ?? throw At(star, "lineage.star_without_from", "There is a star but no FROM.", null);
        var columns = Changed(star, Listed(star, from, scope), scope);
        return inner is { } selection ? [.. Selected(selection, columns, scope)] : columns;
    }

    private static FromClause? FromHere(NameScope scope)
    {
        for (var here = scope; here is not null; here = here.Outer)
        {
            if (here.From is { Bindings.Count: > 0 } from)
            {
                return from;
            }
        }

        return null;
    }

    private IEnumerable<(string? Table, Column Column)> Listed(JsonElement star, FromClause from, NameScope scope)
    {
        if (star.Text("relation_name") is not { Length: > 0 } relation)
        {
            return from.Star().Select(pair => ((string?)pair.Binding.Alias, pair.Column));
        }

        for (var here = scope; here is not null; here = here.Outer)
        {
            if (here.From?.Table(relation) is { } binding)
            {
                return binding.Relation.Columns.Select(column => ((string?)relation, column));
            }

            if (here.From?.Find(relation) is [var structure, ..] && structure.Column.Type?.Fields is { } fields)
            {
                return fields.Select(field => ((string?)relation, new Column(field.Name, structure.Column.Flow.Changed(), field.Type)));
            }

            if (here.From?.Find(relation) is [var unknown, ..])
            {
                Warn(star, $"The fields of {relation} are not known: the catalog gives no struct type.");
                return [(relation, new Column("*", unknown.Column.Flow.Changed(), null))];
            }
        }

        throw Missing(star, [relation, "*"], scope);
    }

    private List<Column> Changed(JsonElement star, IEnumerable<(string? Table, Column Column)> listed, NameScope scope)
    {
        var columns = listed.ToList();
        var excluded = star.Texts("exclude_list").Select(name => (Table: (string?)null, Name: name))
            .Concat(star.Items("qualified_exclude_list").Select(Qualified)).ToList();
        var replaced = star.Items("replace_list").Select(pair => (Name: pair.Text("key") ?? "", Value: pair.GetProperty("value"))).ToList();
        var renamed = star.Items("rename_list").Select(pair => (Old: Qualified(pair.GetProperty("key")), New: pair.Text("value") ?? "")).ToList();
        if (FromHere(scope)?.Open() is null)
        {
            Check("EXCLUDE", excluded);
            Check("REPLACE", replaced.Select(pair => ((string?)null, pair.Name)));
            Check("RENAME", renamed.Select(pair => pair.Old));
        }

        var result = new List<Column>();
        foreach (var (table, column) in columns)
        {
            if (excluded.Any(one => Names(one, table, column)))
            {
                continue;
            }

            var replacement = replaced.FindIndex(pair => SqlNames.Same(pair.Name, column.Name));
            var name = renamed.FirstOrDefault(pair => Names(pair.Old, table, column)).New ?? column.Name;
            if (replacement >= 0)
            {
                var value = Expr(replaced[replacement].Value, scope);
                result.Add(new Column(name, value.Flow, value.Type));
            }
            else
            {
                result.Add(column with { Name = name });
            }
        }

        return result;

        static (string? Table, string Name) Qualified(JsonElement name) => (Given(name, "table"), name.Text("column") ?? "");

        static bool Names((string? Table, string Name) one, string? table, Column column) =>
            SqlNames.Same(one.Name, column.Name) && (one.Table is null || table is null || SqlNames.Same(one.Table, table));

        void Check(string clause, IEnumerable<(string? Table, string Name)> named)
        {
            foreach (var one in named.Where(one => !columns.Any(pair => Names(one, pair.Table, pair.Column))))
            {
                var near = SqlNames.Near(one.Name, columns.Select(pair => pair.Column.Name));
                throw At(star, "lineage.column_not_found", $"There is no column {one.Name} for {clause}.", near is null ? null : $"Did you mean {near}?");
            }
        }
    }

    /// <summary>The columns that the argument of COLUMNS() means.</summary>
    private IEnumerable<Column> Selected(JsonElement selection, IReadOnlyList<Column> columns, NameScope scope)
    {
        if (selection.Constant() is { } pattern)
        {
            return NamePattern.Regex(pattern) is { } regex
                ? columns.Where(column => regex.IsMatch(column.Name))
                : throw At(selection, "lineage.pattern_invalid", $"COLUMNS('{pattern}') is not a regular expression.", null);
        }

        if (selection.Class() == "COLUMN_REF")
        {
            var value = Expr(selection, scope);
            return [new Column(value.Name ?? selection.Texts("column_names").LastOrDefault(""), value.Flow, value.Type)];
        }

        if (selection.Text("function_name") == "list_value" || selection.Type() == "ARRAY_CONSTRUCTOR")
        {
            var names = selection.Items("children").Select(child => child.Constant()).ToList();
            return columns.Where(column => names.Any(name => name is not null && SqlNames.Same(name, column.Name)));
        }

        if (NamePattern.Condition(selection) is { } condition)
        {
            return columns.Where(column =>
            {
                var fits = NamePattern.Fits(condition.Body, column.Name, condition.Parameter);
                if (fits is null)
                {
                    Warn(selection, "The condition of COLUMNS() is not understood: it is taken to hold for all columns.");
                }

                return fits ?? true;
            });
        }

        Warn(selection, "The argument of COLUMNS() is not understood: it is taken to mean all columns.");
        return columns;
    }

    /// <summary>Unknown columns that a star of the list brings.</summary>
    private static OpenColumns? OpenOf(JsonElement item, NameScope scope)
    {
        if ((PlainStar(item) ?? item.Find(IsColumns)) is not { } star || scope.From is not { } from)
        {
            return null;
        }

        return star.Text("relation_name") is { Length: > 0 } relation ? from.Table(relation)?.Relation.Open : from.Open();
    }
}
