using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Reading;

/// <summary>Reads metadata, manifest lists and manifests, from the cache where they are there.</summary>
internal sealed class TableFiles(LakeCache cache, IObjectStore objects)
{
    /// <summary>Metadata of a table.</summary>
    public Task<TableMetadata> MetadataAsync(string location, CancellationToken cancellationToken) =>
        ReadAsync(location, bytes => MetadataFile.Parse(bytes, location), cancellationToken);

    /// <summary>Manifests of a snapshot.</summary>
    public async Task<IReadOnlyList<ManifestFile>> ManifestsAsync(TablePlace place, Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.ManifestList.Length > 0)
        {
            return await ReadAsync(place.Resolve(snapshot.ManifestList), bytes => ManifestListFile.Parse(bytes), cancellationToken);
        }

        var manifests = new List<ManifestFile>();
        foreach (var path in snapshot.Manifests ?? [])
        {
            manifests.Add(await ReadAsync(
                place.Resolve(path), bytes => ManifestContent.RowOf(bytes, path, snapshot.SnapshotId), cancellationToken));
        }

        return manifests;
    }

    /// <summary>Files of a manifest.</summary>
    public Task<ManifestContent> ContentAsync(TablePlace place, ManifestFile manifest, CancellationToken cancellationToken) =>
        ReadAsync(place.Resolve(manifest.Path), bytes => ManifestContent.Parse(bytes, manifest), cancellationToken);

    private async Task<T> ReadAsync<T>(string location, Func<byte[], T> parse, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            if (cache.Find<T>(location) is { } known)
            {
                return known;
            }

            var bytes = await objects.ReadAsync(location, cancellationToken);
            var parsed = parse(bytes);
            cache.Keep(location, parsed, bytes.Length);
            return parsed;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw LakeFaults.MetadataBroken(location, failure);
        }
    }
}
