using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Commits;

/// <summary>
/// Judges whether a change still holds on top of what others committed since it began. Only manifests that are not in both
/// versions are compared, so a table's size does not matter.
/// </summary>
internal sealed class ConflictJudge(TableFiles files, TablePlace place, TableMetadata metadata)
{
    /// <summary>Code of the fault.</summary>
    public const string Code = "lake.conflict";

    /// <summary>Passes when nothing that came between goes against the change.</summary>
    /// <exception cref="FaultException"><c>lake.conflict</c>.</exception>
    public async Task CheckAsync(ConflictCheck check, Snapshot? now, CancellationToken cancellationToken)
    {
        if (now?.SnapshotId == check.Start?.SnapshotId)
        {
            return;
        }

        var (before, after) = await DifferenceAsync(check.Start, now, cancellationToken);
        var gone = before.Keys.Where(location => !after.ContainsKey(location)).ToHashSet();
        if (check.Touched.FirstOrDefault(file => gone.Contains(place.Resolve(file.Path))) is { } lost)
        {
            throw Conflict("Another commit removed or rewrote a data file whose rows are changed here.", lost.Path);
        }

        foreach (var (_, added) in after.Where(pair => !before.ContainsKey(pair.Key)))
        {
            if (added.Content == FileContent.Data && check.Concerns?.Invoke(added) == true)
            {
                throw Conflict("Another commit added rows that may be among those that are changed here.", added.Path);
            }

            if (added.Content != FileContent.Data && check.Touched.FirstOrDefault(file => DeleteScope.MayApply(added, file, place, metadata)) is { } hit)
            {
                throw Conflict("Another commit deleted rows of a data file that is changed here.", hit.Path);
            }
        }
    }

    /// <summary>A conflict.</summary>
    public static FaultException Conflict(string message, string? where) =>
        new(new Fault(FaultKind.Conflict, Code, message, where, "Read the table again and repeat the work."));

    /// <summary>Live files of the manifests that only one of two versions has, by location.</summary>
    private async Task<(Dictionary<string, ContentFile> Before, Dictionary<string, ContentFile> After)> DifferenceAsync(
        Snapshot? start, Snapshot? now, CancellationToken cancellationToken)
    {
        IReadOnlyList<ManifestFile> old;
        try
        {
            old = start is null ? [] : await files.ManifestsAsync(place, start, cancellationToken);
        }
        catch (FaultException missing) when (missing.Fault.Code == "lake.metadata_broken")
        {
            throw Conflict("The version that was read for the change is gone.", null);
        }

        var young = now is null ? [] : await files.ManifestsAsync(place, now, cancellationToken);
        var same = old.Select(manifest => manifest.Path).Intersect(young.Select(manifest => manifest.Path)).ToHashSet();
        return (await LiveAsync(old), await LiveAsync(young));

        async Task<Dictionary<string, ContentFile>> LiveAsync(IReadOnlyList<ManifestFile> manifests)
        {
            var live = new Dictionary<string, ContentFile>();
            foreach (var manifest in manifests.Where(manifest => manifest.HasLiveFiles && !same.Contains(manifest.Path)))
            {
                foreach (var entry in (await files.ContentAsync(place, manifest, cancellationToken)).Entries.Where(entry => entry.Status != EntryStatus.Deleted))
                {
                    live[place.Resolve(entry.File.Path)] = entry.File;
                }
            }

            return live;
        }
    }
}
