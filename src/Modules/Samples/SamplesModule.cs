using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Web;

namespace Talentys.Samples;

/// <summary>The sample company and made-up personal data.</summary>
public sealed class SamplesModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Samples";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        // Nothing to register: what it offers is pure functions of their arguments.
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
        // No routes: a server makes no sample data, the command line does.
    }
}
