using System.Globalization;
using Talentys.Lake.Avro;

namespace Talentys.Lake.Manifests;

/// <summary>Reads and writes manifest lists.</summary>
internal static class ManifestListFile
{
    // with the names of older writers
    private static readonly Dictionary<string, int> Names = new()
    {
        ["manifest_path"] = 500,
        ["manifest_length"] = 501,
        ["partition_spec_id"] = 502,
        ["content"] = 517,
        ["sequence_number"] = 515,
        ["min_sequence_number"] = 516,
        ["added_snapshot_id"] = 503,
        ["added_files_count"] = 504,
        ["added_data_files_count"] = 504,
        ["existing_files_count"] = 505,
        ["existing_data_files_count"] = 505,
        ["deleted_files_count"] = 506,
        ["deleted_data_files_count"] = 506,
        ["added_rows_count"] = 512,
        ["existing_rows_count"] = 513,
        ["deleted_rows_count"] = 514,
        ["partitions"] = 507,
        ["key_metadata"] = 519,
    };

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
            ["partitions"] = manifest.Partitions?.Select(object? (summary) => summary.ToAvro()).ToList(),
            ["key_metadata"] = manifest.KeyMetadata,
        }));

    /// <summary>Reads a manifest list of any writer, version 1 or 2; fields are found by id, or by name where a writer left ids out.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public static IReadOnlyList<ManifestFile> Parse(ReadOnlyMemory<byte> bytes)
    {
        var file = AvroFile.Parse(bytes);
        var fields = ManifestFields.Of(file.Schema as AvroSchema.Record ?? throw new InvalidDataException("The manifest list's rows are no records."), Names);
        return file.Rows((ref AvroReader reader, AvroSchema _) => Row(ref reader, fields));
    }

    private static ManifestFile Row(ref AvroReader reader, (int Id, AvroSchema Type)[] fields)
    {
        var values = new Dictionary<int, object?>();
        foreach (var (id, type) in fields)
        {
            values[id] = AvroDatum.Read(ref reader, type);
        }

        return new ManifestFile
        {
            Path = values.GetValueOrDefault(500) as string is { Length: > 0 } path ? path : throw new InvalidDataException("A manifest list names no manifest."),
            Length = Number(501) ?? 0,
            PartitionSpecId = Small(502) ?? 0,
            Content = Small(517) is null or ManifestFile.DataContent ? ManifestFile.DataContent
                : Small(517) == ManifestFile.DeletesContent ? ManifestFile.DeletesContent
                : throw new InvalidDataException("A manifest list has a manifest with a content that is not known."),
            SequenceNumber = Number(515) ?? 0,
            MinSequenceNumber = Number(516) ?? 0,
            AddedSnapshotId = Number(503) ?? 0,
            AddedFiles = Small(504),
            ExistingFiles = Small(505),
            DeletedFiles = Small(506),
            AddedRows = Number(512),
            ExistingRows = Number(513),
            DeletedRows = Number(514),
            Partitions = (values.GetValueOrDefault(507) as List<object?>)?.ConvertAll(PartitionSummary.FromAvro),
            KeyMetadata = values.GetValueOrDefault(519) as byte[],
        };

        long? Number(int id) => values.GetValueOrDefault(id) as long?;

        int? Small(int id) => Number(id) is not { } number ? null
            : number is >= 0 and <= int.MaxValue ? (int)number
            : throw new InvalidDataException($"A manifest list has a number that cannot be: {number}.");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
