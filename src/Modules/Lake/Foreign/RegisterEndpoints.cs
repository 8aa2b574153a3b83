using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Tables;
using Talentys.Web;

namespace Talentys.Lake.Foreign;

/// <summary>The route that takes in tables of other engines.</summary>
internal static class RegisterEndpoints
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("tables", "Tables", Roles.Engineer)
        .MapPost("/register", Register).WithName("RegisterTable").WithSummary("Takes in a table that another engine wrote, or its newest version.");

    private static async Task<TableDetail> Register(TableRegistration order, Caller caller, TableRegister register, VisibleTables visible, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(order.Name) || string.IsNullOrWhiteSpace(order.Metadata))
        {
            throw new FaultException(Fault.Invalid(
                "lake.register_invalid", "A name and the place of the table are needed.", null, "Send name and metadata, for example {\"name\": \"trips\", \"metadata\": \"warehouse/trips\"}."));
        }

        var name = new TableName(string.IsNullOrWhiteSpace(order.Schema) ? TableName.DefaultSchema : order.Schema, order.Name);
        await visible.DemandPlacesAsync(caller.Principal, caller.Scope, cancellationToken);
        return TableEndpoints.DetailOf(await register.RegisterAsync(caller.Scope, name, order.Metadata, cancellationToken));
    }
}
