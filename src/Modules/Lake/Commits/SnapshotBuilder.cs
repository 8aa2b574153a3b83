using System.Globalization;
using System.Security.Cryptography;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Commits;

/// <summary>Turns a change of files, or a version to go back to, into a snapshot on top of a base.</summary>
internal sealed class SnapshotBuilder(TableFiles files, IObjectStore objects, LakeOptions options, TimeProvider clock)
{
    /// <summary>Property of the summary of a rollback: the number of the version whose content came back.</summary>
    public const string RolledBackToKey = "talentys.rolled-back-to";

    /// <summary>The snapshot of a change; its manifests and their list are in the store.</summary>
    public async Task<TableDraft> WriteAsync(TableBase target, FileChange change, string prefix, CancellationToken cancellationToken)
    {
        var builder = target.Metadata is { } metadata ? new MetadataBuilder(metadata) : MetadataBuilder.New(target.Place.Location, FirstProperties(options));
        var parent = builder.Current.CurrentSnapshot;
        if (change.Check is { } check)
        {
            await new ConflictJudge(files, target.Place, builder.Current).CheckAsync(check, parent, cancellationToken);
        }

        var groups = change.Added.Where(group => group.Files.Count > 0)
            .Select(group => (SchemaId: builder.AddSchema(SchemaOf(builder, group.Columns)), group.Files, group.SequenceNumber)).ToList();
        SetColumns(target, builder, change);
        builder.SetLocation(target.Place.Location);

        var snapshotId = NewSnapshotId();
        var manifests = new ManifestBuilder(
            files, objects, target.Place, builder.Current, snapshotId, builder.Current.LastSequenceNumber + 1, prefix);
        try
        {
            var existing = parent is null ? [] : await files.ManifestsAsync(target.Place, parent, cancellationToken);
            var kept = await manifests.RemoveAsync(existing, change.Removed, cancellationToken);
            var made = new List<ManifestFile>();
            foreach (var group in groups.GroupBy(group => (group.SchemaId, group.SequenceNumber)))
            {
                made.AddRange(await manifests.AddAsync(group.Key.SchemaId, group.SelectMany(call => call.Files), group.Key.SequenceNumber, cancellationToken));
            }

            if (change.AddedDeletes.Count > 0)
            {
                made.AddRange(await manifests.AddAsync(builder.Current.CurrentSchemaId, change.AddedDeletes, null, cancellationToken));
            }

            // new manifests are not merged, for theirs is the sequence number that the list tells
            kept = [.. made, .. await manifests.DropIdleDeletesAsync(kept, made, cancellationToken)];
            var rest = kept[made.Count..];
            if (TableProperties.Flag(builder.Current, TableProperties.MergesManifests, true)
                && rest.Count >= TableProperties.Number(builder.Current, TableProperties.MergeManifestsAt, options.MergeManifestsAt))
            {
                var size = TableProperties.Number(builder.Current, TableProperties.ManifestBytes, TableProperties.ManifestBytesDefault);
                kept = [.. made, .. await manifests.MergeAsync(rest, size, cancellationToken)];
            }

            var summary = new Dictionary<string, string>(change.Summary)
            {
                [FileChange.CommitIdKey] = change.CommitId,
                [FileChange.WriteIdKey] = change.WriteId,
                ["operation"] = change.Operation ?? Operation(change, parent, manifests.Removed, manifests.Added),
            };
            SnapshotTotals.Write(summary, parent, manifests.Added, manifests.Removed, manifests.ChangedPartitions);
            var snapshot = await ListAsync(target, builder, snapshotId, kept, summary, prefix, cancellationToken);

            // manifests that were made on the way and then merged are nobody's
            var listed = kept.Select(manifest => manifest.Path).ToHashSet();
            await objects.DeleteAsync([.. manifests.Written.Where(location => !listed.Contains(location))], cancellationToken);
            return new TableDraft(builder, [.. manifests.Written, snapshot.ManifestList], snapshot);
        }
        catch (Exception)
        {
            await objects.DeleteAsync([.. manifests.Written, ListLocation(target, snapshotId, prefix)], CancellationToken.None);
            throw;
        }
    }

    /// <summary>A snapshot with the content of an older one, by whoever asks for it.</summary>
    public async Task<TableDraft> RollbackAsync(TableBase target, Snapshot to, string by, string prefix, CancellationToken cancellationToken)
    {
        var builder = new MetadataBuilder(target.Metadata!);
        var now = builder.Current.CurrentSnapshot;
        var manifests = await files.ManifestsAsync(target.Place, to, cancellationToken);
        builder.SetCurrentSchema(builder.Current.SchemaOf(to).SchemaId);
        var summary = new Dictionary<string, string>
        {
            ["operation"] = "overwrite",
            [RolledBackToKey] = builder.Current.NumberOf(to).ToString(CultureInfo.InvariantCulture),
            [SnapshotKeys.By] = by,
        };
        SnapshotTotals.WriteReturn(summary, now, to);
        var snapshot = await ListAsync(
            target, builder, NewSnapshotId(), [.. manifests.Where(manifest => manifest.HasLiveFiles)], summary, prefix, cancellationToken);
        return new TableDraft(builder, [snapshot.ManifestList], snapshot);
    }

