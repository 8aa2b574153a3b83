using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;

namespace Talentys.Lake.RestCatalog;

/// <summary>
/// Looks at the snapshots that clients add before anybody can read them: their manifests must be there and readable, and all that
/// they name must be below the table's folder. So no commit makes a table unreadable, or reads the files of others.
/// </summary>
internal sealed class ClientSnapshots(TableFiles files)
{
    /// <summary>Checks a snapshot.</summary>
    /// <exception cref="FaultException"><c>lake.location_refused</c>, <c>lake.request_invalid</c>.</exception>
    public async Task CheckAsync(TablePlace place, MetadataBuilder builder, Snapshot snapshot, CancellationToken cancellationToken)
    {
        ClientPlace.Check(place, snapshot.ManifestList, "The manifest list of the snapshot");
        var known = await KnownAsync(place, builder, snapshot, cancellationToken);
        foreach (var manifest in await ReadAsync(() => files.ManifestsAsync(place, snapshot, cancellationToken)))
        {
            ClientPlace.Check(place, manifest.Path, "A manifest of the snapshot");
            if (known.Contains(manifest.Path))
            {
                continue; // it was looked at with the snapshot before
            }

            if (builder.Current.PartitionSpecs.All(spec => spec.SpecId != manifest.PartitionSpecId))
            {
                throw RestFaults.Invalid($"A manifest has the partition spec {manifest.PartitionSpecId}, which the table does not have.", manifest.Path);
            }

            var content = await ReadAsync(() => files.ContentAsync(place, manifest, cancellationToken));
            foreach (var entry in content.Entries.Where(entry => entry.Status != EntryStatus.Deleted))
            {
                ClientPlace.Check(place, entry.File.Path, "A file of the snapshot");
                if (entry.File.Format != ContentFile.Parquet || entry.File.KeyMetadata is not null)
                {
                    throw RestFaults.Invalid(
                        $"The snapshot has a file in {entry.File.Format}{(entry.File.KeyMetadata is null ? "" : " that is encrypted")}, which this platform cannot read.",
                        entry.File.Path, "Write plain Parquet (table property write.format.default).");
                }
            }
        }
    }

    private async Task<IReadOnlySet<string>> KnownAsync(TablePlace place, MetadataBuilder builder, Snapshot snapshot, CancellationToken cancellationToken) =>
        builder.Current.Snapshots.FirstOrDefault(other => other.SnapshotId == snapshot.ParentSnapshotId) is { } parent
            ? (await ReadAsync(() => files.ManifestsAsync(place, parent, cancellationToken))).Select(manifest => manifest.Path).ToHashSet()
            : new HashSet<string>();

    private static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (FaultException broken) when (broken.Fault.Code is "lake.metadata_broken" or "lake.deletes_unsupported" or "lake.format_unsupported")
        {
            throw RestFaults.Invalid(
                $"The snapshot cannot be read: {broken.Fault.Message}", broken.Fault.Place, "Write its manifests before the commit, as version 2 of the format has them.");
        }
    }
}
