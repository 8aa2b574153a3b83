using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Talentys.Kernel;
using Talentys.Runs.Execution;
using Talentys.Runs.Feed;
using Talentys.Runs.Public;
using Talentys.Runs.Queue;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Runs;

/// <summary>The run engine: queue, workers, steps, logs, live feed.</summary>
public sealed class RunsModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Runs";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RunsOptions>().Bind(configuration.GetSection("Runs"));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RunsOptions>>().Value);
        services.AddSingleton<IStorageMapping, RunsStorageMapping>();
        services.AddSingleton<RunSignals>();
        services.AddSingleton<RunQueue>();
        services.AddSingleton<IRuns>(provider => provider.GetRequiredService<RunQueue>());
        services.AddSingleton<RunLeases>();
        services.AddSingleton<RunReader>();
        services.TryAddSingleton<IAccessPolicies>(NoPolicies.Instance); // where no module knows policies
        services.AddSingleton<RunSight>();
        services.AddSingleton<RunFeed>();
        services.AddSingleton<RunListFeed>();
        services.AddSingleton<IRunHistory, RunHistory>();
        services.AddSingleton<RunExecution>();
        services.AddSingleton<IHealthProbe, RunsProbe>();
        services.AddHostedService<RunWorker>();
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes) => RunEndpoints.Map(routes);
}
