using Talentys.Lake.Avro;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Manifests;

/// <summary>Reads the partition values of files into the order of the spec's fields.</summary>
internal sealed class PartitionRecordReader
{
    private readonly AvroSchema.Record? record;
    private readonly int[] places;
    private object?[] last;

    /// <summary>Prepares for a schema: its fields are those of the spec by id, by name, or in order.</summary>
    public PartitionRecordReader(AvroSchema.Record? record, PartitionSpec spec)
    {
        this.record = record;
        var fields = record?.Fields ?? [];
        var parts = spec.Fields.ToList();
        places = [.. fields.Select((field, position) =>
            parts.FindIndex(part => part.FieldId == field.FieldId) is >= 0 and var byId ? byId
            : field.FieldId is not null ? ManifestFields.Unknown
            : parts.FindIndex(part => part.Name == field.Name || PartitionAvro.NameOf(part.Name) == field.Name) is >= 0 and var byName ? byName
            : position < parts.Count ? position : ManifestFields.Unknown)];
        Types = [.. parts.Select((_, place) =>
            Array.IndexOf(places, place) is >= 0 and var at ? PartitionAvro.TypeOf(fields[at].Type) : new IcebergType.Primitive(PrimitiveKind.Int))];
        last = new object?[parts.Count];
    }

    /// <summary>Types of the values as the manifest has them, in the order of the spec's fields.</summary>
    public IReadOnlyList<IcebergType.Primitive> Types { get; }

    /// <summary>Reads the values of a file. Files of one partition that follow each other share them.</summary>
    public IReadOnlyList<object?> Read(ref AvroReader reader, AvroSchema.Record schema)
    {
        if (!ReferenceEquals(schema, record))
        {
            throw new InvalidDataException("The manifest has partition values of two kinds.");
        }

        if (places.Length == 0)
        {
            return last;
        }

        var values = new object?[Types.Count];
        for (var i = 0; i < places.Length; i++)
        {
            if (AvroValue.Branch(ref reader, schema.Fields[i].Type) is not { } type)
            {
                continue;
            }

            if (places[i] == ManifestFields.Unknown)
            {
                AvroDatum.Skip(ref reader, type);
            }
            else
            {
                values[places[i]] = AvroValue.Single(ref reader, type);
            }
        }

        return last = PartitionTuples.Comparer.Equals(last, values) ? last : values;
    }
}
