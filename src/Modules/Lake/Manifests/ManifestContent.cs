using System.Globalization;
using Talentys.Lake.Avro;
using Talentys.Lake.Types;

namespace Talentys.Lake.Manifests;

/// <summary>The content of a manifest.</summary>
/// <param name="SchemaId">The schema that its files were written with.</param>
/// <param name="Physical">Whether we wrote it, so that each file has exactly the types of that schema for the columns it has.</param>
/// <param name="Entries">The files.</param>
internal sealed record ManifestContent(int SchemaId, bool Physical, IReadOnlyList<ManifestEntry> Entries)
{
    private const string PhysicalKey = "talentys.physical-schema";

    /// <summary>Content of the file.</summary>
    public byte[] Write(IcebergSchema schema) => AvroFile.Write(
        ManifestSchemas.Entry,
        [
            new("schema", IcebergTypeJson.Write(schema).ToJsonString()),
            new("schema-id", schema.SchemaId.ToString(CultureInfo.InvariantCulture)),
            new("partition-spec", "[]"),
            new("partition-spec-id", "0"),
            new("format-version", "2"),
            new("content", "data"),
            new(PhysicalKey, Physical ? "true" : "false"),
        ],
        Entries,
        ManifestEntryCodec.Write);

    /// <summary>Reads a manifest; sequence numbers and snapshot ids that entries leave out are those of the manifest list.</summary>
    public static ManifestContent Parse(ReadOnlySpan<byte> bytes, ManifestFile manifest)
    {
        var file = AvroFile.Parse(bytes);
        var entries = file.Rows(ManifestEntryCodec.Read).ConvertAll(entry => entry with
        {
            SnapshotId = entry.SnapshotId ?? manifest.AddedSnapshotId,
            SequenceNumber = entry.SequenceNumber ?? (entry.Status == EntryStatus.Added ? manifest.SequenceNumber : null),
            FileSequenceNumber = entry.FileSequenceNumber ?? (entry.Status == EntryStatus.Added ? manifest.SequenceNumber : null),
        });
        var schemaId = int.TryParse(file.Metadata.GetValueOrDefault("schema-id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
        return new ManifestContent(schemaId, file.Metadata.GetValueOrDefault(PhysicalKey) == "true", entries);
    }
}
