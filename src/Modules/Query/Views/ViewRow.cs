namespace Talentys.Query.Views;

/// <summary>A row of <c>query_views</c>.</summary>
internal sealed class ViewRow
{
    public required string Id { get; init; }

    public required string Organisation { get; init; }

    public required string Environment { get; init; }

    /// <summary>Schema and name as they are compared.</summary>
    public required string SchemaKey { get; set; }

    public required string NameKey { get; set; }

    public required string Schema { get; set; }

    public required string Name { get; set; }

    /// <summary>The query, as it was written.</summary>
    public required string Sql { get; set; }

    /// <summary>Names and types of its columns when it was made, with comments, as JSON.</summary>
    public required string Columns { get; set; }

    public string? Comment { get; set; }

    /// <summary>Whether its tables are read with the rights of whoever asks; otherwise with those of who made it.</summary>
    public bool Invoker { get; set; }

    /// <summary>Who made it, or changed its query last.</summary>
    public required string DefinerId { get; set; }

    /// <summary>The same principal as JSON, as it was then.</summary>
    public required string Definer { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }
}
