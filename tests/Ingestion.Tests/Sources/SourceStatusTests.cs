using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Ingestion.Tests.Sources;

public sealed class SourceStatusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sources_tell_how_they_fare_those_with_faults_too()
    {
        await using var server = await SourceServer.StartAsync();
        server.Folder.Write("drop/good.csv", "id,name\n1,a\n2,b\n");
        server.Folder.Write("drop/part.csv", "id,name\n1,a\n2\n3,c\n");
        server.Folder.Write("sources/shop.yml", "type: files\npath: ./drop/good.csv\ndescription: The shop\n");
        server.Folder.Write("sources/part.yml", "type: files\npath: ./drop/part.csv\nreject_limit: 50%\n");
        server.Folder.Write("sources/gone.yml", "type: files\npath: ./nowhere\n");
        server.Folder.Write("sources/fresh.yml", "type: files\npath: ./drop\n");

        Assert.All(await StatusesAsync(server), source => Assert.Equal("never", source.Health));
        await server.SyncAsync("shop", "part");
        await server.SyncAsync("shop.good");
        await server.SyncAsync("gone");
        server.Folder.Write("sources/broken.yml", "type: files\npth: ./drop\n");
        server.Folder.Write("sources/worse.yml", "type: [files\n");
        var found = (await StatusesAsync(server)).ToDictionary(source => source.Name);

        Assert.Equal(["broken", "fresh", "gone", "part", "shop", "worse"], found.Keys.Order());
        Assert.Equal(("ok", 1, 2, 0, "The shop", "./drop/good.csv", "files"), (
            found["shop"].Health, found["shop"].Tables, found["shop"].Rows, found["shop"].Rejected, found["shop"].Description, found["shop"].Path, found["shop"].Type));
        Assert.Equal(("rejecting", 2, 1), (found["part"].Health, found["part"].Rows, found["part"].Rejected));
        Assert.Equal(("failed", "ingestion.path_missing"), (found["gone"].Health, found["gone"].LastRun!.Fault!.Code));
        Assert.Equal(("never", null), (found["fresh"].Health, found["fresh"].LastRun));
        Assert.Equal("invalid", found["broken"].Health);
        Assert.Equal(["sources/broken.yml:1:1", "sources/broken.yml:2:1"], found["broken"].Faults.Select(fault => fault.Place));
        Assert.Equal(("invalid", ""), (found["worse"].Health, found["worse"].Type));
        Assert.NotEqual(found["part"].LastRun!.RunId, found["shop"].LastRun!.RunId);
    }

    [Fact]
    public async Task A_file_with_faults_keeps_no_other_source_from_its_sync()
    {
        await using var server = await SourceServer.StartAsync();
        server.Folder.Write("drop/good.csv", "id,name\n1,a\n2,b\n");
        server.Folder.Write("sources/shop.yml", "type: files\npath: ./drop/good.csv\n");
        server.Folder.Write("sources/broken.yml", "type: files\npth: ./drop\n");

        await server.SyncAsync();
        var all = (await StatusesAsync(server)).ToDictionary(source => source.Name);
        await server.SyncAsync("shop");
        var alone = (await StatusesAsync(server)).Single(source => source.Name == "shop");
        var refused = await SourceServer.ProblemAsync(await server.PostAsync("/api/v1/syncs", """{"sources": ["broken"]}"""));

        Assert.Equal(("ok", 2), (all["shop"].Health, all["shop"].Rows));
        Assert.Equal("invalid", all["broken"].Health);
        Assert.Equal(("ok", "succeeded"), (alone.Health, alone.LastRun!.State));
        Assert.StartsWith("sources/broken.yml:", refused.Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_is_told_with_its_file_and_its_streams()
    {
        await using var server = await SourceServer.StartAsync();
        server.Folder.Write("drop/a.csv", "id\n1\n2\n");
        const string text = "# the old system\ntype: files\npath: ./drop\nstreams:\n  a: {files: a.csv}\n  b: {files: b.csv}\n";
        server.Folder.Write("sources/erp.yml", text);
        await server.SyncAsync("erp.a");

        var detail = await server.GetAsync<SourceDetail>("/api/v1/sources/erp");
        var byStream = detail.Streams.ToDictionary(stream => stream.Name);
        var missing = await server.Engineer.GetAsync("/api/v1/sources/shop", Token);

        Assert.Equal(text, detail.Text);
        Assert.Equal(detail.Version, (await server.GetAsync<SavedResource>("/api/v1/resources/source/erp/text")).Version);
        Assert.Equal("./drop", detail.Content!.Value.GetProperty("path").GetString());
        Assert.Equal(["a", "b"], byStream.Keys);
        Assert.Equal((true, 2, "succeeded"), (byStream["a"].Declared, byStream["a"].Rows, byStream["a"].LastStep!.State));
        Assert.Equal((true, null, null), (byStream["b"].Declared, byStream["b"].Rows, byStream["b"].LastStep));
        Assert.Equal("succeeded", detail.Status.LastRun!.State);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);

        server.Folder.Write("sources/erp.yml", "type: files\npath: [\n");
        var faulty = await server.GetAsync<SourceDetail>("/api/v1/sources/erp");
        Assert.Equal(("invalid", "type: files\npath: [\n", null), (faulty.Status.Health, faulty.Text, faulty.Content));
    }

    [Fact]
    public async Task Sources_that_are_not_saved_are_discovered_and_previewed()
    {
        await using var server = await SourceServer.StartAsync();
        server.Folder.Write("drop/a.csv", "id;price\n1;1,5\n2;2,5\n");
        server.Folder.Write("drop/b.csv", "x\n1\n");

        var discovered = await server.PostAsync("/api/v1/sources/discover", """{"name": "erp", "content": {"type": "files", "path": "./drop"}}""");
        var one = await server.PostAsync("/api/v1/sources/discover", """{"name": "erp", "content": {"type": "files", "path": "./drop"}, "stream": "b"}""");
        var preview = await server.PostAsync("/api/v1/sources/preview?limit=1", """{"name": "erp", "content": {"type": "files", "path": "./drop"}, "stream": "a"}""");

        var streams = (await discovered.Content.ReadFromJsonAsync<DiscoveredStream[]>(Token))!;
        Assert.Equal([("a", 2), ("b", 1)], streams.Select(stream => (stream.Name, (int)stream.Rows!)));
        Assert.Equal("b", Assert.Single((await one.Content.ReadFromJsonAsync<DiscoveredStream[]>(Token))!).Name);
        var rows = (await preview.Content.ReadFromJsonAsync<StreamPreview>(Token))!;
        Assert.Equal(["id", "price"], rows.Columns.Select(column => column.Name));
        Assert.Equal("1", Assert.Single(rows.Rows)[0]);
    }

    [Theory]
    [InlineData("""{"name": "erp", "content": {"type": "files"}}""", "projects.missing_key", "path")]
    [InlineData("""{"name": "Erp", "content": {"type": "files", "path": "./drop"}}""", "projects.name", "name")]
    [InlineData("""{"name": "status", "content": {"type": "files", "path": "./drop"}}""", "ingestion.name_reserved", "name")]
    [InlineData("""{"name": "erp", "content": {"type": "files", "path": "./nowhere"}}""", "ingestion.path_missing", "path")]
    [InlineData("""{"name": "erp", "content": {"type": "files", "path": "/etc"}}""", "ingestion.path_denied", "path")]
    [InlineData("""{"name": "erp", "content": {"type": "files", "path": "s3://b/x"}}""", "ingestion.path_remote", "path")]
    [InlineData("""{"name": "erp", "content": {"type": "files", "path": "./drop", "csv": {"delimiter": "xx"}}}""", "ingestion.csv_mark", "csv.delimiter")]
    [InlineData("""{"name": "erp", "content": {"type": "files", "path": "./drop", "streams": {"p": {"files": "../../../etc/passwd"}}}}""", "ingestion.path_denied", "streams.p.files")]
    [InlineData("""{"name": "erp", "content": {"type": "files", "path": "./drop", "streams": {"p": {"files": "/etc/passwd"}}}}""", "ingestion.path_denied", "streams.p.files")]
    [InlineData("""{"name": "erp", "content": {"type": "files", "path": "./drop", "streams": {"p": {"files": "no*.csv"}}}}""", "ingestion.no_files", "streams.p.files")]
    public async Task Faults_of_a_draft_name_the_field(string draft, string code, string place)
    {
        await using var server = await SourceServer.StartAsync();
        server.Folder.Write("drop/a.csv", "id\n1\n");

        var problem = await SourceServer.ProblemAsync(await server.PostAsync("/api/v1/sources/discover", draft));

        Assert.Equal((code, place), (problem.Code, problem.Place));
    }

    [Fact]
    public async Task Who_may_not_read_a_path_may_not_save_it_but_may_change_the_rest_of_a_source_that_has_it()
    {
        await using var server = await SourceServer.StartAsync();
        using var outside = new TestSupport.TempFolder();
        using var administrator = server.Client(Roles.Administrator);
        outside.Write("in/a.csv", "id\n1\n");
        outside.Write("secret.csv", "id\n1\n");
        string Content(string more) => $$$"""{"content": {"type": "files", "path": "{{{outside["in"]}}}"{{{more}}}}""" + "}";

        var denied = await SaveAsync(server.Engineer, Content(""), version: null);
        var saved = await SaveAsync(administrator, Content(""), version: null);
        var version = (await saved.Content.ReadFromJsonAsync<SavedResource>(Token))!.Version;
        var escape = await SaveAsync(server.Engineer, Content(""", "streams": {"s": {"files": "../secret.csv"}}"""), version);
        var changed = await SaveAsync(server.Engineer, Content(""", "description": "x", "streams": {"s": {"files": "a.csv"}}"""), version);

        Assert.Equal("path", (await SourceServer.ProblemAsync(denied)).Place);
        Assert.Equal("streams.s.files", (await SourceServer.ProblemAsync(escape)).Place);
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Folders_are_listed_folders_first_and_only_where_they_may_be_read()
    {
        await using var server = await SourceServer.StartAsync();
        using var administrator = server.Client(Roles.Administrator);
        using var reader = server.Client(Roles.Reader);
        using var outside = new TestSupport.TempFolder();
        server.Folder.Write("drop/b.csv", "id\n1\n");
        server.Folder.Write("drop/A.csv", "id\n");
        server.Folder.Write("drop/z/c.csv", "id\n");
        server.Folder.Write("drop/.hidden", "");
        Directory.CreateSymbolicLink(server.Folder["drop/out"], outside.Path);

        var root = await server.GetAsync<FolderEntry[]>("/api/v1/sources/files?path=");
        var drop = await server.GetAsync<FolderEntry[]>("/api/v1/sources/files?path=./drop/");
        var above = await administrator.GetFromJsonAsync<FolderEntry[]>($"/api/v1/sources/files?path={Uri.EscapeDataString(server.Folder["drop"])}", Token);

        Assert.Contains(root, entry => entry is { Name: "drop", Path: "./drop/", Folder: true, Bytes: null });
        Assert.DoesNotContain(root, entry => entry.Name == ".talentys");
        Assert.Equal([("z", "./drop/z/"), ("A.csv", "./drop/A.csv"), ("b.csv", "./drop/b.csv")], drop.Select(entry => (entry.Name, entry.Path)));
        Assert.Equal(5, drop[2].Bytes);
        Assert.Contains(above!, entry => entry.Name == "out");
        foreach (var (path, code) in new[] { ("/etc", "ingestion.path_denied"), ("..", "ingestion.path_denied"), (".talentys", "ingestion.path_denied"), ("drop/b.csv", "ingestion.no_folder"), ("no", "ingestion.path_missing") })
        {
            var problem = await SourceServer.ProblemAsync(await server.Engineer.GetAsync($"/api/v1/sources/files?path={path}", Token));
            Assert.Equal((code, "path"), (problem.Code, problem.Place));
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/api/v1/sources/files", Token)).StatusCode);
    }

    [Fact]
    public async Task Connectors_bring_schemas_that_forms_can_be_made_of()
    {
        await using var server = await SourceServer.StartAsync();

        var connector = Assert.Single(await server.GetAsync<ConnectorInfo[]>("/api/v1/connectors"));

        Assert.Equal(("files", "Files"), (connector.Type, connector.Title));
        var streams = connector.Schema.GetProperty("properties").GetProperty("streams").GetProperty("additionalProperties");
        Assert.Equal("full", streams.GetProperty("properties").GetProperty("read").GetProperty("default").GetString());
        Assert.Equal([], Bare("", connector.Schema));
    }

    /// <summary>Properties without what a form needs.</summary>
    private static IEnumerable<string> Bare(string path, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var property in schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToList() : [])
        {
            foreach (var key in new[] { "title", "description", "x-group", "x-order" }.Where(key => !property.Value.TryGetProperty(key, out _)))
            {
                yield return $"{path}.{property.Name}: {key}";
            }

            foreach (var below in Bare($"{path}.{property.Name}", property.Value))
            {
                yield return below;
            }
        }

        foreach (var below in schema.TryGetProperty("additionalProperties", out var others) ? Bare($"{path}.*", others) : [])
        {
            yield return below;
        }
    }

    private static async Task<SourceStatus[]> StatusesAsync(SourceServer server) => await server.GetAsync<SourceStatus[]>("/api/v1/sources/status");

    private static async Task<HttpResponseMessage> SaveAsync(HttpClient client, string content, string? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/resources/source/erp")
        {
            Content = new StringContent(content, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation(version is null ? "If-None-Match" : "If-Match", version ?? "*");
        return await client.SendAsync(request, Token);
    }
}
