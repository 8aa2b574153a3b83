namespace Talentys.Transformation.Public;

/// <summary>One thing of a project's graph: a model, seed, snapshot, test, source, exposure, analysis.</summary>
public sealed record DbtNode
{
    /// <summary><c>model.shop.orders</c>, <c>source.shop.crm.orders</c>.</summary>
    public required string UniqueId { get; init; }

    /// <summary>
    /// <c>model</c>, <c>seed</c>, <c>snapshot</c>, <c>test</c>, <c>analysis</c>, <c>source</c>, <c>exposure</c>, <c>metric</c>, <c>semantic_model</c>, <c>saved_query</c>.
    /// </summary>
    public required string ResourceType { get; init; }

    /// <summary>Its name; of a source the table's.</summary>
    public required string Name { get; init; }

    /// <summary>The package that it is of.</summary>
    public required string Package { get; init; }

    /// <summary>Its file, relative to the package's folder.</summary>
    public required string File { get; init; }

    /// <summary>Package, folders and name.</summary>
    public required IReadOnlyList<string> Fqn { get; init; }

    /// <summary>Name of the source that the table is of; null for all else.</summary>
    public string? Source { get; init; }

    /// <summary>Schema of its table or view.</summary>
    public string? Schema { get; init; }

    /// <summary>Name of its table or view.</summary>
    public string? Alias { get; init; }

    /// <summary>What is written about it.</summary>
    public string? Description { get; init; }

    /// <summary>Its text as it was written.</summary>
    public string? RawCode { get; init; }

    /// <summary>Settings by name, as all places together give them.</summary>
    public required IReadOnlyDictionary<string, object?> Config { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The nodes that it needs, by their ids.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Of a generic test its name: <c>unique</c>; null for all else.</summary>
    public string? TestName { get; init; }

    /// <summary>Of a generic test the node that it stands at.</summary>
    public string? AttachedTo { get; init; }

    /// <summary>The group that it is of.</summary>
    public string? Group { get; init; }

    /// <summary><c>private</c>, <c>protected</c> or <c>public</c>; of models alone.</summary>
    public string? Access { get; init; }

    /// <summary>Version of the model; null when it has none.</summary>
    public string? Version { get; init; }

    /// <summary>Whether it is SQL or rows of its own: all but what is only told of others.</summary>
    internal bool IsStatement => ResourceType is "model" or "seed" or "snapshot" or "test" or "analysis" or "operation";

    /// <summary>What was read of it.</summary>
    internal Parsing.Draft Draft { get; init; } = null!;

    /// <summary>The name by which dbt's selection names it: <c>shop.staging.orders</c>, <c>source:shop.crm.orders</c>.</summary>
    public string Selector => ResourceType switch
    {
        "source" => $"source:{Package}.{Source}.{Name}",
        "exposure" or "metric" or "semantic_model" or "saved_query" or "unit_test" => $"{ResourceType}:{Package}.{Name}",
        _ => string.Join('.', Fqn),
    };
}
