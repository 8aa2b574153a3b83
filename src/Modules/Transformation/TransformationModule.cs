using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Web;

namespace Talentys.Transformation;

/// <summary>Reads dbt projects and says what is in them.</summary>
public sealed class TransformationModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Transformation";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
    }
}
