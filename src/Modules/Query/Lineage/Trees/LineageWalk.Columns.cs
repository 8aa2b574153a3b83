using System.Text.Json;
using Talentys.Kernel;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;

namespace Talentys.Query.Lineage.Trees;

/// <summary>Which column a name means: the columns of the nearest FROM, then the names of its list, then outwards.</summary>
internal sealed partial class LineageWalk
{
    /// <summary>Names that are functions where no column has them.</summary>
    private static readonly HashSet<string> ValueNames = new(SqlNames.Comparer)
    {
        "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user",
        "localtime", "localtimestamp", "session_user", "user",
    };

    /// <summary>Columns that every table has and no list shows.</summary>
    private static readonly HashSet<string> Hidden = new(SqlNames.Comparer) { "rowid", "filename", "file_row_number", "file_index" };

    private Value ColumnReference(JsonElement node, NameScope scope)
    {
        var parts = node.Texts("column_names");
        if (Found(node, parts, scope) is { } value)
        {
            return value;
        }

        if (parts.Count == 1 && ValueNames.Contains(parts[0]))
        {
            return Value.Constant with { Name = parts[0] };
        }

        throw Missing(node, parts, scope);
    }

    private Value? Found(JsonElement node, IReadOnlyList<string> parts, NameScope scope)
    {
        for (var here = scope; here is not null; here = here.Outer)
        {
            if (Here(node, parts, here) is { } value)
            {
                NamedColumns = NamedColumns.Union(value.Flow.Values);
                return value;
            }
        }

        return null;
    }

    private Value? Here(JsonElement node, IReadOnlyList<string> parts, NameScope here)
    {
        if (here.Parameters is { } parameters && parameters.TryGetValue(parts[0], out var parameter))
        {
            return Inside(parameter, parts, 1);
        }

        if (here.AliasesFirst && parts.Count == 1 && here.Aliases!.TryGetValue(parts[0], out var first))
        {
            return first;
        }

        if (here.From is { } from && (parts.Count == 1 ? Plain(node, parts[0], from) : Qualified(node, parts, from)) is { } found)
        {
            return found;
        }

        if (here.Aliases is { } aliases && aliases.TryGetValue(parts[0], out var alias))
        {
            return Inside(alias, parts, 1);
        }

        if (here.From?.Open() is { } open && (parts.Count > 1 || !ValueNames.Contains(parts[0])))
        {
            return Unlisted(node, parts, open, here.From);
        }

        if (here.Later is { } later && parts.Count == 1 && later.Contains(parts[0]) && here.Outer?.From is null)
        {
            throw At(node, "lineage.column_later", $"The column {parts[0]} of the list is used before it is defined.", "Move it to the front, or write its expression.");
        }

        return null;
    }

    private Value? Plain(JsonElement node, string name, FromClause from)
    {
        var found = from.Find(name);
        if (found.Count > 1)
        {
            var choices = found.Select(one => $"{one.Binding!.Alias}.{one.Column.Name}");
            throw At(node, "lineage.column_ambiguous", $"The column {name} may be {string.Join(" or ", choices)}.", "Write the table before it.");
        }

        return found.Count == 1 ? Of(found[0].Column)
            : from.Table(name) is { } whole ? Row(whole, name)
            : Hidden.Contains(name) && from.Bindings.Count > 0 && from.Open() is null ? Value.Constant with { Name = name }
            : null;
    }

    private Value? Qualified(JsonElement node, IReadOnlyList<string> parts, FromClause from)
    {
        foreach (var (binding, used) in from.Tables(parts))
        {
            var name = parts[used];
            if (binding.Find(name) is { } column)
            {
                return Inside(Of(column), parts, used + 1);
            }

            if (binding.Relation.Open is { } open)
            {
                return Unlisted(node, [.. parts.Skip(used)], open, from);
            }

            if (Hidden.Contains(name))
            {
                return Value.Constant with { Name = name };
            }
        }

        // a field of a struct, also of a whole row
        return from.Find(parts[0]) switch
        {
            [var column] => Inside(Of(column.Column), parts, 1),
            [] => null,
            _ => Plain(node, parts[0], from),
        };
    }

    private static Value Of(Column column) => new(column.Flow, column.Type) { Name = column.Name };

    private static Value Inside(Value value, IReadOnlyList<string> parts, int from)
    {
        for (var i = from; i < parts.Count; i++)
        {
            value = value.Field(parts[i]);
        }

        return value;
    }

    /// <summary>A table's name as a value: its row as a struct.</summary>
    private static Value Row(Binding binding, string name)
    {
        var relation = binding.Relation;
        var flow = Flow.From([.. relation.Columns.Select(column => column.Flow), .. relation.Open?.Made is { } open ? new[] { open } : []]);
        return new Value(flow, SqlType.Struct(relation.Columns.Select(column => (column.Name, column.Type)))) { Name = name };
    }

    /// <summary>A column of a table that the catalog does not know.</summary>
    private Value Unlisted(JsonElement node, IReadOnlyList<string> parts, OpenColumns open, FromClause from)
    {
        if (open is { Made: { } made, IsUnclear: false, Tables: [] })
        {
            return new Value(made, null) { Name = parts[0] };
        }

        if (open.IsUnclear)
        {
            var choices = from.Bindings.Where(binding => binding.Relation.Open is not null).Select(binding => binding.Alias);
            Warn(node, $"The column {string.Join('.', parts)} may be of {string.Join(" or ", choices)}, which the catalog does not know: its source is left out.");
            return Value.Constant with { Name = parts[^1] };
        }

        return Inside(new Value(open.Column(tables, parts[0]), null) { Name = parts[0] }, parts, 1);
    }

    private FaultException Missing(JsonElement node, IReadOnlyList<string> parts, NameScope scope)
    {
        var bindings = new List<Binding>();
        for (var here = scope; here is not null; here = here.Outer)
        {
            bindings.AddRange(here.From?.Bindings ?? []);
        }

        if (parts.Count > 1 && !bindings.Any(binding => SqlNames.Same(binding.Alias, parts[^2])))
        {
            var table = SqlNames.Near(parts[^2], bindings.Select(binding => binding.Alias));
            return At(node, "lineage.table_not_here", $"There is no table {string.Join('.', parts.SkipLast(1))} here, nor a column {parts[0]}.",
                table is not null ? $"Did you mean {table}.{parts[^1]}?"
                : bindings.Count == 0 ? "There is no FROM." : $"Tables here: {string.Join(", ", bindings.Select(binding => binding.Alias).Distinct(SqlNames.Comparer).Take(10))}.");
        }

        var names = (parts.Count > 1 ? bindings.Where(binding => SqlNames.Same(binding.Alias, parts[^2])) : bindings)
            .SelectMany(binding => binding.Relation.Columns).Select(column => column.Name).ToList();
        var shown = string.Join('.', parts);
        return At(node, "lineage.column_not_found", $"There is no column {shown}.",
            SqlNames.Near(parts[^1], names) is { } near ? $"Did you mean {near}?"
            : names.Count == 0 ? "There is no FROM with columns." : $"Columns here: {string.Join(", ", names.Distinct(SqlNames.Comparer).Take(10))}.");
    }
}
