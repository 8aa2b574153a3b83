using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.TestSupport;

namespace Talentys.Projects.Tests.Resources;

public sealed class ResourceEndpointsTests : IAsyncLifetime
{
    private ProjectServer? server;
    private HttpClient client = new();

    private TempFolder Folder => server!.Folder;

    public async ValueTask InitializeAsync()
    {
        server = await ProjectServer.StartAsync();
        client.Dispose();
        client = server.Client(Roles.Reader);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server!.DisposeAsync();
    }

    [Fact]
    public async Task Validation_tells_the_faults_of_the_files_as_they_are_now()
    {
        Folder.Write("talentys.yml", "name: shop\n");
        Folder.Write("sources/erp.yml", "type: files\npth: x\n");
        var before = await client.GetFromJsonAsync<ValidationDto>("/api/v1/validation");
        Folder.Write("sources/erp.yml", "type: files\npath: x\n");
        var after = await client.GetFromJsonAsync<ValidationDto>("/api/v1/validation");

        Assert.Equal(1, before!.Resources);
        Assert.Equal(["sources/erp.yml:1:1", "sources/erp.yml:2:1"], before.Faults.Select(fault => fault.Place));
        Assert.Equal(2, after!.Resources);
        Assert.Empty(after.Faults);
    }

    [Fact]
    public async Task Resources_are_listed_page_by_page_and_read_one_by_one()
    {
        Folder.Write("sources/a.yml", "type: files\npath: x\n");
        Folder.Write("sources/b.yml", "type: files\npath: x\nratio: 1.50\nheader: true\n");

        var first = await client.GetFromJsonAsync<Page<ResourceDto>>("/api/v1/resources?kind=source&limit=1");
        var second = await client.GetFromJsonAsync<Page<ResourceDto>>($"/api/v1/resources?kind=source&limit=1&cursor={first!.Next}");
        var one = await client.GetFromJsonAsync<ResourceDto>("/api/v1/resources/source/b");

        Assert.Equal("a", Assert.Single(first.Items).Name);
        Assert.Equal("b", Assert.Single(second!.Items).Name);
        Assert.Null(second.Next);
        Assert.Equal("""{"type":"files","path":"x","ratio":1.50,"header":true}""", one!.Content.GetRawText());
    }

    [Fact]
    public async Task A_resource_with_faults_answers_with_them_and_a_missing_one_is_not_found()
    {
        Folder.Write("sources/erp.yml", "type: file\n");

        var faulty = await client.GetAsync("/api/v1/resources/source/erp");
        var missing = await client.GetAsync("/api/v1/resources/source/shop");

        Assert.Equal(HttpStatusCode.BadRequest, faulty.StatusCode);
        Assert.Equal("sources/erp.yml:1:7", (await faulty.Content.ReadFromJsonAsync<Problem>())!.Place);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Schemas_are_listed_and_served()
    {
        var kinds = await client.GetFromJsonAsync<SchemaDto[]>("/api/v1/schemas");
        var schema = await client.GetAsync("/schemas/source.json");
        var unknown = await client.GetAsync("/schemas/sorce.json");

        Assert.Equal([("project", "talentys.yml"), ("source", "sources")], kinds!.Select(kind => (kind.Kind, kind.Location)));
        Assert.Equal("application/schema+json", schema.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Talentys source", JsonNode.Parse(await schema.Content.ReadAsStringAsync())!["title"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/resources")]
    [InlineData("/api/v1/resources/source/erp")]
    [InlineData("/api/v1/validation")]
    [InlineData("/api/v1/schemas")]
    [InlineData("/schemas/source.json")]
    public async Task Nobody_reads_without_signing_in(string path)
    {
        using var stranger = server!.Client(role: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(path)).StatusCode);
    }
}
