using System.Globalization;
using System.Text.Json;
using Talentys.Lake.Avro;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Manifests;

/// <summary>The content of a manifest: files of one partition spec, all with rows or all with deletes (spec, "Manifests").</summary>
internal sealed record ManifestContent
{
    private const string PhysicalKey = "talentys.physical-schema";
    private const string DeletesWord = "deletes";

    /// <summary>The schema that its files were written with; 0 when the writer did not tell.</summary>
    public required int SchemaId { get; init; }

    /// <summary>That schema as it stands in the header.</summary>
    public required string SchemaJson { get; init; }

    /// <summary>The spec by which its files are partitioned.</summary>
    public required PartitionSpec Spec { get; init; }

    /// <summary>Types of the partition values, in the order of the spec's fields.</summary>
    public required IReadOnlyList<IcebergType.Primitive> PartitionTypes { get; init; }

    /// <summary>Whether its files hold deletes.</summary>
    public bool Deletes { get; init; }

    /// <summary>Whether we wrote it, so that each file has exactly the types of that schema for the columns it has.</summary>
    public bool Physical { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<ManifestEntry> Entries { get; init; }

    /// <summary>A manifest to write.</summary>
    /// <param name="schema">The schema of its files.</param>
    /// <param name="spec">Their spec.</param>
    /// <param name="entries">The files.</param>
    /// <param name="types">Types of the partition values; null: those that the spec has on that schema.</param>
    public static ManifestContent Of(
        IcebergSchema schema, PartitionSpec spec, IReadOnlyList<ManifestEntry> entries, IReadOnlyList<IcebergType.Primitive>? types = null) => new()
        {
            SchemaId = schema.SchemaId,
            SchemaJson = IcebergTypeJson.Write(schema).ToJsonString(),
            Spec = spec,
            PartitionTypes = types ?? spec.ResultTypes(schema),
            Entries = entries,
        };

    /// <summary>Content of the file.</summary>
    public byte[] Write() => AvroFile.Write(
        ManifestSchemas.Entry(PartitionAvro.Record(Spec, PartitionTypes)),
        [
            new("schema", SchemaJson),
            new("schema-id", Text(SchemaId)),
            new("partition-spec", PartitionSpecJson.WriteFields(Spec).ToJsonString()),
            new("partition-spec-id", Text(Spec.SpecId)),
            new("format-version", "2"),
            new("content", Deletes ? DeletesWord : "data"),
            new(PhysicalKey, Physical ? "true" : "false"),
        ],
        Entries,
        new ManifestEntryWriter(PartitionTypes).Write);

    /// <summary>The row of a manifest list that tells of it.</summary>
    /// <param name="location">Where the manifest is.</param>
    /// <param name="length">Its length.</param>
    /// <param name="snapshotId">The snapshot that adds it.</param>
    /// <param name="sequenceNumber">The sequence number of that snapshot.</param>
    public ManifestFile Describe(string location, long length, long snapshotId, long sequenceNumber)
    {
        var files = new int[3];
        var rows = new long[3];
        var least = sequenceNumber;
        foreach (var entry in Entries)
        {
            files[(int)entry.Status]++;
            rows[(int)entry.Status] += entry.File.Rows;
            least = entry.Status == EntryStatus.Deleted ? least : Math.Min(least, entry.SequenceNumber ?? sequenceNumber);
        }

        return new ManifestFile
        {
            Path = location,
            Length = length,
            PartitionSpecId = Spec.SpecId,
            Content = Deletes ? ManifestFile.DeletesContent : ManifestFile.DataContent,
            SequenceNumber = sequenceNumber,
            MinSequenceNumber = least,
            AddedSnapshotId = snapshotId,
            AddedFiles = files[(int)EntryStatus.Added],
            ExistingFiles = files[(int)EntryStatus.Existing],
            DeletedFiles = files[(int)EntryStatus.Deleted],
            AddedRows = rows[(int)EntryStatus.Added],
            ExistingRows = rows[(int)EntryStatus.Existing],
            DeletedRows = rows[(int)EntryStatus.Deleted],
            Partitions = PartitionSummary.Of(PartitionTypes, Entries.Select(entry => entry.File.Partition)),
        };
    }

    /// <summary>Whether we wrote a manifest, see <see cref="Physical"/>.</summary>
    public static bool IsPhysical(AvroFile file) => file.Metadata.GetValueOrDefault(PhysicalKey) == "true";

    /// <summary>
    /// Reads a manifest of any writer, version 1 or 2. Sequence numbers and snapshot ids that entries leave out are those of
    /// the manifest list (spec, "Sequence number inheritance"); in version 1 all are 0.
    /// </summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public static ManifestContent Parse(ReadOnlyMemory<byte> bytes, ManifestFile manifest)
    {
        var file = AvroFile.Parse(bytes);
        var fields = Fields(file);
        var spec = new PartitionSpec(manifest.PartitionSpecId, fields);
        var reader = new ManifestEntryReader(file.Schema, spec);
        var entries = file.Rows((ref AvroReader data, AvroSchema _) => reader.Read(ref data, manifest));
        return new ManifestContent
        {
            SchemaId = int.TryParse(file.Metadata.GetValueOrDefault("schema-id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0,
            SchemaJson = file.Metadata.GetValueOrDefault("schema", """{"type":"struct","schema-id":0,"fields":[]}"""),
            Spec = spec,
            PartitionTypes = reader.Partition.Types,
            Deletes = manifest.IsDeletes || file.Metadata.GetValueOrDefault("content") == DeletesWord,
            Physical = IsPhysical(file),
            Entries = entries,
        };
    }

    /// <summary>What a list would tell of a manifest that a snapshot of version 1 names itself.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public static ManifestFile RowOf(ReadOnlyMemory<byte> bytes, string path, long snapshotId)
    {
        var header = AvroFile.Parse(bytes).Metadata;
        return new ManifestFile
        {
            Path = path,
            Length = bytes.Length,
            PartitionSpecId = int.TryParse(header.GetValueOrDefault("partition-spec-id"), NumberStyles.None, CultureInfo.InvariantCulture, out var spec) ? spec : 0,
            Content = ManifestFile.DataContent,
            SequenceNumber = 0,
            MinSequenceNumber = 0,
            AddedSnapshotId = snapshotId,
            AddedFiles = null,
            ExistingFiles = null,
            DeletedFiles = null,
            AddedRows = null,
            ExistingRows = null,
            DeletedRows = null,
        };
    }

    /// <summary>The spec of the header; where there is none, the fields are what the values are.</summary>
    private static IReadOnlyList<PartitionField> Fields(AvroFile file)
    {
        if (file.Metadata.TryGetValue("partition-spec", out var text) && text.Length > 0)
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                return PartitionSpecJson.ReadFields(json.RootElement);
            }
            catch (JsonException broken)
            {
                throw new InvalidDataException($"The partition spec of a manifest is broken: {broken.Message}", broken);
            }
        }

        return [.. (ManifestEntryReader.PartitionOf(file.Schema)?.Fields ?? []).Select((field, position) =>
            new PartitionField(0, field.FieldId ?? PartitionSpec.FirstFieldId + position, field.Name, new Transform.Unknown("unknown")))];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
