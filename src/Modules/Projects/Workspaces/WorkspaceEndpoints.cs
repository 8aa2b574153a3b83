using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Projects.Settings;
using Talentys.Web;

namespace Talentys.Projects.Workspaces;

/// <summary>The project that is served, as the page shows it above everything else.</summary>
internal static class WorkspaceEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapApi("workspace", "Projects", Roles.Reader).MapGet("/", TellAsync).WithName("Workspace").Produces<Workspace>();

    private static async Task<Ok<Workspace>> TellAsync(
        Caller caller, IResources resources, PlatformFolders folders, IOptions<WebOptions> web, CancellationToken cancellationToken)
    {
        var project = await resources.LoadAsync(ProjectKind.KindName, cancellationToken);
        var named = project.Documents is [var settings, ..] ? settings.Root.Text("name") : null;
        var environments = ProjectEnvironments.Of(project);
        return TypedResults.Ok(new Workspace(
            named ?? NameOf(folders.Project),
            caller.Scope.Environment,
            environments.Names(web.Value.DefaultEnvironment),
            environments.EditOf(caller.Scope.Environment)));
    }

    // the root of a disk has no name
    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) is { Length: > 0 } name ? name : folder;
}