    /// <summary>A snapshot with the same files in manifests of good size.</summary>
    public async Task<TableDraft> RewriteManifestsAsync(
        TableBase target, string writeId, IReadOnlyDictionary<string, string> properties, string prefix, CancellationToken cancellationToken)
    {
        var builder = new MetadataBuilder(target.Metadata!);
        var now = builder.Current.CurrentSnapshot!;
        var snapshotId = NewSnapshotId();
        var manifests = new ManifestBuilder(
            files, objects, target.Place, builder.Current, snapshotId, builder.Current.LastSequenceNumber + 1, prefix);
        try
        {
            var existing = await files.ManifestsAsync(target.Place, now, cancellationToken);
            var size = TableProperties.Number(builder.Current, TableProperties.ManifestBytes, TableProperties.ManifestBytesDefault);
            var made = await manifests.RewriteAsync(existing, size, cancellationToken);
            var summary = new Dictionary<string, string>(properties)
            {
                ["operation"] = "replace",
                [FileChange.WriteIdKey] = writeId,
                ["manifests-created"] = made.Count.ToString(CultureInfo.InvariantCulture),
                ["manifests-replaced"] = existing.Count.ToString(CultureInfo.InvariantCulture),
            };
            SnapshotTotals.Write(summary, now, default, default, 0);
            var snapshot = await ListAsync(target, builder, snapshotId, made, summary, prefix, cancellationToken);
            return new TableDraft(builder, [.. manifests.Written, snapshot.ManifestList], snapshot);
        }
        catch (Exception)
        {
            await objects.DeleteAsync([.. manifests.Written, ListLocation(target, snapshotId, prefix)], CancellationToken.None);
            throw;
        }
    }

    /// <summary>Properties of a new table.</summary>
    public static Dictionary<string, string> FirstProperties(LakeOptions options) => new()
    {
        ["write.format.default"] = "parquet",
        [TableProperties.Codec] = "zstd",
        [TableProperties.DeletesOldMetadata] = "true",
        [TableProperties.MetadataFilesKept] = options.MetadataFilesKept.ToString(CultureInfo.InvariantCulture),
    };

    private static void SetColumns(TableBase target, MetadataBuilder builder, FileChange change)
    {
        if (change.Columns is { Count: > 0 } columns)
        {
            builder.SetCurrentSchema(builder.AddSchema(SchemaOf(builder, columns)));
            builder.TakeColumnIds(change.LastColumnId);
        }
        else if (change.Columns is not null || builder.Current.Schemas.Count == 0)
        {
            throw new FaultException(Fault.Invalid(
                "lake.no_columns", $"Table {target.Row.Schema}.{target.Row.Name} would have no column.", null, "Write at least one row set before the commit."));
        }
    }

    /// <summary>Columns that identify a row stay, as far as there are those columns.</summary>
    private static IcebergSchema SchemaOf(MetadataBuilder builder, IReadOnlyList<NestedField> columns)
    {
        var schema = new IcebergSchema(0, columns);
        var identifiers = builder.Current.Schemas.FirstOrDefault(one => one.SchemaId == builder.Current.CurrentSchemaId)?.IdentifierFieldIds;
        return identifiers is { Count: > 0 } && identifiers.All(id => schema.Find(id) is not null) ? schema with { IdentifierFieldIds = identifiers } : schema;
    }

    /// <summary>Writes the list of manifests and makes the snapshot the current one.</summary>
    private async Task<Snapshot> ListAsync(
        TableBase target,
        MetadataBuilder builder,
        long snapshotId,
        IReadOnlyList<ManifestFile> manifests,
        IReadOnlyDictionary<string, string> summary,
        string prefix,
        CancellationToken cancellationToken)
    {
        var parent = builder.Current.CurrentSnapshot?.SnapshotId;
        var sequenceNumber = builder.Current.LastSequenceNumber + 1;
        var list = ListLocation(target, snapshotId, prefix);
        var bytes = ManifestListFile.Write(snapshotId, parent, sequenceNumber, manifests);
        await LakeFaults.GuardWriteAsync(() => objects.CreateAsync(list, bytes, cancellationToken));
        var snapshot = new Snapshot
        {
            SnapshotId = snapshotId,
            ParentSnapshotId = parent,
            SequenceNumber = sequenceNumber,
            TimestampMs = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), builder.Current.LastUpdatedMs),
            ManifestList = list,
            Summary = summary,
            SchemaId = builder.Current.CurrentSchemaId,
        };
        builder.AddSnapshot(snapshot);
        builder.SetReference(SnapshotReference.Main, builder.Current.Refs.TryGetValue(SnapshotReference.Main, out var main)
            ? main with { SnapshotId = snapshotId }
            : new SnapshotReference { SnapshotId = snapshotId, Type = SnapshotReference.Branch });
        return snapshot;
    }

    private static string ListLocation(TableBase target, long snapshotId, string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{target.Place.Metadata}/snap-{snapshotId}-{prefix}.avro");

    private static string Operation(FileChange change, Snapshot? parent, FileCounts removed, FileCounts added) =>
        change.Removed.All && parent is not null && added.DataFiles > 0 ? "overwrite"
        : added.DataFiles == 0 && (removed != default || added != default) ? "delete"
        : removed.DataFiles == 0 && added.PositionDeleteFiles + added.EqualityDeleteFiles == 0 ? "append"
        : "overwrite";

    private static long NewSnapshotId() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
}
