using System.Text.Json;
using Talentys.Kernel;
using Talentys.Lake.Metadata;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>
/// Gives field ids to files without any, by names: by the mapping that the table's metadata has
/// (<c>schema.name-mapping.default</c>, names compared exactly), and where it has none by the names of the schema, without
/// regard to case. What no name leads to stays without an id and is not read.
/// </summary>
internal sealed class NamedIds
{
    private readonly IReadOnlyList<Entry> entries;
    private readonly IEqualityComparer<string> comparer;
    private readonly Dictionary<PhysicalSchema, PhysicalSchema> known = new(ReferenceEqualityComparer.Instance);

    private NamedIds(IReadOnlyList<Entry> entries, IEqualityComparer<string> comparer) => (this.entries, this.comparer) = (entries, comparer);

    /// <summary>The names of a table.</summary>
    /// <exception cref="FaultException"><c>lake.metadata_broken</c>: the mapping is no mapping.</exception>
    public static NamedIds Of(TableMetadata metadata, IcebergSchema schema) => metadata.Properties.TryGetValue(NameMapping.Property, out var mapping)
        ? new NamedIds(Read(mapping, metadata.Location), StringComparer.Ordinal)
        : new NamedIds(Read(NameMapping.Of(schema), metadata.Location), ColumnNames.Comparer);

    /// <summary>The file with ids.</summary>
    public PhysicalSchema Apply(PhysicalSchema file)
    {
        if (file.HasIds)
        {
            return file;
        }

        if (!known.TryGetValue(file, out var named))
        {
            known[file] = named = new PhysicalSchema(Apply(file.Fields, entries));
        }

        return named;
    }

    private IReadOnlyList<PhysicalField> Apply(IReadOnlyList<PhysicalField> fields, IReadOnlyList<Entry> names) =>
        [.. fields.Select(field => Apply(field, names.FirstOrDefault(entry => entry.Names.Contains(field.Stored, comparer))))];

    private PhysicalField Apply(PhysicalField field, Entry? entry) => entry is null ? field : field with
    {
        Id = entry.Id,
        Type = field.Type switch
        {
            PhysicalType.Struct s => s with { Fields = Apply(s.Fields, entry.Fields) },
            PhysicalType.List list => new PhysicalType.List(
                Apply(list.Element, Part(entry, "element")), list.Wrapped is { } wrapped ? Apply(wrapped, Part(entry, "element")) : null),
            PhysicalType.Map map => new PhysicalType.Map(Apply(map.Key, Part(entry, "key")), Apply(map.Value, Part(entry, "value"))),
            var leaf => leaf,
        },
    };

    // whatever the file calls them
    private static Entry? Part(Entry entry, string name) => entry.Fields.FirstOrDefault(part => part.Names.Contains(name));

    private static Entry[] Read(string mapping, string place)
    {
        try
        {
            using var json = JsonDocument.Parse(mapping);
            return Read(json.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FaultException(
                Fault.Failed(
                    "lake.metadata_broken", $"The mapping of names in a table's metadata cannot be read: {broken.Message}", place,
                    $"Mend its property {NameMapping.Property} with the engine that wrote it."),
                broken);
        }
    }

    private static Entry[] Read(JsonElement json) => [.. json.EnumerateArray().Select(entry => new Entry(
        entry.TryGetProperty("field-id", out var id) && id.ValueKind == JsonValueKind.Number ? id.GetInt32() : null,
        [.. entry.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)],
        entry.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array ? Read(fields) : []))];

    private sealed record Entry(int? Id, IReadOnlyList<string> Names, IReadOnlyList<Entry> Fields);
}
