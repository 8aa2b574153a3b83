using Talentys.Lake.Commits;
using Talentys.Lake.Partitions;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.RestCatalog;

/// <summary>A table that a client wants.</summary>
internal sealed record CreateRequest
{
    public required string Name { get; init; }

    /// <summary>Where the client wants it; null where the catalog decides.</summary>
    public required string? Location { get; init; }

    /// <summary>Whether only its metadata is made, for a commit that is to come.</summary>
    public required bool IsStaged { get; init; }

    public required IcebergSchema Schema { get; init; }

    public required IReadOnlyList<PartitionField> Spec { get; init; }

    public required IReadOnlyList<SortField> Order { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>Reads it.</summary>
    public static CreateRequest Read(RestValue body)
    {
        var (schema, ids) = ClientSchema.Numbered(ClientSchema.Schema(body.Need("schema"), numbered: false));
        var properties = body.Find("properties")?.Texts() ?? [];
        if (properties.Remove(RestFormat.Property, out var version))
        {
            RestFormat.Read(version);
        }

        return new CreateRequest
        {
            Name = body.Need("name").Text(),
            Location = body.Find("location")?.Text(),
            IsStaged = body.Find("stage-create")?.Bool() ?? false,
            Schema = schema,
            Spec = body.Find("partition-spec") is { } spec ? ClientSchema.Spec(spec, schema, ids) : [],
            Order = body.Find("write-order") is { } order ? ClientSchema.Order(order, schema, ids) : [],
            Properties = properties,
        };
    }

    /// <summary>The first metadata of the table.</summary>
    public MetadataBuilder Build(TablePlace place)
    {
        ClientPlace.Check(place, Properties);
        var builder = MetadataBuilder.Empty(place.Location);
        builder.SetCurrentSchema(builder.AddSchema(Schema));
        builder.SetDefaultSpec(builder.AddSpec(Spec));
        builder.SetDefaultSortOrder(builder.AddSortOrder(Order));
        builder.SetProperties(Properties);
        return builder;
    }
}
