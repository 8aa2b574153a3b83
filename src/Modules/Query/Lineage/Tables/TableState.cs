using Talentys.Query.Lineage.Flows;

namespace Talentys.Query.Lineage.Tables;

/// <summary>A table or view as the statements so far have left it.</summary>
internal sealed class TableState(string name, IReadOnlyList<string> parts)
{
    /// <summary>As the catalog or the statement writes it.</summary>
    public string Name { get; } = name;

    /// <summary>Its parts, schema and catalog first.</summary>
    public IReadOnlyList<string> Parts { get; } = parts;

    public string Last => Parts[^1];

    public Relation Relation { get; set; } = new([], Influence.None);

    /// <summary>Made here without rows: what stands in it was written here.</summary>
    public bool Fresh { get; set; }

    /// <summary>The catalog does not know it.</summary>
    public bool Unknown { get; init; }

    /// <summary>Whether a name in a statement means this table.</summary>
    public bool Matches(string? catalog, string? schema, string name, string defaultSchema)
    {
        if (!SqlNames.Same(name, Last))
        {
            return false;
        }

        var ownSchema = Parts.Count > 1 ? Parts[^2] : defaultSchema;
        var ownCatalog = Parts.Count > 2 ? Parts[^3] : null;
        if (catalog is not null && ownCatalog is not null && !SqlNames.Same(catalog, ownCatalog))
        {
            return false;
        }

        return SqlNames.Same(schema ?? defaultSchema, ownSchema)
            // memory.t: a catalog stands where a schema stands
            || (catalog is null && schema is not null && ownCatalog is not null && SqlNames.Same(schema, ownCatalog) && SqlNames.Same(ownSchema, defaultSchema));
    }
}
