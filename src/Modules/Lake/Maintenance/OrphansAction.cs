using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>Upkeep <c>orphans</c>: files that no version has go.</summary>
internal sealed class OrphansAction(OrphanFiles orphans, MaintenanceOptions options) : IUpkeepAction
{
    /// <inheritdoc/>
    public string Name => "orphans";

    /// <inheritdoc/>
    public async Task<MaintenanceStep> PlanAsync(LakeTableRow row, UpkeepOrder order, CancellationToken cancellationToken)
    {
        var found = await orphans.FindAsync(row, order.OrphansAfter ?? options.OrphanFileAge, cancellationToken);
        return new MaintenanceStep(Name, found.Count > 0, found.Count, 0, 0, found.Sum(file => file.Bytes));
    }

    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(LakeTableRow row, UpkeepOrder order, IStepContext step, CancellationToken cancellationToken)
    {
        var removed = await orphans.RemoveAsync(row, order.OrphansAfter ?? options.OrphanFileAge, cancellationToken);
        return new StepOutcome(
            removed.Count == 0 ? "no file is left over" : string.Create(CultureInfo.InvariantCulture, $"{removed.Count:N0} files that no version has are gone"),
            new Dictionary<string, double> { ["files"] = removed.Count, ["bytes"] = removed.Sum(file => file.Bytes) });
    }
}
