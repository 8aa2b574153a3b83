using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>
/// Keeps tables well by themselves: looks now and then at those that changed, and starts a run for those that need it. The
/// run does the work, so it is seen, cancelled and resumed like any other.
/// </summary>
internal sealed class MaintenanceClock(
    Upkeep upkeep, TableStore store, Committer committer, IRuns runs, MaintenanceOptions options, TimeProvider clock, ILogger<MaintenanceClock> log)
    : BackgroundService
{
    internal const string PolicyKey = "talentys.maintenance";

    // versions grow old and files are left over without any change
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(24);

    private readonly Dictionary<string, (string? File, DateTimeOffset At)> looked = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Automatic)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is FaultException or DbException or IOException)
            {
                LakeLog.MaintenanceFailed(log, failure);
            }
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var due = new Dictionary<Scope, (List<string> Tables, HashSet<string> Actions)>();
        foreach (var row in await store.AllAsync(cancellationToken))
        {
            if (row is { Foreign: false, MetadataFile: not null } && IsToBeLookedAt(row) && await DueAsync(row, cancellationToken) is { Count: > 0 } actions)
            {
                var scope = new Scope(row.Organisation, row.Environment);
                var (tables, all) = due.TryGetValue(scope, out var known) ? known : due[scope] = ([], []);
                tables.Add($"{row.Schema}.{row.Name}");
                all.UnionWith(actions);
            }
        }

        foreach (var (scope, (tables, actions)) in due)
        {
            var request = new MaintenanceRequest([.. tables.Order(StringComparer.Ordinal)], [.. actions.Order(StringComparer.Ordinal)]);
            var arguments = JsonSerializer.SerializeToElement(request, JsonSerializerOptions.Web);
            await runs.StartAsync(MaintenanceRun.KindName, scope, Principal.System(scope.Organisation), arguments, cancellationToken);
        }
    }

    private bool IsToBeLookedAt(LakeTableRow row)
    {
        var now = clock.GetUtcNow();
        if (looked.TryGetValue(row.Id, out var before) && before.File == row.MetadataFile && now - before.At < LookAgain)
        {
            return false;
        }

        looked[row.Id] = (row.MetadataFile, now);
        return true;
    }

    private async Task<IReadOnlyList<string>> DueAsync(LakeTableRow row, CancellationToken cancellationToken)
    {
        try
        {
            var target = await committer.LoadAsync(row, cancellationToken);
            if (target.Metadata?.Properties.GetValueOrDefault(PolicyKey) == "off")
            {
                return [];
            }

            var due = new List<string>();
            foreach (var action in upkeep.ActionsOf(new MaintenanceRequest()))
            {
                if ((await action.PlanAsync(row, new UpkeepOrder(), cancellationToken)).Due)
                {
                    due.Add(action.Name);
                }
            }

            return due;
        }
        catch (FaultException failure)
        {
            // one broken table does not keep the others from being looked at
            LakeLog.MaintenanceFailed(log, failure);
            return [];
        }
    }
}
