using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;

namespace Talentys.Projects.Tests.Workspaces;

public sealed class WorkspaceTests
{
    private const string Path = "/api/v1/workspace";

    [Fact]
    public async Task A_folder_without_settings_goes_by_its_name_and_may_be_edited()
    {
        await using var server = await ProjectServer.StartAsync();

        var workspace = await ReadAsync(server);

        Assert.Equal(System.IO.Path.GetFileName(server.Folder.Path), workspace.Name);
        Assert.Equal(("dev", "files"), (workspace.Environment, workspace.Edit));
        Assert.Equal(["dev"], workspace.Environments);
    }

    [Fact]
    public async Task The_settings_name_the_project_its_environments_and_who_edits_where()
    {
        await using var server = await ProjectServer.StartAsync(web => web.DefaultEnvironment = "stage");
        server.Folder.Write("talentys.yml", """
            name: maison-lumen
            default_env: stage
            envs:
              dev: {edit: files}
              free: {read_from: prod}
              stage: {edit: locked}
              prod: {edit: review}
            """);

        var here = await ReadAsync(server);

        Assert.Equal(("maison-lumen", "stage", "locked"), (here.Name, here.Environment, here.Edit));
        Assert.Equal(["stage", "dev", "free", "prod"], here.Environments);
        foreach (var (environment, edit) in new[] { ("dev", "files"), ("free", "files"), ("prod", "locked") })
        {
            var there = await ReadAsync(server, environment);
            Assert.Equal((environment, edit), (there.Environment, there.Edit));
        }
    }

    [Fact]
    public async Task Settings_with_faults_lock_the_files()
    {
        await using var server = await ProjectServer.StartAsync();
        server.Folder.Write("talentys.yml", "name: shop\nenvs: {dev: {edit: sometimes}}\n");

        var workspace = await ReadAsync(server);

        Assert.Equal((System.IO.Path.GetFileName(server.Folder.Path), "locked"), (workspace.Name, workspace.Edit));
    }

    [Fact]
    public async Task Nobody_asks_without_signing_in()
    {
        await using var server = await ProjectServer.StartAsync();
        using var stranger = server.Client(role: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(Path)).StatusCode);
    }

    private static async Task<Workspace> ReadAsync(ProjectServer server, string? environment = null)
    {
        using var client = server.Client(environment: environment);
        return (await client.GetFromJsonAsync<Workspace>(Path))!;
    }
}
