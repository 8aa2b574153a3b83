namespace Talentys.Lake.Tables;

/// <summary>A schema that was made by itself, without tables or with properties.</summary>
internal sealed class LakeNamespaceRow
{
    public required string Organisation { get; set; }

    public required string Environment { get; set; }

    /// <summary>The name folded, by which the schema is found.</summary>
    public required string SchemaKey { get; set; }

    public required string Schema { get; set; }

    /// <summary>Properties that clients set, a JSON object of texts.</summary>
    public required string Properties { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
