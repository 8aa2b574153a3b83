using System.Text.Json;

namespace Talentys.Query.Syntax;

/// <summary>
/// The columns that a SELECT gives on as they are in its tables, of a SELECT whose rows are each of one row there: without it,
/// no other row would differ. So what is asked of such a column is asked of the tables.
/// </summary>
internal sealed class PassedColumns
{
    // what is made of one row alone; functions may be aggregates, which their names do not tell
    private static readonly HashSet<string> OfOneRow = ["COLUMN_REF", "CONSTANT", "CAST", "COMPARISON", "CONJUNCTION", "BETWEEN", "CASE", "OPERATOR"];

    private readonly Dictionary<string, JsonElement?>? columns;

    private PassedColumns(Dictionary<string, JsonElement?>? columns) => this.columns = columns;

    /// <summary>The columns of a SELECT; null when its rows hang together, or its columns cannot be told.</summary>
    public static PassedColumns? Of(JsonElement select)
    {
        if (Text(select, "type") != "SELECT_NODE" || !IsRowByRow(select) || !select.TryGetProperty("select_list", out var list))
        {
            return null;
        }

        var items = list.EnumerateArray().ToList();
        if (items is [var only] && Text(only, "class") == "STAR")
        {
            return IsWhole(only) && select.TryGetProperty("from_table", out var from) && Text(from, "type") is "BASE_TABLE" or "SUBQUERY" ? new PassedColumns(null) : null;
        }

        var columns = new Dictionary<string, JsonElement?>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            var name = Text(item, "alias") is { Length: > 0 } alias ? alias : LastName(item);

            // of two columns of one name the engine gives another name to the second
            if (!IsOfOneRow(item) || (name is not null && !columns.TryAdd(name, LastName(item) is null ? null : item)))
            {
                return null;
            }
        }

        return new PassedColumns(columns);
    }

    /// <summary>Where a column comes from: from one of the same name, or from what is referred to; null when it is made here.</summary>
    public (bool Same, JsonElement Reference)? Find(string column) =>
        columns is null ? (true, default) : columns.GetValueOrDefault(column) is { } reference ? (false, reference) : null;

    private static bool IsRowByRow(JsonElement select)
    {
        foreach (var property in select.EnumerateObject())
        {
            var fits = property.Name switch
            {
                "modifiers" => property.Value.EnumerateArray().All(modifier => Text(modifier, "type") == "ORDER_MODIFIER"),
                "group_expressions" or "group_sets" => IsEmpty(property.Value),
                "having" or "qualify" or "sample" => IsEmpty(property.Value),
                "aggregate_handling" => property.Value.GetString() == "STANDARD_HANDLING",
                _ => true,
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a star is all columns of all tables, as they are.</summary>
    private static bool IsWhole(JsonElement star) => star.EnumerateObject().All(property => property.Name switch
    {
        "class" or "type" or "query_location" or "alias" => true,
        _ => IsEmpty(property.Value),
    });

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.String => value.GetString()!.Length == 0,
        _ => false,
    };

    private static bool IsOfOneRow(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                return value.EnumerateArray().All(IsOfOneRow);
            case JsonValueKind.Object:
                var sort = Text(value, "class");
                var fits = sort is null || OfOneRow.Contains(sort)
                    || (sort == "FUNCTION" && value.TryGetProperty("is_operator", out var written) && written.ValueKind == JsonValueKind.True);
                return fits && (sort == "CONSTANT" || value.EnumerateObject().All(property => IsOfOneRow(property.Value)));
            default:
                return true;
        }
    }

    private static string? LastName(JsonElement item) =>
        Text(item, "class") == "COLUMN_REF" && item.TryGetProperty("column_names", out var names) ? names.EnumerateArray().LastOrDefault().GetString() : null;

    private static string? Text(JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
