using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.TestSupport;
using static Talentys.Identity.Tests.IdentityServer;

namespace Talentys.Identity.Tests;

public sealed class UserTests
{
    [Fact]
    public async Task Users_are_made_listed_in_pages_and_deleted()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();
        foreach (var name in new[] { "zoe", "ben", "Ana" })
        {
            await ReadAsync<CreatedUser>(await local.PostAsJsonAsync("/api/v1/users", new CreateUser(name, Roles.Reader)));
        }

        var first = await ReadAsync<Page<UserSummary>>(await local.GetAsync("/api/v1/users?limit=3"));
        var second = await ReadAsync<Page<UserSummary>>(await local.GetAsync($"/api/v1/users?limit=3&cursor={first.Next}"));
        Assert.Equal(["admin", "ana", "ben"], first.Items.Select(user => user.Name));
        Assert.Equal(["zoe"], second.Items.Select(user => user.Name));
        Assert.Null(second.Next);

        Assert.Equal(HttpStatusCode.NoContent, (await local.DeleteAsync("/api/v1/users/zoe")).StatusCode);
        await AssertProblemAsync(await local.DeleteAsync("/api/v1/users/zoe"), 404, "identity.user_missing");
    }

    [Fact]
    public async Task Only_administrators_manage_users_and_secrets()
    {
        await using var server = await StartAsync();
        using var ana = await server.SignedInAsync("ana", Roles.Engineer);

        await AssertProblemAsync(await ana.GetAsync("/api/v1/users"), 403, "identity.denied");
        await AssertProblemAsync(await ana.PostAsJsonAsync("/api/v1/users", new CreateUser("x", Roles.Administrator)), 403, "identity.denied");
        await AssertProblemAsync(await ana.GetAsync("/api/v1/secrets"), 403, "identity.denied");
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();

        await AssertProblemAsync(await local.DeleteAsync("/api/v1/users/admin"), 409, "identity.last_administrator");
        Assert.Single((await ReadAsync<Page<UserSummary>>(await local.GetAsync("/api/v1/users"))).Items);
    }

    [Fact]
    public async Task A_taken_or_invalid_name_and_an_unknown_role_are_refused()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();

        await AssertProblemAsync(await local.PostAsJsonAsync("/api/v1/users", new CreateUser("ADMIN", Roles.Reader)), 409, "identity.user_exists");
        await AssertProblemAsync(await local.PostAsJsonAsync("/api/v1/users", new CreateUser("a b", Roles.Reader)), 400, "identity.user_name_invalid");
        await AssertProblemAsync(await local.PostAsJsonAsync("/api/v1/users", new CreateUser("ana", "king")), 400, "identity.role_unknown");
    }

    [Fact]
    public async Task A_reset_password_ends_sessions_and_must_be_changed()
    {
        await using var server = await StartAsync();
        using var ana = await server.SignedInAsync("ana", Roles.Reader);
        using var local = await server.OperatorAsync();

        var reset = await ReadAsync<CreatedUser>(await local.PostAsync("/api/v1/users/ana/password", null));

        Assert.Equal(HttpStatusCode.Unauthorized, (await ana.GetAsync("/api/v1/me")).StatusCode);
        using var again = server.Client();
        Assert.True((await ReadAsync<Me>(await again.PostAsJsonAsync("/api/v1/session", new SignIn("ana", reset.Password)))).MustChangePassword);
    }

    [Fact]
    public async Task A_new_role_holds_at_once_for_sessions_and_keys()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();
        using var ana = await server.SignedInAsync("ana", Roles.Reader);
        await AssertProblemAsync(await ana.PostAsync("/api/v1/test-engineer", null), 403, "identity.denied");

        var changed = await ReadAsync<UserSummary>(await local.PatchAsJsonAsync("/api/v1/users/ana", new ChangeUser(Role: Roles.Engineer)));

        Assert.Equal((Roles.Engineer, false), (changed.Role, changed.Disabled));
        Assert.Equal(HttpStatusCode.OK, (await ana.PostAsync("/api/v1/test-engineer", null)).StatusCode);
        var key = await ReadAsync<CreatedKey>(await ana.PostAsJsonAsync("/api/v1/keys", new CreateKey("k")));
        await ReadAsync<UserSummary>(await local.PatchAsJsonAsync("/api/v1/users/ana", new ChangeUser(Role: Roles.Reader)));
        using var byKey = server.Client(key.Key);
        await AssertProblemAsync(await byKey.PostAsync("/api/v1/test-engineer", null), 403, "identity.denied");
        await AssertProblemAsync(await local.PatchAsJsonAsync("/api/v1/users/ana", new ChangeUser("king")), 400, "identity.role_unknown");
        await AssertProblemAsync(await local.PatchAsJsonAsync("/api/v1/users/nobody", new ChangeUser(Roles.Reader)), 404, "identity.user_missing");
        await AssertProblemAsync(await ana.PatchAsJsonAsync("/api/v1/users/ana", new ChangeUser(Roles.Administrator)), 403, "identity.denied");
    }

    [Fact]
    public async Task A_disabled_user_is_out_until_enabled_again()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();
        var made = await ReadAsync<CreatedUser>(await local.PostAsJsonAsync("/api/v1/users", new CreateUser("ana", Roles.Reader)));
        using var ana = await server.SignedInAsync("ana", made.Password, "a much better one");
        var key = await ReadAsync<CreatedKey>(await ana.PostAsJsonAsync("/api/v1/keys", new CreateKey("k")));
        using var byKey = server.Client(key.Key);
        using var again = server.Client();

        var changed = await ReadAsync<UserSummary>(await local.PatchAsJsonAsync("/api/v1/users/ana", new ChangeUser(Disabled: true)));

        Assert.Equal((Roles.Reader, true), (changed.Role, changed.Disabled));
        Assert.NotNull(changed.LastSeenAt);
        await AssertProblemAsync(await ana.GetAsync("/api/v1/me"), 401, "identity.unauthenticated");
        await AssertProblemAsync(await byKey.GetAsync("/api/v1/me"), 401, "identity.unauthenticated");
        await AssertProblemAsync(await again.PostAsJsonAsync("/api/v1/session", new SignIn("ana", "a much better one")), 403, "identity.user_disabled");
        await AssertProblemAsync(await again.PostAsJsonAsync("/api/v1/session", new SignIn("ana", "wrong")), 401, "identity.sign_in_failed");

        await ReadAsync<UserSummary>(await local.PatchAsJsonAsync("/api/v1/users/ana", new ChangeUser(Disabled: false)));
        Assert.Equal(HttpStatusCode.OK, (await byKey.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ana.GetAsync("/api/v1/me")).StatusCode);
        await ReadAsync<Me>(await again.PostAsJsonAsync("/api/v1/session", new SignIn("ana", "a much better one")));
    }

    [Fact]
    public async Task The_last_administrator_who_can_sign_in_is_neither_demoted_nor_disabled()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();
        var both = new[] { new ChangeUser(Role: Roles.Reader), new ChangeUser(Disabled: true) };
        foreach (var change in both)
        {
            await AssertProblemAsync(await local.PatchAsJsonAsync("/api/v1/users/admin", change), 409, "identity.last_administrator");
        }

        await ReadAsync<CreatedUser>(await local.PostAsJsonAsync("/api/v1/users", new CreateUser("zoe", Roles.Administrator)));
        await ReadAsync<UserSummary>(await local.PatchAsJsonAsync("/api/v1/users/zoe", new ChangeUser(Disabled: true)));
        await AssertProblemAsync(await local.DeleteAsync("/api/v1/users/admin"), 409, "identity.last_administrator");
        await ReadAsync<UserSummary>(await local.PatchAsJsonAsync("/api/v1/users/zoe", new ChangeUser(Disabled: false)));
        await ReadAsync<UserSummary>(await local.PatchAsJsonAsync("/api/v1/users/admin", new ChangeUser(Role: Roles.Reader)));
        await AssertProblemAsync(await local.DeleteAsync("/api/v1/users/zoe"), 409, "identity.last_administrator");
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Two_administrators_who_remove_each_other_at_once_do_not_both_go(StorageProvider provider)
    {
        await using var database = await TestDatabase.EmptyAsync(provider);
        await using var server = await StartAsync(storage: database.Options);
        using var local = await server.OperatorAsync();
        for (var i = 0; i < 5; i++)
        {
            var other = $"zoe{i}";
            await ReadAsync<CreatedUser>(await local.PostAsJsonAsync("/api/v1/users", new CreateUser(other, Roles.Administrator)));

            var answers = await Task.WhenAll(
                local.PatchAsJsonAsync("/api/v1/users/admin", new ChangeUser(Disabled: true)),
                local.DeleteAsync($"/api/v1/users/{other}"));

            Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict));
            var users = (await ReadAsync<Page<UserSummary>>(await local.GetAsync("/api/v1/users"))).Items;
            Assert.Contains(users, user => user is { Role: Roles.Administrator, Disabled: false });
            await ReadAsync<UserSummary>(await local.PatchAsJsonAsync("/api/v1/users/admin", new ChangeUser(Disabled: false)));
            await local.DeleteAsync($"/api/v1/users/{other}");
        }
    }
}
