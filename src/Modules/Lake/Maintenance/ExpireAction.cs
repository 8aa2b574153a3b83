using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>Upkeep <c>expire</c>: old versions go, with the files that only they have.</summary>
internal sealed class ExpireAction(SnapshotExpiry expiry, Committer committer, MaintenanceOptions options) : IUpkeepAction
{
    /// <inheritdoc/>
    public string Name => "expire";

    /// <inheritdoc/>
    public async Task<MaintenanceStep> PlanAsync(LakeTableRow row, UpkeepOrder order, CancellationToken cancellationToken)
    {
        var target = await committer.LoadAsync(row, cancellationToken);
        var outcome = target.Metadata is { } metadata
            ? await expiry.PreviewAsync(target, Rules(metadata, order), cancellationToken)
            : new ExpiryOutcome(0, 0, 0);
        return new MaintenanceStep(Name, outcome.Versions > 0, outcome.Files, 0, outcome.Versions, outcome.Bytes);
    }

    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(LakeTableRow row, UpkeepOrder order, IStepContext step, CancellationToken cancellationToken)
    {
        var target = await committer.LoadAsync(row, cancellationToken);
        var rules = target.Metadata is { } metadata ? Rules(metadata, order) : null;
        var outcome = rules is null || expiry.Decide(target.Metadata!, rules).IsEmpty
            ? new ExpiryOutcome(0, 0, 0)
            : await expiry.ExpireAsync(row, rules, cancellationToken);
        return new StepOutcome(
            outcome.Versions == 0
                ? "no version is old enough"
                : string.Create(CultureInfo.InvariantCulture, $"{outcome.Versions:N0} versions and {outcome.Files:N0} files are gone"),
            new Dictionary<string, double> { ["versions"] = outcome.Versions, ["files"] = outcome.Files, ["bytes"] = outcome.Bytes });
    }

    private ExpiryRules Rules(TableMetadata metadata, UpkeepOrder order)
    {
        var rules = ExpiryRules.Of(metadata, options);
        return rules with { MaxAge = order.KeepFor ?? rules.MaxAge, MinKept = order.KeepVersions ?? rules.MinKept };
    }
}
