using System.Text.Json;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Commits;

/// <summary>Puts a new snapshot into a table's metadata.</summary>
internal static class MetadataBuilder
{
    private const string MainBranch = "main";

    // spec: partition field ids begin at 1000
    private const int NoPartitionId = 999;

    private static readonly JsonElement Unpartitioned = Parse("""{"spec-id":0,"fields":[]}""");
    private static readonly JsonElement Unsorted = Parse("""{"order-id":0,"fields":[]}""");

    /// <summary>The metadata after the snapshot.</summary>
    /// <param name="target">The version before.</param>
    /// <param name="draft">The snapshot.</param>
    /// <param name="manifestList">Location of its manifest list.</param>
    /// <param name="nowMs">Milliseconds since 1970, not before the version before.</param>
    /// <param name="filesKept">Earlier metadata files that stay in the log.</param>
    public static TableMetadata Build(TableBase target, SnapshotDraft draft, string manifestList, long nowMs, int filesKept)
    {
        var before = target.Metadata;
        var summary = new Dictionary<string, string>(draft.Summary) { ["operation"] = draft.Operation };
        draft.Totals.WriteTo(summary);
        var snapshot = new Snapshot
        {
            SnapshotId = draft.SnapshotId,
            ParentSnapshotId = before?.CurrentSnapshot?.SnapshotId,
            SequenceNumber = draft.SequenceNumber,
            TimestampMs = nowMs,
            ManifestList = manifestList,
            Summary = summary,
            SchemaId = draft.SchemaId,
        };
        var schema = draft.Schemas.First(candidate => candidate.SchemaId == draft.SchemaId);
        var metadata = before ?? Empty(target, filesKept);
        return metadata with
        {
            Location = target.Folder.Location,
            LastSequenceNumber = draft.SequenceNumber,
            LastUpdatedMs = nowMs,
            LastColumnId = draft.LastColumnId,
            Schemas = draft.Schemas,
            CurrentSchemaId = draft.SchemaId,
            Properties = new Dictionary<string, string>(metadata.Properties) { [NameMapping.Property] = NameMapping.Of(schema) },
            CurrentSnapshotId = draft.SnapshotId,
            Snapshots = [.. metadata.Snapshots, snapshot],
            SnapshotLog = [.. metadata.SnapshotLog, new SnapshotLogEntry(nowMs, draft.SnapshotId)],
            MetadataLog = before is null ? [] : [.. before.MetadataLog.Append(Log(target, before)).TakeLast(filesKept)],
            Refs = new Dictionary<string, SnapshotReference>(metadata.Refs)
            {
                [MainBranch] = new SnapshotReference { SnapshotId = draft.SnapshotId, Type = "branch" },
            },
        };
    }

    private static MetadataLogEntry Log(TableBase target, TableMetadata before) =>
        new(before.LastUpdatedMs, Tables.TableFolder.ToLocation(Path.Combine(target.Folder.Metadata, target.Row.MetadataFile!)));

    private static TableMetadata Empty(TableBase target, int filesKept) => new()
    {
        FormatVersion = TableMetadata.SupportedFormat,
        TableUuid = Guid.NewGuid().ToString(),
        Location = target.Folder.Location,
        LastSequenceNumber = 0,
        LastUpdatedMs = 0,
        LastColumnId = 0,
        Schemas = [],
        CurrentSchemaId = 0,
        PartitionSpecs = [Unpartitioned],
        DefaultSpecId = 0,
        LastPartitionId = NoPartitionId,
        SortOrders = [Unsorted],
        DefaultSortOrderId = 0,
        Properties = new Dictionary<string, string>
        {
            ["write.format.default"] = "parquet",
            ["write.parquet.compression-codec"] = "zstd",
            ["write.metadata.delete-after-commit.enabled"] = "true",
            ["write.metadata.previous-versions-max"] = filesKept.ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
    };

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
