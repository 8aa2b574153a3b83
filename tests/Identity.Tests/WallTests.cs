using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;
using static Talentys.Identity.Tests.IdentityServer;

namespace Talentys.Identity.Tests;

public sealed class WallTests
{
    [Fact]
    public async Task Nothing_but_probes_and_signing_in_answers_without_a_principal()
    {
        await using var server = await StartAsync();
        using var nobody = server.Client();
        var open = new List<string>();
        foreach (var endpoint in server.Endpoints)
        {
            var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                .Replace("{documentName}", "v1", StringComparison.Ordinal)
                .Replace("{name}", "x", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal);
            foreach (var method in endpoint.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().Single().HttpMethods)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(new { }) };
                var answer = await nobody.SendAsync(request);
                if (answer.StatusCode != HttpStatusCode.Unauthorized)
                {
                    open.Add($"{method} {path}");
                }
            }
        }

        Assert.Equal(["GET /api/v1/session", "GET /healthz", "GET /readyz", "POST /api/v1/session", "POST /api/v1/session/link"], open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Secrets_go_in_and_never_come_out()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();
        const string value = "s3cr3t-value-of-the-shop";

        Assert.Equal(HttpStatusCode.NoContent, (await local.PutAsJsonAsync("/api/v1/secrets/SHOP_URL", new SetSecret(value))).StatusCode);
        await AssertProblemAsync(await local.PutAsJsonAsync("/api/v1/secrets/no!name", new SetSecret(value)), 400, "secrets.name_invalid");
        var listed = await local.GetStringAsync("/api/v1/secrets");
        Assert.Contains("SHOP_URL", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(value, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains(value, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NoContent, (await local.DeleteAsync("/api/v1/secrets/SHOP_URL")).StatusCode);
        await AssertProblemAsync(await local.DeleteAsync("/api/v1/secrets/SHOP_URL"), 404, "secrets.missing");
    }

    [Fact]
    public async Task A_missing_field_is_told_by_name()
    {
        await using var server = await StartAsync();
        using var nobody = server.Client();

        var answer = await nobody.PostAsJsonAsync("/api/v1/session", new { user = "admin" });
        var problem = await answer.Content.ReadFromJsonAsync<Problem>();

        Assert.Equal((400, "web.json_invalid"), (problem!.Status, problem.Code));
    }
}
