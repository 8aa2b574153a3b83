using System.Text.Json;
using Talentys.Lake.Public;

namespace Talentys.Query.Syntax;

/// <summary>A statement that asks only for the number of rows of a table and for the ends of its columns.</summary>
internal static class WholeTable
{
    private static readonly HashSet<string> Plain = ["type", "select_list", "from_table", "aggregate_handling"];

    /// <summary>What is asked; null when the statement is another.</summary>
    public static IReadOnlyList<NamedFigure>? Read(JsonElement node)
    {
        if (Text(node, "type") != "SELECT_NODE" || node.EnumerateObject().Any(property => !Plain.Contains(property.Name))
            || Text(node, "aggregate_handling") != "STANDARD_HANDLING"
            || !node.TryGetProperty("from_table", out var table) || Text(table, "type") != "BASE_TABLE"
            || table.TryGetProperty("sample", out _) || table.TryGetProperty("column_name_alias", out _)
            || !node.TryGetProperty("select_list", out var list))
        {
            return null;
        }

        var name = Text(table, "alias") ?? Text(table, "table_name") ?? "";
        var figures = list.EnumerateArray().Select(item => Figure(item, name)).ToList();
        return figures.Count == 0 || figures.Contains(null) ? null : [.. figures.OfType<NamedFigure>()];
    }

    private static NamedFigure? Figure(JsonElement item, string table)
    {
        if (Text(item, "class") != "FUNCTION" || item.TryGetProperty("filter", out _) || (item.TryGetProperty("distinct", out var distinct) && distinct.GetBoolean())
            || item.GetProperty("order_bys").TryGetProperty("orders", out _) || item.TryGetProperty("schema", out _))
        {
            return null;
        }

        var alias = Text(item, "alias");
        var children = item.TryGetProperty("children", out var arguments) ? arguments.EnumerateArray().ToList() : [];
        switch (Text(item, "function_name"), children)
        {
            case ("count_star", []):
                return new NamedFigure(new TableFigure(FigureKind.Rows, null), alias ?? "count_star()", null, []);
            case ("min" or "max", [var column]) when Text(column, "class") == "COLUMN_REF":
                var names = column.GetProperty("column_names").EnumerateArray().Select(part => part.GetString() ?? "").ToList();
                var function = Text(item, "function_name")!;
                return names.Count == 1 || (names.Count == 2 && string.Equals(names[0], table, StringComparison.OrdinalIgnoreCase))
                    ? new NamedFigure(new TableFigure(function == "min" ? FigureKind.Least : FigureKind.Greatest, names[^1]), alias, function, names)
                    : null;
            default:
                return null;
        }
    }

    private static string? Text(JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>A figure of a table as a column of the result.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Alias">Name of the column; null when it is named after the expression.</param>
/// <param name="Function">The function, in that case.</param>
/// <param name="Names">Names of its argument, in that case.</param>
internal sealed record NamedFigure(TableFigure Figure, string? Alias, string? Function, IReadOnlyList<string> Names)
{
    /// <summary>The name that the engine would give; null when it would put it in quotes, by rules of its own.</summary>
    /// <param name="keywords">The engine's keywords.</param>
    public string? Name(IReadOnlySet<string> keywords) => Alias is not null ? Alias
        : Names.All(name => IsPlain(name) && !keywords.Contains(name)) ? $"{Function}({string.Join('.', Names)})"
        : null;

    private static bool IsPlain(string name) => name.Length > 0 && char.IsAsciiLetterLower(name[0])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
