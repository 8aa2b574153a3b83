using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Web;

namespace Talentys.Lake.Tests.RestCatalog;

public sealed class RestConfigTests
{
    [Fact]
    public async Task The_configuration_names_the_environment_and_what_is_served()
    {
        await using var server = await RestServer.StartAsync();
        var plain = await RestServer.SendAsync(server.Reader, HttpMethod.Get, "config");
        Assert.Empty(plain["overrides"]!.AsObject());
        Assert.Empty(plain["defaults"]!.AsObject());

        var prod = await RestServer.SendAsync(server.Reader, HttpMethod.Get, "config?warehouse=prod");
        Assert.Equal("prod", (string)prod["overrides"]!["prefix"]!);
        await server.RefusedAsync(HttpMethod.Get, "config?warehouse=No%20Such", 404, "NoSuchWarehouseException");

        // what is told to be there is routed with the prefix and without, and nothing else is told
        var told = prod["endpoints"]!.AsArray().Select(endpoint => (string)endpoint!).ToList();
        Assert.Equal(16, told.Count);
        var routed = server.Routes.SelectMany(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()!.HttpMethods
            .Select(method => $"{method} {route.RoutePattern.RawText}")).ToHashSet();
        Assert.All(told, endpoint => Assert.Contains(endpoint.Replace(" /v1", " /iceberg/v1", StringComparison.Ordinal), routed));
        Assert.All(told, endpoint => Assert.Contains(endpoint.Replace(" /v1/{prefix}", " /iceberg/v1", StringComparison.Ordinal), routed));
        Assert.DoesNotContain(told, endpoint => endpoint.Contains("view", StringComparison.Ordinal) || endpoint.Contains("transactions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_delivered_is_told_so()
    {
        await using var server = await RestServer.StartAsync();
        foreach (var (method, path) in new[]
        {
            ("POST", "transactions/commit"),
            ("GET", "namespaces/shop/views"),
            ("POST", "namespaces/shop/views"),
            ("POST", "views/rename"),
            ("POST", "namespaces/shop/tables/orders/plan"),
            ("POST", "namespaces/shop/tables/orders/tasks"),
            ("GET", "namespaces/shop/functions"),
        })
        {
            await server.RefusedAsync(new HttpMethod(method), path, 406, "UnsupportedOperationException", "{}");
            await server.RefusedAsync(new HttpMethod(method), $"prod/{path}", 406, "UnsupportedOperationException", "{}");
        }
    }

    [Fact]
    public async Task Every_fault_below_the_catalog_has_its_shape()
    {
        await using var server = await RestServer.StartAsync();
        using var nobody = server.Client(null);
        await RestServer.RefusedAsync(nobody, HttpMethod.Get, "config", 401, "NotAuthorizedException");
        await RestServer.RefusedAsync(server.Reader, HttpMethod.Post, "namespaces", 403, "ForbiddenException", """{"namespace": ["shop"]}""");
        await server.RefusedAsync(HttpMethod.Get, "nothing/here/at/all", 404, "NotFoundException");
        await server.RefusedAsync(HttpMethod.Put, "namespaces", 405, "UnsupportedOperationException", "{}");
        await server.RefusedAsync(HttpMethod.Get, "namespaces/shop/views/v", 404, "NoSuchViewException");
        await server.RefusedAsync(HttpMethod.Get, "Not-An-Environment/namespaces", 400, "BadRequestException");
        await server.RefusedAsync(HttpMethod.Post, "namespaces", 400, "BadRequestException", "{not json");
        await server.RefusedAsync(HttpMethod.Post, "namespaces", 400, "BadRequestException", "[]");
        await server.RefusedAsync(HttpMethod.Post, "namespaces", 400, "BadRequestException", "");

        // as everywhere else: with the id of the request, and other APIs keep their own shape
        using var response = await RestServer.RawAsync(nobody, HttpMethod.Get, "config");
        Assert.True(response.Headers.Contains("X-Request-Id"));
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        using var ours = await nobody.GetAsync("/api/v1/tables");
        Assert.Equal("application/problem+json", ours.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_name_and_a_key_give_a_token()
    {
        await using var server = await RestServer.StartAsync(services => services.AddSingleton<IClientCredentials, OneKey>());
        using var client = server.Client(null);
        var token = await TokenAsync(client, HttpStatusCode.OK, ("grant_type", "client_credentials"), ("client_id", "spark"), ("client_secret", "tk_1"), ("scope", "catalog"));
        Assert.Equal(("tk_1", "bearer"), ((string)token["access_token"]!, (string)token["token_type"]!));
        Assert.InRange((long)token["expires_in"]!, 1, 3600);

        using var basic = server.Client(null);
        basic.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("spark:tk_1"u8));
        await TokenAsync(basic, HttpStatusCode.OK, ("grant_type", "client_credentials"));
    }

    [Fact]
    public async Task Tokens_are_refused_in_the_words_of_OAuth()
    {
        await using var server = await RestServer.StartAsync(services => services.AddSingleton<IClientCredentials, OneKey>());
        using var client = server.Client(null);
        await RefusedTokenAsync(client, 401, "invalid_client", ("grant_type", "client_credentials"), ("client_id", "spark"), ("client_secret", "tk_2"));
        await RefusedTokenAsync(client, 401, "invalid_client", ("grant_type", "client_credentials"), ("client_id", "trino"), ("client_secret", "tk_1"));
        await RefusedTokenAsync(client, 400, "invalid_request", ("grant_type", "client_credentials"), ("client_id", "spark"));
        await RefusedTokenAsync(client, 400, "invalid_request", ("client_id", "spark"), ("client_secret", "tk_1"));
        await RefusedTokenAsync(
            client, 400, "unsupported_grant_type", ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", "tk_1"));
        await RefusedTokenAsync(client, 400, "invalid_request", ("grant_type", new string('x', 200_000)));

        using var json = await RestServer.RawAsync(client, HttpMethod.Post, "oauth/tokens", """{"grant_type": "client_credentials"}""");
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        Assert.Equal("invalid_request", (string)JsonNode.Parse(await json.Content.ReadAsStringAsync())!["error"]!);
    }

    private static async Task RefusedTokenAsync(HttpClient client, int status, string error, params (string, string)[] fields) =>
        Assert.Equal(error, (string)(await TokenAsync(client, (HttpStatusCode)status, fields))["error"]!);

    private static async Task<JsonObject> TokenAsync(HttpClient client, HttpStatusCode expected, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await client.PostAsync("/iceberg/v1/oauth/tokens", form);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.StatusCode} {text}");
        Assert.True(response.Headers.CacheControl?.NoStore is true || !response.IsSuccessStatusCode);
        return JsonNode.Parse(text)!.AsObject();
    }

    private sealed class OneKey : IClientCredentials
    {
        public Task<ClientToken?> CheckAsync(string id, string secret, CancellationToken cancellationToken) =>
            Task.FromResult(id == "spark" && secret == "tk_1" ? new ClientToken(secret, TimeProvider.System.GetUtcNow().AddHours(1)) : null);
    }
}
