using Talentys.Lake.Avro;

namespace Talentys.Lake.Manifests;

/// <summary>Finds out which field of the spec each field of a record is.</summary>
internal static class ManifestFields
{
    /// <summary>A field that is read over.</summary>
    public const int Unknown = -1;

    /// <summary>The fields of a record in order, with the spec's ids: those that the writer gave, or those of their names when it gave none.</summary>
    public static (int Id, AvroSchema Type)[] Of(AvroSchema.Record record, IReadOnlyDictionary<string, int> names) =>
        [.. record.Fields.Select(field => (field.FieldId ?? (names.TryGetValue(field.Name, out var id) ? id : Unknown), field.Type))];

    /// <summary>The record that a field is, or may be; null when there is no such field or it is something else.</summary>
    public static AvroSchema.Record? Record((int Id, AvroSchema Type)[] fields, int id) => Record(fields.FirstOrDefault(field => field.Id == id).Type);

    /// <summary>The record that something is, or may be.</summary>
    public static AvroSchema.Record? Record(AvroSchema? type) =>
        type is AvroSchema.Union union ? union.Branches.OfType<AvroSchema.Record>().FirstOrDefault() : type as AvroSchema.Record;
}
