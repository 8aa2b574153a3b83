using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>One kind of upkeep of a table.</summary>
internal interface IUpkeepAction
{
    /// <summary>Its name in requests and steps.</summary>
    string Name { get; }

    /// <summary>What it would do now.</summary>
    Task<MaintenanceStep> PlanAsync(LakeTableRow row, UpkeepOrder order, CancellationToken cancellationToken);

    /// <summary>Does it. Repeated after a crash it does what is left.</summary>
    Task<StepOutcome> RunAsync(LakeTableRow row, UpkeepOrder order, IStepContext step, CancellationToken cancellationToken);
}

/// <summary>What was asked for beyond the rules of the table.</summary>
/// <param name="KeepFor">Versions up to this age stay; null is the table's rule.</param>
/// <param name="KeepVersions">So many versions stay; null is the table's rule.</param>
/// <param name="OrphansAfter">Age of files that no version has; null is the lake's setting.</param>
internal sealed record UpkeepOrder(TimeSpan? KeepFor = null, int? KeepVersions = null, TimeSpan? OrphansAfter = null)
{
    /// <summary>Properties for the summaries of the versions that it makes.</summary>
    public IReadOnlyDictionary<string, string> Summary { get; init; } = new Dictionary<string, string>();
}
