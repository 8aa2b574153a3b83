using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Lake.Maintenance;

/// <summary>The run kind <c>maintain</c>: each kind of upkeep of each table is a step.</summary>
internal sealed class MaintenanceRun(Upkeep upkeep) : IRunKind
{
    /// <summary>Name of the kind.</summary>
    public const string KindName = "maintain";

    private const int MostInTitle = 3;

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public string TitleOf(JsonElement arguments)
    {
        var tables = Read(arguments).Tables ?? [];
        return tables.Count == 0 ? "Maintain all tables"
            : tables.Count <= MostInTitle ? $"Maintain {string.Join(", ", tables)}"
            : $"Maintain {string.Join(", ", tables.Take(MostInTitle))} and {tables.Count - MostInTitle} more";
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var request = Read(run.Arguments);
        var order = Upkeep.OrderOf(request) with
        {
            Summary = new Dictionary<string, string> { [SnapshotKeys.Run] = run.RunId, [SnapshotKeys.By] = run.Principal.Name },
        };
        foreach (var row in await upkeep.TablesAsync(run.Scope, request.Tables ?? [], cancellationToken))
        {
            foreach (var action in upkeep.ActionsOf(request))
            {
                await run.StepAsync(
                    $"{row.Schema}.{row.Name} {action.Name}", (step, token) => action.RunAsync(row, order, step, token), cancellationToken);
            }
        }
    }

    private static MaintenanceRequest Read(JsonElement arguments) => arguments.Deserialize<MaintenanceRequest>(JsonSerializerOptions.Web)!;
}
