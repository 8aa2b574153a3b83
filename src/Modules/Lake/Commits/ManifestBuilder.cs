using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Commits;

/// <summary>Makes the manifests of one attempt to commit.</summary>
internal sealed class ManifestBuilder(
    TableFiles files, IObjectStore objects, TablePlace place, TableMetadata metadata, long snapshotId, long sequenceNumber, string prefix)
{
    private readonly List<string> written = [];

    /// <summary>Locations of the manifests written so far.</summary>
    public IReadOnlyList<string> Written => written;

    /// <summary>What was removed.</summary>
    public (long Files, long Rows, long Bytes) Removed { get; private set; }

    /// <summary>A manifest of new files. Their sequence number is inherited from the list, whatever it turns out to be.</summary>
    public Task<ManifestFile> AddAsync(int schemaId, IEnumerable<ContentFile> added, CancellationToken cancellationToken) => WriteAsync(
        schemaId,
        true,
        [.. added.Select(file => new ManifestEntry(
            EntryStatus.Added, snapshotId, null, null, file))],
        cancellationToken);

    /// <summary>
    /// The manifests that remain when some files are removed: those that hold one are written anew, the removed file
    /// marked so that readers of changes see it; manifests without a live file are dropped.
    /// </summary>
    /// <param name="existing">Manifests of the base.</param>
    /// <param name="all">Whether all files are removed.</param>
    /// <param name="locations">Locations of the files to remove, when not all are.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>lake.conflict</c>: a file to remove is not there.</exception>
    public async Task<List<ManifestFile>> RemoveAsync(
        IReadOnlyList<ManifestFile> existing, bool all, IReadOnlySet<string> locations, CancellationToken cancellationToken)
    {
        var kept = new List<ManifestFile>();
        var missing = locations.ToHashSet();
        foreach (var manifest in existing.Where(manifest => manifest.HasLiveFiles))
        {
            if (!all && missing.Count == 0)
            {
                kept.Add(manifest);
                continue;
            }

            var content = await files.ContentAsync(place, manifest, cancellationToken);
            var live = content.Entries.Where(entry => entry.Status != EntryStatus.Deleted).ToList();
            var gone = live.Where(entry => all || missing.Contains(place.Resolve(entry.File.Path))).ToList();
            if (gone.Count == 0)
            {
                kept.Add(manifest);
                continue;
            }

            foreach (var entry in gone)
            {
                missing.Remove(place.Resolve(entry.File.Path));
                Removed = (Removed.Files + 1, Removed.Rows + entry.File.Rows, Removed.Bytes + entry.File.Bytes);
            }

            var removed = gone.ToHashSet();
            kept.Add(await WriteAsync(
                content.SchemaId,
                content.Physical,
                [.. live.Select(entry => removed.Contains(entry)
                    ? entry with { Status = EntryStatus.Deleted, SnapshotId = snapshotId }
                    : entry with { Status = EntryStatus.Existing })],
                cancellationToken));
        }

        return all || missing.Count == 0 ? kept : throw new FaultException(new Fault(
            FaultKind.Conflict,
            "lake.conflict",
            "A data file that was to be replaced is no longer in the table: another commit removed it.",
            missing.First(),
            "Read the table again and repeat the work."));
    }

    /// <summary>Merges manifests of one schema into one, so that a table of many small commits stays cheap to open.</summary>
    public async Task<List<ManifestFile>> MergeAsync(IReadOnlyList<ManifestFile> manifests, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<(int Schema, bool Physical), List<ManifestEntry>>();
        foreach (var manifest in manifests)
        {
            var content = await files.ContentAsync(place, manifest, cancellationToken);
            var group = (content.SchemaId, content.Physical);
            if (!contents.TryGetValue(group, out var entries))
            {
                contents[group] = entries = [];
            }

            // what other snapshots deleted is their story; what this one deleted is told here
            entries.AddRange(content.Entries
                .Where(entry => entry.Status != EntryStatus.Deleted || entry.SnapshotId == snapshotId)
                .Select(entry => entry.Status == EntryStatus.Added ? entry with { Status = EntryStatus.Existing } : entry));
        }

        var merged = new List<ManifestFile>();
        foreach (var (group, entries) in contents)
        {
            merged.Add(await WriteAsync(group.Schema, group.Physical, entries, cancellationToken));
        }

        return merged;
    }

    private async Task<ManifestFile> WriteAsync(int schemaId, bool physical, IReadOnlyList<ManifestEntry> entries, CancellationToken cancellationToken)
    {
        var schema = metadata.SchemaById(schemaId);
        var bytes = new ManifestContent(schemaId, physical, entries).Write(schema);
        var location = string.Create(CultureInfo.InvariantCulture, $"{place.Metadata}/{prefix}-m{written.Count}.avro");
        await LakeFaults.GuardWriteAsync(() => objects.CreateAsync(location, bytes, cancellationToken));
        written.Add(location);
        var byStatus = entries.ToLookup(entry => entry.Status, entry => entry.File.Rows);
        return new ManifestFile
        {
            Path = location,
            Length = bytes.Length,
            PartitionSpecId = 0,
            Content = ManifestFile.DataContent,
            SequenceNumber = sequenceNumber,
            MinSequenceNumber = entries.Where(entry => entry.Status != EntryStatus.Deleted).Select(entry => entry.SequenceNumber ?? sequenceNumber)
                .DefaultIfEmpty(sequenceNumber).Min(),
            AddedSnapshotId = snapshotId,
            AddedFiles = byStatus[EntryStatus.Added].Count(),
            ExistingFiles = byStatus[EntryStatus.Existing].Count(),
            DeletedFiles = byStatus[EntryStatus.Deleted].Count(),
            AddedRows = byStatus[EntryStatus.Added].Sum(),
            ExistingRows = byStatus[EntryStatus.Existing].Sum(),
            DeletedRows = byStatus[EntryStatus.Deleted].Sum(),
        };
    }
}
