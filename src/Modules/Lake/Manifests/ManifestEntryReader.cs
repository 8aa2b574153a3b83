using Talentys.Lake.Avro;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Manifests;

/// <summary>Reads manifest entries of any writer and version. Fields are found by id, or by name where a writer left ids out; unknown ones are read over.</summary>
internal sealed class ManifestEntryReader
{
    private static readonly Dictionary<string, int> EntryNames = new()
    {
        ["status"] = 0,
        ["snapshot_id"] = 1,
        ["data_file"] = 2,
        ["sequence_number"] = 3,
        ["file_sequence_number"] = 4,
    };

    private readonly (int Id, AvroSchema Type)[] fields;
    private readonly DataFileReader file;

    /// <summary>Prepares for the schema of a manifest.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="spec">The spec by which its files are partitioned.</param>
    /// <exception cref="InvalidDataException">It is not the schema of a manifest.</exception>
    public ManifestEntryReader(AvroSchema schema, PartitionSpec spec)
    {
        fields = ManifestFields.Of(schema as AvroSchema.Record ?? throw new InvalidDataException("The manifest's rows are no records."), EntryNames);
        file = new DataFileReader(ManifestFields.Record(fields, 2) ?? throw new InvalidDataException("The manifest's rows have no data file."), spec);
    }

    /// <summary>What is known of the values of partitions.</summary>
    public PartitionRecordReader Partition => file.Partition;

    /// <summary>The record of partition values in the schema of a manifest, or null.</summary>
    public static AvroSchema.Record? PartitionOf(AvroSchema schema) => schema is AvroSchema.Record record
        && ManifestFields.Record(ManifestFields.Of(record, EntryNames), 2) is { } file
        ? DataFileReader.PartitionOf(file)
        : null;

    /// <summary>Reads an entry; what it leaves out it inherits from the row of the manifest list (spec, "Sequence number inheritance").</summary>
    public ManifestEntry Read(ref AvroReader reader, ManifestFile manifest)
    {
        var status = EntryStatus.Existing;
        long? snapshotId = null, sequenceNumber = null, fileSequenceNumber = null;
        ContentFile? content = null;
        foreach (var (id, declared) in fields)
        {
            if (AvroValue.Branch(ref reader, declared) is not { } type)
            {
                continue;
            }

            switch (id)
            {
                case 0:
                    status = AvroValue.Long(ref reader, type) is >= 0 and <= 2 and var word
                        ? (EntryStatus)word
                        : throw new InvalidDataException("A manifest entry has a status that is not known.");
                    break;
                case 1:
                    snapshotId = AvroValue.Long(ref reader, type);
                    break;
                case 2:
                    content = file.Read(ref reader);
                    break;
                case 3:
                    sequenceNumber = AvroValue.Long(ref reader, type);
                    break;
                case 4:
                    fileSequenceNumber = AvroValue.Long(ref reader, type);
                    break;
                default:
                    AvroDatum.Skip(ref reader, type);
                    break;
            }
        }

        // in version 1 all sequence numbers are 0
        long? inherited = status == EntryStatus.Added || manifest.SequenceNumber == 0 ? manifest.SequenceNumber : null;
        return content is null
            ? throw new InvalidDataException("A manifest entry has no data file.")
            : new ManifestEntry(
                status, snapshotId ?? manifest.AddedSnapshotId, sequenceNumber ?? inherited, fileSequenceNumber ?? inherited, content);
    }
}
