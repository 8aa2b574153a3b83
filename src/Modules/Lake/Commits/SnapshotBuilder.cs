using System.Security.Cryptography;
using Talentys.Kernel;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Types;

namespace Talentys.Lake.Commits;

/// <summary>Turns a write, or a version to go back to, into a snapshot on top of a base.</summary>
internal sealed class SnapshotBuilder(TableFiles files, LakeOptions options)
{
    /// <summary>Property of the summary of a rollback: the number of the version whose content came back.</summary>
    public const string RolledBackToKey = "talentys.rolled-back-to";

    /// <summary>The snapshot of a write; its manifests are on the disk.</summary>
    public async Task<(SnapshotDraft Draft, IReadOnlyList<string> Written)> WriteAsync(
        TableBase target, CommitInput input, string prefix, CancellationToken cancellationToken)
    {
        var metadata = target.Metadata;
        var parent = metadata?.CurrentSnapshot;
        var snapshotId = NewSnapshotId();
        var sequenceNumber = (metadata?.LastSequenceNumber ?? 0) + 1;
        var schemas = metadata?.Schemas.ToList() ?? [];
        var columns = input.Session.Columns is { Count: > 0 } some ? some : throw new FaultException(Fault.Invalid(
            "lake.no_columns", $"Table {target.Row.Schema}.{target.Row.Name} would have no column.", null, "Write at least one row set before the commit."));
        var groups = input.Session.Calls.Where(call => call.Files.Count > 0)
            .Select(call => (SchemaId: SchemaIdOf(schemas, call.Columns), call.Files)).ToList();
        var schemaId = SchemaIdOf(schemas, columns);

        var builder = new ManifestBuilder(files, target.Folder, schemas, snapshotId, sequenceNumber, prefix);
        var existing = parent is null ? [] : await files.ManifestsAsync(target.Folder, parent, cancellationToken);
        var manifests = await builder.RemoveAsync(existing, input.Replaces, input.Removed, cancellationToken);
        if (manifests.Count >= options.MergeManifestsAt)
        {
            manifests = await builder.MergeAsync(manifests, cancellationToken);
        }

        var added = (Files: 0L, Rows: 0L, Bytes: 0L);
        foreach (var group in groups.GroupBy(group => group.SchemaId))
        {
            var adds = group.SelectMany(call => call.Files).ToList();
            manifests.Insert(0, await builder.AddAsync(group.Key, adds, cancellationToken));
            added = (added.Files + adds.Count, added.Rows + adds.Sum(file => file.Rows), added.Bytes + adds.Sum(file => file.Bytes));
        }

        var draft = new SnapshotDraft
        {
            SnapshotId = snapshotId,
            SequenceNumber = sequenceNumber,
            Operation = Operation(input, parent, builder.Removed.Files, added.Files),
            Manifests = manifests,
            Schemas = schemas,
            SchemaId = schemaId,
            LastColumnId = Math.Max(metadata?.LastColumnId ?? 0, input.Session.LastColumnId),
            Totals = SnapshotTotals.After(parent, added, builder.Removed),
            Summary = new Dictionary<string, string>(input.Summary)
            {
                [CommitInput.CommitIdKey] = input.CommitId,
                [CommitInput.WriteIdKey] = input.WriteId,
            },
        };
        return (draft, builder.Written);
    }

    /// <summary>A snapshot with the content of an older one.</summary>
    public async Task<SnapshotDraft> RollbackAsync(TableBase target, Snapshot to, CancellationToken cancellationToken)
    {
        var metadata = target.Metadata!;
        var manifests = await files.ManifestsAsync(target.Folder, to, cancellationToken);
        var now = metadata.CurrentSnapshot;
        var (files0, rows, bytes) = (to.Total(SnapshotTotals.TotalDataFiles), to.Total(SnapshotTotals.TotalRecords), to.Total(SnapshotTotals.TotalFilesSize));
        return new SnapshotDraft
        {
            SnapshotId = NewSnapshotId(),
            SequenceNumber = metadata.LastSequenceNumber + 1,
            Operation = "overwrite",
            Manifests = [.. manifests.Where(manifest => manifest.HasLiveFiles)],
            Schemas = metadata.Schemas,
            SchemaId = metadata.SchemaOf(to).SchemaId,
            LastColumnId = metadata.LastColumnId,
            Totals = SnapshotTotals.After(
                now,
                (files0, rows, bytes),
                (now?.Total(SnapshotTotals.TotalDataFiles) ?? 0, now?.Total(SnapshotTotals.TotalRecords) ?? 0, now?.Total(SnapshotTotals.TotalFilesSize) ?? 0)),
            Summary = new Dictionary<string, string>
            {
                [RolledBackToKey] = to.SequenceNumber.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };
    }

    private static string Operation(CommitInput input, Snapshot? parent, long removed, long added) =>
        input.Replaces && parent is not null ? "overwrite"
        : removed == 0 ? "append"
        : added == 0 ? "delete"
        : "overwrite";

    private static int SchemaIdOf(List<IcebergSchema> schemas, IReadOnlyList<NestedField> columns)
    {
        var known = schemas.FirstOrDefault(schema => schema.Fields.SequenceEqual(columns));
        if (known is null)
        {
            known = new IcebergSchema(schemas.Count == 0 ? 0 : schemas.Max(schema => schema.SchemaId) + 1, columns);
            schemas.Add(known);
        }

        return known.SchemaId;
    }

    private static long NewSnapshotId() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
}
