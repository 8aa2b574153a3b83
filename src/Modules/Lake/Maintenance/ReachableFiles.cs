using System.Text.Json;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>Tells which files versions of a table name.</summary>
internal sealed class ReachableFiles(TableFiles files)
{
    /// <summary>Manifests of versions, each once.</summary>
    public async Task<IReadOnlyDictionary<string, ManifestFile>> ManifestsAsync(
        TablePlace place, IEnumerable<Snapshot> snapshots, CancellationToken cancellationToken)
    {
        var manifests = new Dictionary<string, ManifestFile>();
        foreach (var snapshot in snapshots)
        {
            foreach (var manifest in await files.ManifestsAsync(place, snapshot, cancellationToken))
            {
                manifests.TryAdd(place.Resolve(manifest.Path), manifest);
            }
        }

        return manifests;
    }

    /// <summary>Calls for each file that a manifest names, with its location; those that its snapshot removed only when asked for.</summary>
    public async Task EachAsync(
        TablePlace place, ManifestFile manifest, bool removedToo, Action<string, ContentFile> act, CancellationToken cancellationToken)
    {
        foreach (var entry in (await files.ContentAsync(place, manifest, cancellationToken)).Entries)
        {
            if (removedToo || entry.Status != EntryStatus.Deleted)
            {
                act(place.Resolve(entry.File.Path), entry.File);
            }
        }
    }

    /// <summary>All files that a table needs: its metadata and what any of its versions names.</summary>
    /// <exception cref="FaultException">A file of its metadata cannot be read: then nothing is known.</exception>
    public async Task<LocationSet> OfAsync(TableBase target, CancellationToken cancellationToken)
    {
        if (target.Metadata is not { } metadata)
        {
            return new LocationSet();
        }

        var needed = await OfAsync(target.Place, metadata, cancellationToken);
        needed.Add(target.MetadataLocation!);
        return needed;
    }

    /// <summary>The same without the metadata file itself.</summary>
    public async Task<LocationSet> OfAsync(TablePlace place, TableMetadata metadata, CancellationToken cancellationToken)
    {
        var needed = new LocationSet();
        foreach (var location in metadata.MetadataLog.Select(entry => entry.MetadataFile)
            .Concat(metadata.Snapshots.Select(snapshot => snapshot.ManifestList).Where(list => list.Length > 0))
            .Concat(StatisticsOf(metadata)))
        {
            needed.Add(place.Resolve(location));
        }

        foreach (var (location, manifest) in await ManifestsAsync(place, metadata.Snapshots, cancellationToken))
        {
            needed.Add(location);
            await EachAsync(place, manifest, removedToo: false, (file, _) => needed.Add(file), cancellationToken);
        }

        return needed;
    }

    /// <summary>Files with statistics, which other engines write.</summary>
    private static IEnumerable<string> StatisticsOf(TableMetadata metadata)
    {
        foreach (var key in new[] { "statistics", "partition-statistics" })
        {
            if (metadata.Unknown?.TryGetValue(key, out var list) == true && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var file in list.EnumerateArray())
                {
                    if (file.TryGetProperty("statistics-path", out var path) && path.GetString() is { } location)
                    {
                        yield return location;
                    }
                }
            }
        }
    }
}
