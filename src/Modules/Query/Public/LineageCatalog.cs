using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Public;

/// <summary>The tables that statements are read against: <c>{"tables": {"schema.table": {"column": "type"}}}</c>.</summary>
/// <param name="Tables">Columns and their types by the table's name as written: <c>table</c>, <c>schema.table</c> or <c>catalog.schema.table</c>.</param>
public sealed record LineageCatalog(IReadOnlyDictionary<string, IReadOnlyList<(string Column, string Type)>> Tables)
{
    /// <summary>Without tables.</summary>
    public static LineageCatalog Empty { get; } = new(new Dictionary<string, IReadOnlyList<(string, string)>>());

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="FaultException"><c>lineage.catalog_invalid</c>, with the place in the text.</exception>
    public static LineageCatalog Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("tables", out var tables)
                || tables.ValueKind != JsonValueKind.Object)
            {
                throw Invalid("It has no object tables.", null);
            }

            var read = new Dictionary<string, IReadOnlyList<(string, string)>>(StringComparer.Ordinal);
            foreach (var table in tables.EnumerateObject())
            {
                read[table.Name] = Columns(table);
            }

            return new LineageCatalog(read);
        }
        catch (JsonException failure)
        {
            throw Invalid("It is not JSON.", TextPlace.At((failure.LineNumber ?? 0) + 1, (failure.BytePositionInLine ?? 0) + 1));
        }
    }

    private static List<(string Column, string Type)> Columns(JsonProperty table)
    {
        if (table.Value.ValueKind != JsonValueKind.Object)
        {
            throw Invalid($"The columns of {table.Name} are not an object of names and types.", $"tables.{table.Name}");
        }

        var columns = new List<(string Column, string Type)>();
        foreach (var column in table.Value.EnumerateObject())
        {
            if (column.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                throw Invalid($"The type of {table.Name}.{column.Name} is not a text.", $"tables.{table.Name}.{column.Name}");
            }

            if (columns.Any(other => string.Equals(other.Column, column.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw Invalid($"{table.Name} has two columns {column.Name}.", $"tables.{table.Name}.{column.Name}");
            }

            columns.Add((column.Name, column.Value.GetString() ?? ""));
        }

        return columns;
    }

    private static FaultException Invalid(string message, string? place) => new(Fault.Invalid(
        "lineage.catalog_invalid", $"The catalog cannot be read. {message}", place, """Write {"tables": {"schema.table": {"column": "type"}}}."""));
}
