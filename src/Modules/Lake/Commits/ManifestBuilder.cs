using System.Globalization;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Commits;

/// <summary>Makes the manifests of one attempt to commit.</summary>
internal sealed class ManifestBuilder(
    TableFiles files, IObjectStore objects, TablePlace place, TableMetadata metadata, long snapshotId, long sequenceNumber, string prefix)
{
    private readonly List<string> written = [];
    private readonly HashSet<PartitionKey> changed = [];

    /// <summary>Locations of the manifests written so far.</summary>
    public IReadOnlyList<string> Written => written;

    /// <summary>What was added.</summary>
    public FileCounts Added { get; private set; }

    /// <summary>What was removed.</summary>
    public FileCounts Removed { get; private set; }

    /// <summary>Partitions with a file that came or went; none in a table without partitions.</summary>
    public int ChangedPartitions => changed.Count(partition => partition.Values.Count > 0);

    /// <summary>
    /// Manifests of new files, one for each spec and content. Their sequence number is inherited from the list, whatever it
    /// turns out to be, unless one is told.
    /// </summary>
    public async Task<List<ManifestFile>> AddAsync(
        int schemaId, IEnumerable<ContentFile> added, long? dataSequenceNumber, CancellationToken cancellationToken)
    {
        var made = new List<ManifestFile>();
        foreach (var group in added.GroupBy(file => (file.SpecId, Deletes: file.Content != FileContent.Data)))
        {
            var entries = group.Select(file => new ManifestEntry(EntryStatus.Added, snapshotId, dataSequenceNumber, null, file)).ToList();
            foreach (var file in group)
            {
                Added += FileCounts.Of(file);
                changed.Add(PartitionKey.Of(file));
            }

            var (schema, spec) = (metadata.SchemaById(schemaId), metadata.SpecById(group.Key.SpecId));
            var content = ManifestContent.Of(schema, spec, entries, TypesOf(spec, schema));
            made.Add(await WriteAsync(content with { Physical = true, Deletes = group.Key.Deletes }, cancellationToken));
        }

        return made;
    }

    /// <summary>
    /// The manifests that remain when some files are removed: those that hold one are written anew, the removed file
    /// marked so that readers of changes see it; manifests without a live file are dropped.
    /// </summary>
    /// <exception cref="Kernel.FaultException"><c>lake.conflict</c>: a file to remove is not there.</exception>
    public async Task<List<ManifestFile>> RemoveAsync(IReadOnlyList<ManifestFile> existing, Removal removal, CancellationToken cancellationToken)
    {
        var missing = removal.Locations.Select(place.Resolve).ToHashSet();
        var kept = new List<ManifestFile>();
        foreach (var manifest in existing.Where(manifest => manifest.HasLiveFiles))
        {
            kept.Add(removal.MayTouch(manifest, missing.Count)
                ? await WithoutAsync(manifest, file => missing.Remove(place.Resolve(file.Path)) || removal.All || removal.Partitions.Contains(PartitionKey.Of(file)), cancellationToken)
                : manifest);
        }

        return missing.Count == 0
            ? kept
            : throw ConflictJudge.Conflict("A data file that was to be replaced is no longer in the table: another commit removed it.", missing.First());
    }

    /// <summary>Drops delete files that are about no data file any more. Only worth a look when data files went.</summary>
    /// <param name="manifests">Manifests that were there before.</param>
    /// <param name="made">Manifests of this commit, whose data files older deletes are not about, but paths may be.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<List<ManifestFile>> DropIdleDeletesAsync(
        IReadOnlyList<ManifestFile> manifests, IReadOnlyList<ManifestFile> made, CancellationToken cancellationToken)
    {
        if (Removed.DataFiles == 0 || !manifests.Any(manifest => manifest.IsDeletes))
        {
            return [.. manifests];
        }

        var paths = new HashSet<string>();
        var oldest = new Dictionary<PartitionKey, long>();
        var oldestOfAll = long.MaxValue;
        foreach (var manifest in manifests.Concat(made).Where(manifest => !manifest.IsDeletes))
        {
            foreach (var entry in await LiveAsync(manifest, cancellationToken))
            {
                var key = PartitionKey.Of(entry.File);
                var number = entry.SequenceNumber ?? 0;
                paths.Add(place.Resolve(entry.File.Path));
                oldest[key] = Math.Min(number, oldest.GetValueOrDefault(key, long.MaxValue));
                oldestOfAll = Math.Min(number, oldestOfAll);
            }
        }

        var kept = new List<ManifestFile>();
        foreach (var manifest in manifests)
        {
            kept.Add(!manifest.IsDeletes ? manifest : await DropIdleAsync(manifest, IsIdle, cancellationToken));
        }

        return kept;

        bool IsIdle(ManifestEntry entry)
        {
            var number = entry.SequenceNumber ?? long.MaxValue;
            if (DeleteScope.OnlyFile(entry.File) is { } only)
            {
                return !paths.Contains(place.Resolve(only));
            }

            var reached = DeleteScope.IsGlobal(metadata.SpecById(entry.File.SpecId)) ? oldestOfAll : oldest.GetValueOrDefault(PartitionKey.Of(entry.File), long.MaxValue);
            return entry.File.Content == FileContent.PositionDeletes ? reached > number : reached >= number;
        }
    }

    /// <summary>Merges small manifests that tell the same things, so that a table of many small commits stays cheap to open.</summary>
    public async Task<List<ManifestFile>> MergeAsync(IReadOnlyList<ManifestFile> manifests, long targetBytes, CancellationToken cancellationToken)
    {
        var merged = manifests.Where(manifest => manifest.Length >= targetBytes).ToList();
        var heaps = new Dictionary<Group, Heap>();
        foreach (var manifest in manifests.Where(manifest => manifest.Length < targetBytes))
        {
            var content = await files.ContentAsync(place, manifest, cancellationToken);
            var group = Group.Of(content);
            if (!heaps.TryGetValue(group, out var heap))
            {
                heaps[group] = heap = new Heap(content);
            }

            // what other snapshots deleted is their story; what this one deleted is told here
            heap.Entries.AddRange(content.Entries
                .Where(entry => entry.Status != EntryStatus.Deleted || entry.SnapshotId == snapshotId)
                .Select(entry => entry.Status == EntryStatus.Added ? entry with { Status = EntryStatus.Existing } : entry));
            heap.Of.Add(manifest);
            heap.Bytes += manifest.Length;
            if (heap.Bytes >= targetBytes)
            {
                heaps.Remove(group);
                merged.Add(await FlushAsync(heap));
            }
        }

        foreach (var heap in heaps.Values)
        {
            merged.Add(await FlushAsync(heap));
        }

        return merged;

        async Task<ManifestFile> FlushAsync(Heap heap) => heap.Of.Count == 1 ? heap.Of[0] : await WriteAsync(heap.Content, cancellationToken);
    }

    /// <summary>
    /// Writes all live entries anew, those of one partition beside each other, so that few manifests are opened for a
    /// filter on it. Manifests that are good as they are come out as others of the same size.
    /// </summary>
    public async Task<List<ManifestFile>> RewriteAsync(IReadOnlyList<ManifestFile> manifests, long targetBytes, CancellationToken cancellationToken)
    {
        var made = new List<ManifestFile>();
        var contents = new List<(ManifestContent Content, long Bytes)>();
        foreach (var manifest in manifests.Where(manifest => manifest.HasLiveFiles))
        {
            contents.Add((await files.ContentAsync(place, manifest, cancellationToken), manifest.Length));
        }

        foreach (var group in contents.GroupBy(one => Group.Of(one.Content)))
        {
            var live = group.SelectMany(one => one.Content.Entries).Where(entry => entry.Status != EntryStatus.Deleted)
                .Select(entry => entry with { Status = EntryStatus.Existing })
                .OrderBy(entry => entry.File.Partition, PartitionTuples.Comparer).ThenBy(entry => entry.SequenceNumber).ToList();
            var each = Math.Max(1, group.Sum(one => one.Bytes) / Math.Max(1, group.Sum(one => one.Content.Entries.Count)));
            foreach (var part in live.Chunk((int)Math.Clamp(targetBytes / each, 1, int.MaxValue)))
            {
                made.Add(await WriteAsync(group.First().Content with { Entries = part }, cancellationToken));
            }
        }

        return made;
    }

    // a column that an older spec is made of may be gone: its type is that of the last schema that had it
    private List<IcebergType.Primitive> TypesOf(PartitionSpec spec, IcebergSchema schema) => [.. spec.Fields.Select(field => field.ResultType(
        metadata.Schemas.Reverse().Prepend(schema).FirstOrDefault(one => one.Find(field.SourceId) is not null) ?? schema))];

    private async Task<List<ManifestEntry>> LiveAsync(ManifestFile manifest, CancellationToken cancellationToken) => manifest.HasLiveFiles
        ? [.. (await files.ContentAsync(place, manifest, cancellationToken)).Entries.Where(entry => entry.Status != EntryStatus.Deleted)]
        : [];

    // a manifest that this attempt wrote may lose more files: the ones it lost before stay told
    private Task<ManifestFile> DropIdleAsync(ManifestFile manifest, Func<ManifestEntry, bool> idle, CancellationToken cancellationToken) =>
        RewriteAsync(manifest, idle, manifest.AddedSnapshotId == snapshotId, cancellationToken);

    private Task<ManifestFile> WithoutAsync(ManifestFile manifest, Func<ContentFile, bool> goes, CancellationToken cancellationToken) =>
        RewriteAsync(manifest, entry => goes(entry.File), false, cancellationToken);

    private async Task<ManifestFile> RewriteAsync(
        ManifestFile manifest, Func<ManifestEntry, bool> goes, bool keepsDeleted, CancellationToken cancellationToken)
    {
        var content = await files.ContentAsync(place, manifest, cancellationToken);
        var live = content.Entries.Where(entry => entry.Status != EntryStatus.Deleted).ToList();
        var gone = live.Where(goes).ToHashSet(ReferenceEqualityComparer.Instance);
        if (gone.Count == 0)
        {
            return manifest;
        }

        foreach (var entry in live.Where(gone.Contains))
        {
            Removed += FileCounts.Of(entry.File);
            changed.Add(PartitionKey.Of(entry.File));
        }

        return await WriteAsync(
            content with
            {
                Entries =
                [
                    .. content.Entries.Where(entry => keepsDeleted && entry.Status == EntryStatus.Deleted),
                    .. live.Select(entry => gone.Contains(entry)
                        ? entry with { Status = EntryStatus.Deleted, SnapshotId = snapshotId }
                        : entry with { Status = EntryStatus.Existing }),
                ],
            },
            cancellationToken);
    }

    private async Task<ManifestFile> WriteAsync(ManifestContent content, CancellationToken cancellationToken)
    {
        var bytes = content.Write();
        var location = string.Create(CultureInfo.InvariantCulture, $"{place.Metadata}/{prefix}-m{written.Count}.avro");
        written.Add(location);
        await LakeFaults.GuardWriteAsync(() => objects.CreateAsync(location, bytes, cancellationToken));
        return content.Describe(location, bytes.Length, snapshotId, sequenceNumber);
    }

    /// <summary>What all files of a manifest share.</summary>
    private readonly record struct Group(int SchemaId, bool Physical, int SpecId, bool Deletes, string PartitionTypes)
    {
        public static Group Of(ManifestContent content) => new(
            content.SchemaId, content.Physical, content.Spec.SpecId, content.Deletes, string.Join(',', content.PartitionTypes.Select(IcebergTypeJson.NameOf)));
    }

    /// <summary>Manifests that become one.</summary>
    private sealed class Heap(ManifestContent first)
    {
        public List<ManifestEntry> Entries { get; } = [];

        public long Bytes { get; set; }

        public List<ManifestFile> Of { get; } = [];

        public ManifestContent Content => first with { Entries = Entries };
    }
}
