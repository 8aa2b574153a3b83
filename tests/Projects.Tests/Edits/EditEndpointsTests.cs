using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Projects.Tests.Edits;

public sealed class EditEndpointsTests : IAsyncLifetime
{
    private const string Erp = "/api/v1/resources/source/erp";
    private ProjectServer? server;
    private HttpClient client = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ProjectServer Server => server!;

    public async ValueTask InitializeAsync()
    {
        server = await ProjectServer.StartAsync();
        client.Dispose();
        client = server.Client(Roles.Engineer);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Server.DisposeAsync();
    }

    [Fact]
    public async Task A_source_is_created_read_changed_and_deleted()
    {
        var created = await SavedAsync(await PutAsync(Erp, """{"content": {"type": "files", "path": "./drop", "tags": ["a"]}}""", none: "*"));
        var again = await PutAsync(Erp, """{"content": {"type": "files", "path": "./drop"}}""", none: "*");
        var read = await client.GetFromJsonAsync<ResourceDto>(Erp, Token);
        var changed = await SavedAsync(await PutAsync(Erp, """{"text": "type: files\npath: ./drop # here\n"}""", match: $"\"{created.Version}\""));
        var late = await PutAsync(Erp, """{"content": {"type": "files", "path": "./late"}}""", match: created.Version);
        var lateDelete = await SendAsync(HttpMethod.Delete, Erp, null, match: created.Version);
        var deleted = await SendAsync(HttpMethod.Delete, Erp, null, match: changed.Version);
        var gone = await PutAsync(Erp, """{"content": {"type": "files", "path": "./x"}}""", match: changed.Version);

        Assert.Equal("type: files\npath: ./drop\ntags: [a]\n", created.Text);
        Assert.Equal("sources/erp.yml", created.Path);
        Assert.Equal((created.Text, created.Version), (read!.Text, read.Version));
        Assert.Equal("type: files\npath: ./drop # here\n", changed.Text);
        await RefusedAsync(again, HttpStatusCode.Conflict, "projects.exists", "name");
        await RefusedAsync(late, HttpStatusCode.Conflict, "projects.changed", "If-Match");
        await RefusedAsync(lateDelete, HttpStatusCode.Conflict, "projects.changed", "If-Match");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await RefusedAsync(gone, HttpStatusCode.Conflict, "projects.changed", "If-Match");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Server.Folder["sources"]));
        Assert.Equal(3, Server.Logs.Lines.Count(line => line.Contains("pat (p1) of acme", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_fault_of_a_content_names_its_field_and_nothing_is_written()
    {
        var answer = await PutAsync(
            Erp, """{"content": {"type": "files", "depth": 12, "tags": ["a", "B"], "streams": {"a.b": {"read": "ful"}, "x": {"red": 1}}}}""", none: "*");
        var validation = await client.PostAsync(
            Erp + "/validate", Json("""{"content": {"type": "files", "path": 1, "header": "yes"}}"""), Token);

        Assert.Equal(
            ["content", "depth", "path", "streams.x.red", "streams[\"a.b\"].read", "tags[1]"],
            (await ProblemAsync(answer)).Faults.Select(fault => fault.Place).Append("content").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["path", "header"], (await validation.Content.ReadFromJsonAsync<ValidationDto>(Token))!.Faults.Select(fault => fault.Place));
        Assert.False(Directory.Exists(Server.Folder["sources"]));
    }

    [Fact]
    public async Task Every_fault_of_a_text_names_its_line_and_the_file_stays_as_it_was()
    {
        Server.Folder.Write("sources/erp.yml", "type: files\npath: x\n");
        var before = await client.GetFromJsonAsync<SavedResource>(Erp + "/text", Token);

        var answer = await PutAsync(Erp, """{"text": "type: files\npth: x\ndepth: 12\n"}""", match: before!.Version);
        var broken = await PutAsync(Erp, """{"text": "type: [files\n"}""", match: before.Version);

        Assert.Equal(
            ["sources/erp.yml:1:1", "sources/erp.yml:2:1", "sources/erp.yml:3:8"], (await ProblemAsync(answer)).Faults.Select(fault => fault.Place));
        Assert.Equal("projects.yaml", (await ProblemAsync(broken)).Code);
        Assert.Equal(before, await client.GetFromJsonAsync<SavedResource>(Erp + "/text", Token));
    }

    [Fact]
    public async Task A_file_with_faults_is_read_as_text_and_mended_under_its_own_ending()
    {
        Server.Folder.Write("sources/erp.yaml", "type: [files\n");
        var broken = await client.GetFromJsonAsync<SavedResource>(Erp + "/text", Token);
        var exists = await PutAsync(Erp, """{"content": {"type": "files", "path": "x"}}""", none: "*");
        var mended = await SavedAsync(await PutAsync(Erp, """{"content": {"type": "files", "path": "x"}}""", match: broken!.Version));

        Assert.Equal("type: [files\n", broken.Text);
        await RefusedAsync(exists, HttpStatusCode.Conflict, "projects.exists", "name");
        Assert.Equal("sources/erp.yaml", mended.Path);
        Assert.Equal(["erp.yaml"], Directory.EnumerateFileSystemEntries(Server.Folder["sources"]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("Erp")]
    [InlineData("con")]
    [InlineData("..")]
    [InlineData("..%2Ftalentys")]
    [InlineData("..%5Cx")]
    [InlineData("a.b")]
    [InlineData("%00")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"{client.BaseAddress}api/v1/resources/source/{name.Replace("..", "%2E%2E", StringComparison.Ordinal)}"))
        {
            Content = Json("""{"content": {"type": "files", "path": "x"}}"""),
        };
        request.Headers.Add("If-None-Match", "*");
        var answer = await client.SendAsync(request, Token);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.False(Directory.Exists(Server.Folder["sources"]));
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link_that_leads_out_of_the_project()
    {
        using var elsewhere = new TestSupport.TempFolder();
        Directory.CreateSymbolicLink(Server.Folder["sources"], elsewhere.Path);

        var answer = await PutAsync(Erp, """{"content": {"type": "files", "path": "x"}}""", none: "*");

        await RefusedAsync(answer, HttpStatusCode.Forbidden, "projects.outside", "sources/erp.yml");
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere.Path));
    }

    [Fact]
    public async Task Where_an_environment_is_not_edited_by_files_nothing_is_written()
    {
        Server.Folder.Write("talentys.yml", "name: shop\nenvs:\n  dev: {edit: files}\n  prod: {edit: review}\n");
        client.DefaultRequestHeaders.Add("X-Talentys-Environment", "prod");
        var locked = await PutAsync(Erp, """{"content": {"type": "files", "path": "x"}}""", none: "*");
        client.DefaultRequestHeaders.Remove("X-Talentys-Environment");
        client.DefaultRequestHeaders.Add("X-Talentys-Environment", "dev");
        var open = await PutAsync(Erp, """{"content": {"type": "files", "path": "x"}}""", none: "*");
        Server.Folder.Write("talentys.yml", "name: [shop\n");
        var unknown = await PutAsync("/api/v1/resources/source/b", """{"content": {"type": "files", "path": "x"}}""", none: "*");

        await RefusedAsync(locked, HttpStatusCode.Forbidden, "projects.locked", "talentys.yml");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        await RefusedAsync(unknown, HttpStatusCode.Forbidden, "projects.locked", "talentys.yml");
    }

    [Fact]
    public async Task Who_may_not_write_that_and_who_does_not_say_what_there_is_are_refused()
    {
        using var reader = Server.Client(Roles.Reader);
        using var administrator = Server.Client(Roles.Administrator);
        const string outside = """{"content": {"type": "files", "path": "/etc"}}""";

        var read = await reader.PutAsync(Erp, Json(outside), Token);
        var bare = await PutAsync(Erp, outside);
        var denied = await PutAsync(Erp, outside, none: "*");
        var both = await PutAsync(Erp, """{"content": {}, "text": ""}""", none: "*");
        client = administrator;
        var allowed = await PutAsync(Erp, outside, none: "*");

        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
        await RefusedAsync(bare, HttpStatusCode.BadRequest, "projects.precondition", "If-Match");
        await RefusedAsync(denied, HttpStatusCode.BadRequest, "test.denied", "path");
        await RefusedAsync(both, HttpStatusCode.BadRequest, "projects.save", "content");
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact]
    public async Task Of_those_who_change_the_same_version_at_once_one_succeeds()
    {
        var created = await SavedAsync(await PutAsync(Erp, """{"content": {"type": "files", "path": "x"}}""", none: "*"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            PutAsync(Erp, $$$"""{"content": {"type": "files", "path": "p{{{i}}}"}}""", match: created.Version)));

        Assert.Equal(1, answers.Count(answer => answer.IsSuccessStatusCode));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    private static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> PutAsync(string path, string body, string? none = null, string? match = null) =>
        SendAsync(HttpMethod.Put, path, body, none, match);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string? none = null, string? match = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Json(body) };
        if (none is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", none);
        }

        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        return await client.SendAsync(request, Token);
    }

    private static async Task<SavedResource> SavedAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
        return (await answer.Content.ReadFromJsonAsync<SavedResource>(Token))!;
    }

    private static async Task<Problem> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.False(answer.IsSuccessStatusCode);
        return JsonSerializer.Deserialize<Problem>(await answer.Content.ReadAsStringAsync(Token), JsonSerializerOptions.Web)!;
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string code, string place)
    {
        var problem = await ProblemAsync(answer);
        Assert.Equal((status, code, place), (answer.StatusCode, problem.Code, problem.Place));
    }
}
