using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Governance.Grants;
using Talentys.Governance.Masks;
using Talentys.Governance.Policies;
using Talentys.Governance.Resolution;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Governance;

/// <summary>Access policies: masks, row filters, grants.</summary>
public sealed class GovernanceModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Governance";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IResourceKind, PolicyKind>();
        services.AddSingleton<IResourceKind, AccessKind>();
        services.AddSingleton<PseudonymKeys>();
        services.AddSingleton<PolicyStore>();
        services.AddSingleton<IAccessPolicies>(provider => provider.GetRequiredService<PolicyStore>());
        services.AddSingleton<IPolicyTests, PolicyTests>();
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes) => PolicyEndpoints.Map(routes);
}
