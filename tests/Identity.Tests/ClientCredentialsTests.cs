using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.TestSupport;
using Talentys.Web;
using static Talentys.Identity.Tests.IdentityServer;

namespace Talentys.Identity.Tests;

public sealed class ClientCredentialsTests
{
    [Fact]
    public async Task The_name_of_a_key_and_the_key_give_the_token_until_it_ends()
    {
        var clock = new TestClock();
        await using var server = await StartAsync(clock);
        using var local = await server.OperatorAsync();
        var end = clock.GetUtcNow().AddMinutes(5);
        var made = await ReadAsync<CreatedKey>(await local.PostAsJsonAsync("/api/v1/keys", new CreateKey("spark", Roles.Reader, end)));
        var credentials = server.Services.GetRequiredService<IClientCredentials>();

        var token = await credentials.CheckAsync("spark", made.Key, CancellationToken.None);
        Assert.Equal((made.Key, end), (token!.Token, token.ExpiresAt));
        Assert.DoesNotContain(made.Key, token.ToString(), StringComparison.Ordinal);
        Assert.NotNull(await credentials.CheckAsync(made.Id, made.Key, CancellationToken.None));
        Assert.Null(await credentials.CheckAsync("trino", made.Key, CancellationToken.None));
        Assert.Null(await credentials.CheckAsync("spark", made.Key + "x", CancellationToken.None));
        Assert.Null(await credentials.CheckAsync("spark", await File.ReadAllTextAsync(Public.LocalToken.FileOf(server.Folders)), CancellationToken.None));

        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(await credentials.CheckAsync("spark", made.Key, CancellationToken.None));
    }
}
