using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Identity.Keys;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.TestSupport;
using static Talentys.Identity.Tests.IdentityServer;

namespace Talentys.Identity.Tests;

public sealed class KeyTests
{
    [Fact]
    public async Task A_key_opens_what_its_role_allows_and_is_stored_as_a_hash_only()
    {
        await using var server = await StartAsync();
        using var ana = await server.SignedInAsync("ana", Roles.Engineer);
        var made = await ReadAsync<CreatedKey>(await ana.PostAsJsonAsync("/api/v1/keys", new CreateKey("ci", Roles.Reader)));
        Assert.Matches("^tk_[0-9a-z]{52}$", made.Key);

        using var ci = server.Client(made.Key, pageHeader: false);
        Assert.Equal("ana", await ci.GetStringAsync("/api/v1/test-reader"));
        await AssertProblemAsync(await ci.PostAsync("/api/v1/test-engineer", null), 403, "identity.denied");

        var listed = Assert.Single((await ReadAsync<Page<KeySummary>>(await ana.GetAsync("/api/v1/keys"))).Items);
        Assert.Equal((made.Id, made.Key[..9], "ana"), (listed.Id, listed.Prefix, listed.Owner));
        Assert.NotNull(listed.LastUsedAt);
        await using var db = server.Services.GetRequiredService<IPlatformDbFactory>().Create();
        var row = await db.Set<KeyRow>().SingleAsync();
        Assert.DoesNotContain(made.Key[9..], row.Hash + row.Prefix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_ends_when_it_expires_is_deleted_or_its_user_is()
    {
        var clock = new TestClock();
        await using var server = await StartAsync(clock);
        using var ana = await server.SignedInAsync("ana", Roles.Reader);
        using var local = await server.OperatorAsync();
        async Task<(string Id, HttpClient Client)> MakeAsync(DateTimeOffset? until)
        {
            var made = await ReadAsync<CreatedKey>(await ana.PostAsJsonAsync("/api/v1/keys", new CreateKey("k", null, until)));
            return (made.Id, server.Client(made.Key));
        }

        var expiring = await MakeAsync(clock.GetUtcNow().AddMinutes(5));
        var deleted = await MakeAsync(null);
        var orphan = await MakeAsync(null);
        Assert.All(await Task.WhenAll(new[] { expiring, deleted, orphan }.Select(key => key.Client.GetAsync("/api/v1/me"))),
            answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));

        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.NoContent, (await ana.DeleteAsync($"/api/v1/keys/{deleted.Id}")).StatusCode);
        await AssertProblemAsync(await expiring.Client.GetAsync("/api/v1/me"), 401, "identity.unauthenticated");
        await AssertProblemAsync(await deleted.Client.GetAsync("/api/v1/me"), 401, "identity.unauthenticated");
        Assert.Equal(HttpStatusCode.OK, (await orphan.Client.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await local.DeleteAsync("/api/v1/users/ana")).StatusCode);
        await AssertProblemAsync(await orphan.Client.GetAsync("/api/v1/me"), 401, "identity.unauthenticated");
    }

    [Fact]
    public async Task A_key_cannot_be_above_its_maker_nor_make_others()
    {
        await using var server = await StartAsync();
        using var ana = await server.SignedInAsync("ana", Roles.Engineer);
        await AssertProblemAsync(
            await ana.PostAsJsonAsync("/api/v1/keys", new CreateKey("k", Roles.Administrator)), 403, "identity.role_above");

        var made = await ReadAsync<CreatedKey>(await ana.PostAsJsonAsync("/api/v1/keys", new CreateKey("k")));
        Assert.Equal(Roles.Engineer, made.Role);
        using var key = server.Client(made.Key);
        await AssertProblemAsync(await key.PostAsJsonAsync("/api/v1/keys", new CreateKey("more")), 403, "identity.key_by_key");
    }

    [Fact]
    public async Task All_faults_of_a_key_are_told_at_once()
    {
        await using var server = await StartAsync();
        using var ana = await server.SignedInAsync("ana", Roles.Engineer);

        var answer = await ana.PostAsJsonAsync("/api/v1/keys", new CreateKey(" ", "king", DateTimeOffset.UnixEpoch));
        var problem = await answer.Content.ReadFromJsonAsync<Problem>();

        Assert.Equal(["name", "role", "expiresAt"], problem!.Faults.Select(fault => fault.Place));
    }

    [Fact]
    public async Task Others_keys_are_seen_by_administrators_only()
    {
        await using var server = await StartAsync();
        using var ana = await server.SignedInAsync("ana", Roles.Reader);
        using var ben = await server.SignedInAsync("ben", Roles.Reader);
        using var local = await server.OperatorAsync();
        var made = await ReadAsync<CreatedKey>(await ana.PostAsJsonAsync("/api/v1/keys", new CreateKey("k")));

        Assert.Empty((await ReadAsync<Page<KeySummary>>(await ben.GetAsync("/api/v1/keys"))).Items);
        await AssertProblemAsync(await ben.DeleteAsync($"/api/v1/keys/{made.Id}"), 404, "identity.key_missing");
        Assert.Single((await ReadAsync<Page<KeySummary>>(await local.GetAsync("/api/v1/keys"))).Items);
    }

    [Fact]
    public async Task A_key_of_the_local_operator_is_a_service_account()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();
        var made = await ReadAsync<CreatedKey>(await local.PostAsJsonAsync("/api/v1/keys", new CreateKey("loader", Roles.Engineer)));

        using var loader = server.Client(made.Key);
        var me = await ReadAsync<Me>(await loader.GetAsync("/api/v1/me"));
        Assert.Equal(("serviceAccount", "loader"), (me.Kind, me.Name));
        Assert.Equal(["engineer", "reader"], me.Roles);
    }

    [Theory]
    [InlineData("tk_0000000000000000000000000000000000000000000000000000")]
    [InlineData("tk_")]
    [InlineData("tkl_")]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task An_unknown_key_opens_nothing(string key)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");

        await AssertProblemAsync(await client.GetAsync("/api/v1/me"), 401, "identity.unauthenticated");
    }
}
