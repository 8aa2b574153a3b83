using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Operations.Health;
using Talentys.Operations.Machine;
using Talentys.Operations.Requests;
using Talentys.Web;

namespace Talentys.Operations;

/// <summary>How the server fares: checks of all modules, the process and its machine, requests of the last hour.</summary>
public sealed class OperationsModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Operations";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OperationsOptions>().Bind(configuration.GetSection(Name))
            .Validate(options => options.ProbeTimeout > TimeSpan.Zero, "Operations:ProbeTimeout must be positive.")
            .ValidateOnStart();
        services.AddSingleton<IHealthProbe, DiskProbe>();
        services.AddSingleton<HealthReport>();
        services.AddSingleton<RequestFigures>();
        services.AddSingleton<IStartupFilter, RequestMeasure>();
        services.AddSingleton<ProcessorUse>();
        services.AddHostedService(provider => provider.GetRequiredService<ProcessorUse>());
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes) => HealthEndpoints.Map(routes);
}
