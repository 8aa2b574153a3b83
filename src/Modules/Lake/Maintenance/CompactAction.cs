using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>Upkeep <c>compact</c>: small files become good ones.</summary>
internal sealed class CompactAction(Compaction compaction, Committer committer) : IUpkeepAction
{
    /// <inheritdoc/>
    public string Name => "compact";

    /// <inheritdoc/>
    public async Task<MaintenanceStep> PlanAsync(LakeTableRow row, UpkeepOrder order, CancellationToken cancellationToken)
    {
        var target = await committer.LoadAsync(row, cancellationToken);
        var groups = await compaction.PlanAsync(target, cancellationToken);
        return new MaintenanceStep(
            Name,
            groups.Count > 0,
            groups.Sum(group => (long)group.Files.Count),
            groups.Sum(group => compaction.FilesAfter(target, group)),
            0,
            groups.Sum(group => group.Bytes));
    }

    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(LakeTableRow row, UpkeepOrder order, IStepContext step, CancellationToken cancellationToken)
    {
        var target = await committer.LoadAsync(row, cancellationToken);
        var outcome = await compaction.RunAsync(target, await compaction.PlanAsync(target, cancellationToken), order.Summary, step, cancellationToken);
        var left = outcome.Left > 0 ? string.Create(CultureInfo.InvariantCulture, $", {outcome.Left:N0} left for the next time") : "";
        return new StepOutcome(
            outcome.Removed + outcome.Left == 0
                ? "files are of good size"
                : string.Create(CultureInfo.InvariantCulture, $"{outcome.Removed:N0} files became {outcome.Made:N0}{left}"),
            new Dictionary<string, double> { ["removed"] = outcome.Removed, ["made"] = outcome.Made, ["bytes"] = outcome.Bytes, ["left"] = outcome.Left });
    }
}
