using System.Globalization;
using System.Security.Cryptography;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Commits;

/// <summary>Turns a write, or a version to go back to, into a snapshot on top of a base.</summary>
internal sealed class SnapshotBuilder(TableFiles files, IObjectStore objects, LakeOptions options, TimeProvider clock)
{
    /// <summary>Property of the summary of a rollback: the number of the version whose content came back.</summary>
    public const string RolledBackToKey = "talentys.rolled-back-to";

    /// <summary>The snapshot of a write; its manifests and their list are in the store.</summary>
    public async Task<TableDraft> WriteAsync(TableBase target, CommitInput input, string prefix, CancellationToken cancellationToken)
    {
        var builder = target.Metadata is { } metadata ? new MetadataBuilder(metadata) : MetadataBuilder.New(target.Place.Location, FirstProperties());
        var parent = builder.Current.CurrentSnapshot;
        var snapshotId = NewSnapshotId();
        var sequenceNumber = builder.Current.LastSequenceNumber + 1;
        var columns = input.Session.Columns is { Count: > 0 } some ? some : throw new FaultException(Fault.Invalid(
            "lake.no_columns", $"Table {target.Row.Schema}.{target.Row.Name} would have no column.", null, "Write at least one row set before the commit."));
        var groups = input.Session.Calls.Where(call => call.Files.Count > 0)
            .Select(call => (SchemaId: builder.AddSchema(new IcebergSchema(0, call.Columns)), call.Files)).ToList();
        builder.SetCurrentSchema(builder.AddSchema(new IcebergSchema(0, columns)));
        builder.TakeColumnIds(input.Session.LastColumnId);
        builder.SetLocation(target.Place.Location);

        var manifests = new ManifestBuilder(files, objects, target.Place, builder.Current, snapshotId, sequenceNumber, prefix);
        var existing = parent is null ? [] : await files.ManifestsAsync(target.Place, parent, cancellationToken);
        var kept = await manifests.RemoveAsync(existing, input.Replaces, input.Removed, cancellationToken);
        if (kept.Count >= options.MergeManifestsAt)
        {
            kept = await manifests.MergeAsync(kept, cancellationToken);
        }

        var added = (Files: 0L, Rows: 0L, Bytes: 0L);
        foreach (var group in groups.GroupBy(group => group.SchemaId))
        {
            var adds = group.SelectMany(call => call.Files).ToList();
            kept.Insert(0, await manifests.AddAsync(group.Key, adds, cancellationToken));
            added = (added.Files + adds.Count, added.Rows + adds.Sum(file => file.Rows), added.Bytes + adds.Sum(file => file.Bytes));
        }

        var summary = new Dictionary<string, string>(input.Summary)
        {
            [CommitInput.CommitIdKey] = input.CommitId,
            [CommitInput.WriteIdKey] = input.WriteId,
            ["operation"] = Operation(input, parent, manifests.Removed.Files, added.Files),
        };
        SnapshotTotals.After(parent, added, manifests.Removed).WriteTo(summary);
        var snapshot = await ListAsync(target, builder, snapshotId, kept, summary, prefix, cancellationToken);
        return new TableDraft(builder, [.. manifests.Written, snapshot.ManifestList], snapshot);
    }

    /// <summary>A snapshot with the content of an older one.</summary>
    public async Task<TableDraft> RollbackAsync(TableBase target, Snapshot to, string prefix, CancellationToken cancellationToken)
    {
        var builder = new MetadataBuilder(target.Metadata!);
        var now = builder.Current.CurrentSnapshot;
        var manifests = await files.ManifestsAsync(target.Place, to, cancellationToken);
        builder.SetCurrentSchema(builder.Current.SchemaOf(to).SchemaId);
        var summary = new Dictionary<string, string>
        {
            ["operation"] = "overwrite",
            [RolledBackToKey] = builder.Current.NumberOf(to).ToString(CultureInfo.InvariantCulture),
        };
        SnapshotTotals.After(now, SnapshotTotals.Of(to), SnapshotTotals.Of(now)).WriteTo(summary);
        var snapshot = await ListAsync(
            target, builder, NewSnapshotId(), [.. manifests.Where(manifest => manifest.HasLiveFiles)], summary, prefix, cancellationToken);
        return new TableDraft(builder, [snapshot.ManifestList], snapshot);
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
        var list = string.Create(CultureInfo.InvariantCulture, $"{target.Place.Metadata}/snap-{snapshotId}-{prefix}.avro");
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

    private Dictionary<string, string> FirstProperties() => new()
    {
        ["write.format.default"] = "parquet",
        ["write.parquet.compression-codec"] = "zstd",
        ["write.metadata.delete-after-commit.enabled"] = "true",
        ["write.metadata.previous-versions-max"] = options.MetadataFilesKept.ToString(CultureInfo.InvariantCulture),
    };

    private static string Operation(CommitInput input, Snapshot? parent, long removed, long added) =>
        input.Replaces && parent is not null ? "overwrite"
        : removed == 0 ? "append"
        : added == 0 ? "delete"
        : "overwrite";

    private static long NewSnapshotId() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
}
