using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Tables;
using Talentys.Web;

namespace Talentys.Lake.Maintenance;

/// <summary>Routes of upkeep.</summary>
internal static class MaintenanceEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var engineers = routes.MapApi("maintenance", "Tables", Roles.Engineer);
        engineers.MapPost("/plan", PlanAsync).WithName("PlanMaintenance").WithSummary("What upkeep would do; nothing is changed.");
        engineers.MapPost("", StartAsync).WithName("StartMaintenance").Produces<StartedRunDto>(StatusCodes.Status202Accepted);
    }

    private static async Task<IReadOnlyList<MaintenancePlan>> PlanAsync(
        MaintenanceRequest request, Caller caller, Upkeep upkeep, VisibleTables visible, CancellationToken cancellationToken)
    {
        var access = await visible.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        foreach (var name in request.Tables ?? [])
        {
            await visible.DemandAsync(caller.Principal, caller.Scope, TableName.Parse(name), cancellationToken);
        }

        await upkeep.CheckAsync(caller.Scope, request, cancellationToken);
        var order = Upkeep.OrderOf(request);
        var plans = new List<MaintenancePlan>();
        foreach (var row in await upkeep.TablesAsync(caller.Scope, request.Tables ?? [], cancellationToken))
        {
            var name = new TableName(row.Schema, row.Name);
            if (!VisibleTables.MaySee(caller.Principal, access, name) || !access.MayCount(name))
            {
                continue; // a plan tells names and counts
            }

            var steps = new List<MaintenanceStep>();
            foreach (var action in upkeep.ActionsOf(request))
            {
                steps.Add(await action.PlanAsync(row, order, cancellationToken));
            }

            plans.Add(new MaintenancePlan(row.Schema, row.Name, steps));
        }

        return plans;
    }

    private static async Task<IResult> StartAsync(
        MaintenanceRequest request, Caller caller, Upkeep upkeep, VisibleTables visible, IRuns runs, CancellationToken cancellationToken)
    {
        foreach (var name in request.Tables ?? [])
        {
            var access = await visible.DemandAsync(caller.Principal, caller.Scope, TableName.Parse(name), cancellationToken);
            if (!access.MayWrite(TableName.Parse(name)))
            {
                throw new FaultException(new Fault(
                    FaultKind.Denied, "lake.write_denied", $"You may not change {name}: it is not granted to you.", null, "Ask an administrator for the right to write it."));
            }
        }

        await upkeep.CheckAsync(caller.Scope, request, cancellationToken);
        var arguments = JsonSerializer.SerializeToElement(request, JsonSerializerOptions.Web);
        var run = await runs.StartAsync(MaintenanceRun.KindName, caller.Scope, caller.Principal, arguments, cancellationToken);
        return Results.Accepted($"/api/v1/runs/{run.RunId}", new StartedRunDto(run.RunId, run.Joined));
    }
}
