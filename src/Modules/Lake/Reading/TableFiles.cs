using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Reading;

/// <summary>Reads metadata, manifest lists and manifests, from the cache where they are there.</summary>
internal sealed class TableFiles(LakeCache cache)
{
    /// <summary>Metadata of a table.</summary>
    public Task<TableMetadata> MetadataAsync(TableFolder folder, string file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.Metadata, file);
        return GuardAsync(path, () => cache.ReadAsync(path, bytes => MetadataFile.Parse(bytes, path), cancellationToken));
    }

    /// <summary>Manifests of a snapshot.</summary>
    public Task<IReadOnlyList<ManifestFile>> ManifestsAsync(TableFolder folder, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var path = folder.ToPath(snapshot.ManifestList);
        return GuardAsync(path, () => cache.ReadAsync(path, bytes => ManifestListFile.Parse(bytes), cancellationToken));
    }

    /// <summary>Files of a manifest.</summary>
    public Task<ManifestContent> ContentAsync(TableFolder folder, ManifestFile manifest, CancellationToken cancellationToken)
    {
        if (manifest.Content != ManifestFile.DataContent)
        {
            throw new FaultException(Fault.Invalid(
                "lake.deletes_unsupported", "The table has delete files of another engine, which are not read yet.", manifest.Path,
                "Rewrite the table with the engine that made it."));
        }

        var path = folder.ToPath(manifest.Path);
        return GuardAsync(path, () => cache.ReadAsync(path, bytes => ManifestContent.Parse(bytes, manifest), cancellationToken));
    }

    private static async Task<T> GuardAsync<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new FaultException(
                Fault.Failed("lake.metadata_broken", $"A file of a table's metadata cannot be read: {failure.Message}", path, "Restore the lake's folder from a backup."),
                failure);
        }
    }
}
