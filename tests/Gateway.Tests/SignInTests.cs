using System.Net.Http.Json;
using Npgsql;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Gateway.Tests;

public class SignInTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    [Fact]
    public async Task Users_and_keys_sign_in_with_scram()
    {
        await using var user = await server.ConnectAsync();
        await using var key = await server.ConnectAsync($"Username=whoever;Password={server.Key}");
        await using var command = new NpgsqlCommand("select current_user, current_database()", key);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("program", "dev"), (reader.GetString(0), reader.GetString(1)));
        Assert.Equal("16.6", user.ServerVersion);
    }

    [Fact]
    public async Task Every_wrong_try_fails_alike()
    {
        var told = new HashSet<string>();
        foreach (var (name, password) in new[] { ("admin", "wrong"), ("nobody-of-that-name", "wrong"), ("nobody-of-that-name", GatewayServer.Password) })
        {
            await using var client = await WireClient.ConnectAsync(server.Address);
            var answer = await client.SignInAsync(name, password, [("database", "dev")]);
            Assert.Equal(("E", "28P01"), (answer.Type.ToString(), answer.Field('C')));
            told.Add(answer.Field('M')!.Replace(name, "?", StringComparison.Ordinal) + answer.Field('H'));
            Assert.Null(await client.ReadOrEndAsync());
        }

        Assert.Single(told);
        await using var right = await server.OpenAsync(); // one wrong try does not lock a name
        Assert.Single(await right.RowsAsync("select 1"));
    }

    [Fact]
    public async Task The_database_is_the_environment()
    {
        await using var empty = await server.OpenAsync(("application_name", "test"));
        Assert.Equal("dev", (await empty.RowsAsync("select current_database()"))[0][0]);
        await using var named = await server.OpenAsync(("database", "admin"));
        Assert.Equal("dev", (await named.RowsAsync("select current_catalog"))[0][0]);

        await using var around = await server.OpenAsync(("database", "postgres")); // what tools ask that want to see which databases there are
        Assert.Equal("dev", (await around.RowsAsync("select current_database()"))[0][0]);

        await using var unknown = await WireClient.ConnectAsync(server.Address);
        var refused = await unknown.SignInAsync("admin", GatewayServer.Password, [("database", "nowhere")]);
        Assert.Equal(("FATAL", "3D000"), (refused.Field('V'), refused.Field('C')));
    }

    [Fact]
    public async Task A_one_time_password_opens_nothing_and_the_own_one_does()
    {
        using var made = await GatewayServer.SucceedAsync(
            server.Http.PostAsJsonAsync("/api/v1/users", new CreateUser("berta", Roles.Reader), TestContext.Current.CancellationToken));
        var user = (await made.Content.ReadFromJsonAsync<CreatedUser>(TestContext.Current.CancellationToken))!;
        await using (var client = await WireClient.ConnectAsync(server.Address))
        {
            Assert.Equal("28P01", (await client.SignInAsync("berta", user.Password, [("database", "dev")])).Field('C'));
        }

        using var page = new HttpClient { BaseAddress = server.Http.BaseAddress };
        page.DefaultRequestHeaders.Add("X-Talentys-Request", "1");
        await GatewayServer.SucceedAsync(page.PostAsJsonAsync("/api/v1/session", new SignIn("berta", user.Password), TestContext.Current.CancellationToken));
        await GatewayServer.SucceedAsync(page.PutAsJsonAsync(
            "/api/v1/me/password", new ChangePassword(user.Password, "Grüße aus Köln, ﬁne"), TestContext.Current.CancellationToken));

        await using var connection = await server.ConnectAsync("Username=Berta;Password=Grüße aus Köln, ﬁne");
        await using var command = new NpgsqlCommand("select count(*) from orders", connection);
        Assert.Equal(10_000L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_newer_version_of_the_protocol_is_talked_down()
    {
        await using var client = await WireClient.ConnectAsync(server.Address);
        await client.StartAsync("admin", [("database", "dev"), ("_pq_.new", "1")], (3 << 16) + 2);
        var answer = await client.ReadAsync();
        Assert.Equal('v', answer.Type);
        Assert.Equal(3 << 16, answer.Int32());
        Assert.Contains("_pq_.new", answer.Text, StringComparison.Ordinal);

        await using var old = await WireClient.ConnectAsync(server.Address);
        await old.StartAsync("admin", [], 2 << 16);
        Assert.Equal("0A000", (await old.ReadAsync()).Field('C'));
    }

    [Fact]
    public async Task Encryption_that_is_not_there_is_declined()
    {
        await using var client = await WireClient.ConnectAsync(server.Address);
        foreach (var code in new[] { 80877104, 80877103 })
        {
            await client.SendRawAsync([.. WireClient.Number(8), .. WireClient.Number(code)]);
            Assert.Equal('N', await client.ReadByteAsync());
        }

        Assert.Equal('Z', (await client.SignInAsync("admin", GatewayServer.Password, [])).Type);
        Assert.Equal("UTF8", client.Parameters["client_encoding"]);
        Assert.Equal("on", client.Parameters["standard_conforming_strings"]);
    }
}
