using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Talentys.Web;

/// <summary>A module of the platform: what it adds to the services and to the routes. The composition root lists them.</summary>
public interface IModule
{
    /// <summary>Name as in <c>architecture/modules.json</c>.</summary>
    static abstract string Name { get; }

    /// <summary>Adds its services, storage mappings, run kinds, resource kinds and event handlers.</summary>
    static abstract void Add(IServiceCollection services, IConfiguration configuration);

    /// <summary>Adds its routes, below <c>/api/v1</c>.</summary>
    static abstract void Map(IEndpointRouteBuilder routes);
}
