using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Projects.Edits;
using Talentys.Projects.Public;
using Talentys.Projects.Resources;
using Talentys.Projects.Settings;
using Talentys.Projects.Workspaces;
using Talentys.Web;

namespace Talentys.Projects;

/// <summary>The files of a project: resources, their validation and their schemas.</summary>
public sealed class ProjectsModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Projects";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IResourceKind, ProjectKind>();
        services.AddSingleton<ProjectResources>();
        services.AddSingleton<IResources>(provider => provider.GetRequiredService<ProjectResources>());
        services.AddSingleton<IResourceFiles>(provider => provider.GetRequiredService<ProjectResources>());
        services.AddSingleton<EditMode>();
        services.AddSingleton<ResourceEdits>();
        services.AddSingleton<Schemas>();
        services.AddSingleton<ProjectInit>();
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
        ResourceEndpoints.Map(routes);
        EditEndpoints.Map(routes);
        WorkspaceEndpoints.Map(routes);
    }
}
