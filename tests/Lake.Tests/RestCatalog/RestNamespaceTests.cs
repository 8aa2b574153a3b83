using System.Net;
using System.Text.Json.Nodes;

namespace Talentys.Lake.Tests.RestCatalog;

public sealed class RestNamespaceTests
{
    [Fact]
    public async Task Schemas_are_made_changed_and_dropped()
    {
        await using var server = await RestServer.StartAsync();
        var made = await server.SendAsync(HttpMethod.Post, "namespaces", """{"namespace": ["Shop"], "properties": {"owner": "ann"}}""");
        Assert.Equal("""{"namespace":["Shop"],"properties":{"owner":"ann"}}""", made.ToJsonString());
        await server.RefusedAsync(HttpMethod.Post, "namespaces", 409, "AlreadyExistsException", """{"namespace": ["shop"]}""");

        await server.SendAsync(HttpMethod.Head, "namespaces/shop", null, HttpStatusCode.NoContent);
        await server.SendAsync(HttpMethod.Head, "namespaces/none", null, HttpStatusCode.NotFound);
        var changed = await server.SendAsync(
            HttpMethod.Post, "namespaces/shop/properties", """{"updates": {"tier": "gold"}, "removals": ["owner", "missing"]}""");
        Assert.Equal("""{"updated":["tier"],"removed":["owner"],"missing":["missing"]}""", changed.ToJsonString());
        await server.RefusedAsync(
            HttpMethod.Post, "namespaces/shop/properties", 422, "UnprocessableEntityException", """{"updates": {"a": "1"}, "removals": ["a"]}""");
        var loaded = await RestServer.SendAsync(server.Reader, HttpMethod.Get, "namespaces/shop");
        Assert.Equal("""{"namespace":["Shop"],"properties":{"tier":"gold"}}""", loaded.ToJsonString());

        await server.SendAsync(HttpMethod.Delete, "namespaces/shop", null, HttpStatusCode.NoContent);
        await server.RefusedAsync(HttpMethod.Get, "namespaces/shop", 404, "NoSuchNamespaceException");
        await server.RefusedAsync(HttpMethod.Delete, "namespaces/shop", 404, "NoSuchNamespaceException");
        await server.RefusedAsync(HttpMethod.Post, "namespaces/shop/properties", 404, "NoSuchNamespaceException", "{}");
    }

    [Fact]
    public async Task A_schema_with_tables_is_there_without_being_made_and_is_not_dropped()
    {
        await using var server = await RestServer.StartAsync();
        await server.WriteAsync(new("erp", "products"), "select 1 as id");
        Assert.Equal("""[["erp"]]""", (await server.SendAsync(HttpMethod.Get, "namespaces"))["namespaces"]!.ToJsonString());
        await server.RefusedAsync(HttpMethod.Post, "namespaces", 409, "AlreadyExistsException", """{"namespace": ["erp"]}""");
        await server.RefusedAsync(HttpMethod.Delete, "namespaces/erp", 409, "NamespaceNotEmptyException");
        await server.SendAsync(HttpMethod.Post, "namespaces/erp/properties", """{"updates": {"owner": "bo"}}""");
        Assert.Equal("bo", (string)(await server.SendAsync(HttpMethod.Get, "namespaces/erp"))["properties"]!["owner"]!);

        // another environment, and another organisation, have their own
        Assert.Empty((await server.SendAsync(HttpMethod.Get, "prod/namespaces"))["namespaces"]!.AsArray());
        using var other = server.Client("engineer@umbrella");
        Assert.Empty((await RestServer.SendAsync(other, HttpMethod.Get, "namespaces"))["namespaces"]!.AsArray());
        await RestServer.RefusedAsync(other, HttpMethod.Get, "namespaces/erp", 404, "NoSuchNamespaceException");
    }

    [Fact]
    public async Task Lists_are_cut_into_pages_that_fit_together()
    {
        await using var server = await RestServer.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await server.SendAsync(HttpMethod.Post, "namespaces", $$"""{"namespace": ["s{{i}}"]}""");
        }

        var all = await server.SendAsync(HttpMethod.Get, "namespaces");
        Assert.Equal(5, all["namespaces"]!.AsArray().Count);
        Assert.True(all.ContainsKey("next-page-token") && all["next-page-token"] is null);
        Assert.Equal(5, (await server.SendAsync(HttpMethod.Get, "namespaces?pageSize=2"))["namespaces"]!.AsArray().Count);

        var (token, pages) = ("", new List<string>());
        do
        {
            var page = await server.SendAsync(HttpMethod.Get, $"namespaces?pageToken={token}&pageSize=2");
            pages.Add(string.Join(",", page["namespaces"]!.AsArray().Select(one => (string)one![0]!)));
            token = (string?)page["next-page-token"];
        }
        while (token is not null);
        Assert.Equal(["s0,s1", "s2,s3", "s4"], pages);
        await server.RefusedAsync(HttpMethod.Get, "namespaces?pageToken=forged!", 400, "BadRequestException");
        await server.RefusedAsync(HttpMethod.Get, "namespaces?pageToken=&pageSize=0", 400, "BadRequestException");
        await server.RefusedAsync(HttpMethod.Get, "namespaces?pageToken=&pageSize=many", 400, "BadRequestException");
    }

    [Fact]
    public async Task A_namespace_has_one_level()
    {
        await using var server = await RestServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "namespaces", """{"namespace": ["shop"]}""");
        foreach (var body in new[] { """{"namespace": ["a", "b"]}""", """{"namespace": []}""", """{"namespace": [""]}""", """{"namespace": "a"}""", """{"namespace": [1]}""", "{}" })
        {
            await server.RefusedAsync(HttpMethod.Post, "namespaces", 400, "BadRequestException", body);
        }

        await server.RefusedAsync(HttpMethod.Get, "namespaces/shop%1Fdeep", 400, "BadRequestException");
        Assert.Empty((await server.SendAsync(HttpMethod.Get, "namespaces?parent=shop"))["namespaces"]!.AsArray());
        await server.RefusedAsync(HttpMethod.Get, "namespaces?parent=none", 404, "NoSuchNamespaceException");
        Assert.Single((await server.SendAsync(HttpMethod.Get, "namespaces?parent="))["namespaces"]!.AsArray());
        await server.RefusedAsync(HttpMethod.Post, "namespaces", 400, "BadRequestException", $$"""{"namespace": ["{{new string('x', 5000)}}"]}""");
        await server.RefusedAsync(HttpMethod.Post, "namespaces", 400, "BadRequestException", """{"namespace": ["a"], "properties": {"n": 1}}""");
    }

    [Fact]
    public async Task Hidden_schemas_are_for_engineers()
    {
        await using var server = await RestServer.StartAsync();
        await server.WriteAsync(new("_rejects", "orders"), "select 1 as id");
        Assert.Empty((await RestServer.SendAsync(server.Reader, HttpMethod.Get, "namespaces"))["namespaces"]!.AsArray());
        await RestServer.RefusedAsync(server.Reader, HttpMethod.Get, "namespaces/_rejects/tables", 404, "NoSuchNamespaceException");
        await RestServer.RefusedAsync(server.Reader, HttpMethod.Get, "namespaces/_rejects/tables/orders", 404, "NoSuchNamespaceException");
        Assert.Equal("""["_rejects"]""", ((JsonArray)(await server.SendAsync(HttpMethod.Get, "namespaces"))["namespaces"]!)[0]!.ToJsonString());
        await server.SendAsync(HttpMethod.Get, "namespaces/_rejects/tables/orders");
    }
}
