using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Talentys.Kernel;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Models;
using Talentys.Transformation.Reading;
using Talentys.Transformation.Watching;
using Talentys.Web;

namespace Talentys.Transformation;

/// <summary>Reads dbt projects, and builds them on the lake.</summary>
public sealed class TransformationModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Transformation";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TransformationOptions>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TransformationOptions>>().Value);
        services.AddSingleton<IRunKind, BuildRun>();
        services.AddSingleton<ProjectReaders>();
        services.AddSingleton<CompiledSql>();
        services.AddSingleton<ServedProject>();
        services.AddSingleton<ProjectEditions>();
        services.AddSingleton<ProjectWatch>();
        services.AddSingleton<ServedNodes>();
        services.AddSingleton<NodeHistory>();
        services.AddSingleton<NodeColumns>();
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
        BuildEndpoints.Map(routes);
        ModelEndpoints.Map(routes);
        WatchEndpoints.Map(routes);
    }
}
