using System.Text.Json;
using Talentys.Contracts;
using Talentys.Lake.Public;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Writes;

/// <summary>
/// A row of the source that the table does not have is inserted by expressions in which a name alone means the source's column. The query of
/// a MERGE has the table beside it, so a name that both have gets that of the source before it.
/// </summary>
internal sealed class SourceNames(SqlParser parser, MergeStatement merge, LakeTable table, string source)
{
    private const string Before = "SELECT (";

    /// <summary>Adds an expression.</summary>
    /// <param name="text">What it is added to.</param>
    /// <param name="span">Where it stands.</param>
    /// <param name="column">The column whose value it is; null when of none.</param>
    public ComposedText Take(ComposedText text, SqlSpan span, string? column = null)
    {
        var at = span.Start;
        foreach (var name in Shared(merge.Text(span)))
        {
            text.Take(new SqlSpan(at, span.Start + name), column).Add($"{source}.");
            at = span.Start + name;
        }

        return text.Take(new SqlSpan(at, span.End), column);
    }

    /// <summary>Where names of columns of the table stand alone.</summary>
    private IReadOnlyList<int> Shared(string expression)
    {
        if (!parser.Tree($"{Before}{expression}\n)").TryGet(out var root, out _))
        {
            return []; // the whole query tells what is wrong
        }

        var names = table.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = new SortedSet<int>();
        Look(root, names, found);
        return [.. found.Select(location => TextPlace.IndexOfByte(expression, location - Before.Length))];
    }

    private static void Look(JsonElement node, HashSet<string> names, SortedSet<int> found)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in node.EnumerateArray())
                {
                    Look(item, names, found);
                }

                break;
            case JsonValueKind.Object:
                switch (Text(node, "class"))
                {
                    case "CONSTANT" or "SUBQUERY":
                        return; // a subquery has tables of its own
                    case "LAMBDA":
                        names = [.. names]; // its own names go before all
                        Own(node.GetProperty("lhs"), names);
                        Look(node.GetProperty("expr"), names, found);
                        return;
                    case "COLUMN_REF" when node.TryGetProperty("column_names", out var parts) && parts.GetArrayLength() == 1 && names.Contains(parts[0].GetString() ?? "")
                        && node.TryGetProperty("query_location", out var location) && location.TryGetInt32(out var at):
                        found.Add(at);
                        return;
                }

                foreach (var property in node.EnumerateObject())
                {
                    Look(property.Value, names, found);
                }

                break;
        }
    }

    private static void Own(JsonElement node, HashSet<string> names)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
            {
                Own(item, names);
            }
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            if (Text(node, "class") == "COLUMN_REF" && node.TryGetProperty("column_names", out var parts))
            {
                names.RemoveWhere(name => string.Equals(name, parts[0].GetString(), StringComparison.OrdinalIgnoreCase));
            }

            foreach (var property in node.EnumerateObject())
            {
                Own(property.Value, names);
            }
        }
    }

    private static string? Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
