using System.Globalization;
using Talentys.Lake.Avro;

namespace Talentys.Lake.Manifests;

/// <summary>Reads and writes manifest lists.</summary>
internal static class ManifestListFile
{
    private static readonly AvroSchema Schema = AvroSchemaParser.Parse(ManifestSchemas.List);

    /// <summary>Content of a manifest list.</summary>
    public static byte[] Write(long snapshotId, long? parentId, long sequenceNumber, IEnumerable<ManifestFile> manifests) => AvroFile.Write(
        ManifestSchemas.List,
        [
            new("snapshot-id", Text(snapshotId)),
            new("parent-snapshot-id", parentId is { } parent ? Text(parent) : "null"),
            new("sequence-number", Text(sequenceNumber)),
            new("format-version", "2"),
        ],
        manifests,
        (writer, manifest) => AvroDatum.Write(writer, Schema, new Dictionary<string, object?>
        {
            ["manifest_path"] = manifest.Path,
            ["manifest_length"] = manifest.Length,
            ["partition_spec_id"] = manifest.PartitionSpecId,
            ["content"] = manifest.Content,
            ["sequence_number"] = manifest.SequenceNumber,
            ["min_sequence_number"] = manifest.MinSequenceNumber,
            ["added_snapshot_id"] = manifest.AddedSnapshotId,
            ["added_files_count"] = manifest.AddedFiles,
            ["existing_files_count"] = manifest.ExistingFiles,
            ["deleted_files_count"] = manifest.DeletedFiles,
            ["added_rows_count"] = manifest.AddedRows,
            ["existing_rows_count"] = manifest.ExistingRows,
            ["deleted_rows_count"] = manifest.DeletedRows,
            ["partitions"] = manifest.Partitions,
        }));

    /// <summary>Reads a manifest list; fields are found by id, so that names of other writers and times do not matter.</summary>
    public static IReadOnlyList<ManifestFile> Parse(ReadOnlySpan<byte> bytes) =>
        AvroFile.Parse(bytes).Rows((ref AvroReader reader, AvroSchema schema) => Row(ref reader, (AvroSchema.Record)schema));

    private static ManifestFile Row(ref AvroReader reader, AvroSchema.Record schema)
    {
        var values = new Dictionary<int, object?>();
        foreach (var field in schema.Fields)
        {
            var value = AvroDatum.Read(ref reader, field.Type);
            if (field.FieldId is { } id)
            {
                values[id] = value;
            }
        }

        return new ManifestFile
        {
            Path = values.GetValueOrDefault(500) as string ?? throw new InvalidDataException("A manifest list names no manifest."),
            Length = Number(501),
            PartitionSpecId = (int)Number(502),
            Content = (int)Number(517),
            SequenceNumber = Number(515),
            MinSequenceNumber = Number(516),
            AddedSnapshotId = Number(503),
            AddedFiles = (int)Number(504),
            ExistingFiles = (int)Number(505),
            DeletedFiles = (int)Number(506),
            AddedRows = Number(512),
            ExistingRows = Number(513),
            DeletedRows = Number(514),
            Partitions = values.GetValueOrDefault(507),
        };

        long Number(int id) => values.GetValueOrDefault(id) is long number ? number : 0;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
