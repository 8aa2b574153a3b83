using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>Upkeep <c>manifests</c>: many small lists of files become few, ordered by partition.</summary>
internal sealed class ManifestsAction(Committer committer, SnapshotBuilder snapshots, TableFiles files, MaintenanceOptions options) : IUpkeepAction
{
    /// <inheritdoc/>
    public string Name => "manifests";

    /// <inheritdoc/>
    public async Task<MaintenanceStep> PlanAsync(LakeTableRow row, UpkeepOrder order, CancellationToken cancellationToken)
    {
        var target = await committer.LoadAsync(row, cancellationToken);
        var (small, makes) = await SmallAsync(target, cancellationToken);
        return new MaintenanceStep(Name, IsDue(small, makes), small.Count, makes, 0, small.Sum(manifest => manifest.Length));
    }

    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(LakeTableRow row, UpkeepOrder order, IStepContext step, CancellationToken cancellationToken)
    {
        var target = await committer.LoadAsync(row, cancellationToken);
        var (small, makes) = await SmallAsync(target, cancellationToken);
        if (!IsDue(small, makes))
        {
            return new StepOutcome("manifests are few", new Dictionary<string, double> { ["removed"] = 0, ["made"] = 0 });
        }

        var writeId = Guid.CreateVersion7().ToString();
        var published = await committer.PublishAsync(
            new TableChange { TableId = row.Id, WriteId = writeId, Build = (now, prefix, token) => snapshots.RewriteManifestsAsync(now, writeId, order.Summary, prefix, token) },
            cancellationToken);
        var (removed, made) = (published.Snapshot!.Total("manifests-replaced"), published.Snapshot.Total("manifests-created"));
        return new StepOutcome(
            string.Create(CultureInfo.InvariantCulture, $"{removed:N0} manifests became {made:N0}"),
            new Dictionary<string, double> { ["removed"] = removed, ["made"] = made });
    }

    // manifests of different specs, schemas or contents stay apart
    private bool IsDue(IReadOnlyList<ManifestFile> small, int makes) => small.Count >= options.RewriteManifestsAt && makes * 2 <= small.Count;

    private async Task<(IReadOnlyList<ManifestFile> Small, int Makes)> SmallAsync(TableBase target, CancellationToken cancellationToken)
    {
        if (target.Metadata is not { CurrentSnapshot: { } snapshot } metadata)
        {
            return ([], 0);
        }

        var size = TableProperties.Number(metadata, TableProperties.ManifestBytes, TableProperties.ManifestBytesDefault);
        var small = (await files.ManifestsAsync(target.Place, snapshot, cancellationToken)).Where(manifest => manifest.Length < size / 2).ToList();
        return (small, small.GroupBy(manifest => (manifest.PartitionSpecId, manifest.IsDeletes)).Sum(group => (int)(group.Sum(manifest => manifest.Length) / size) + 1));
    }
}
