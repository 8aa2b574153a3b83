using System.Net;
using System.Runtime.Versioning;
using Talentys.Contracts;
using Talentys.Identity.Public;
using Talentys.TestSupport;
using static Talentys.Identity.Tests.IdentityServer;

namespace Talentys.Identity.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class LocalTokenTests
{
    private const UnixFileMode Mode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task The_local_token_is_the_local_operator_and_its_file_is_private()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();

        var me = await ReadAsync<Me>(await local.GetAsync("/api/v1/me"));

        Assert.Equal(("localOperator", "default"), (me.Kind, me.Organisation));
        Assert.Contains("administrator", me.Roles);
        Assert.Equal(Mode600, File.GetUnixFileMode(LocalToken.FileOf(server.Folders)));
    }

    [Fact]
    public async Task The_local_token_does_not_come_through_a_proxy()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();
        local.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        Assert.Equal(HttpStatusCode.Unauthorized, (await local.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task A_token_is_kept_over_starts_and_replaced_when_others_could_read_it()
    {
        using var folder = new TempFolder();
        var folders = folder.Folders;
        var first = await new LocalToken(folders).EnsureAsync(CancellationToken.None);
        Assert.Equal(first, await new LocalToken(folders).EnsureAsync(CancellationToken.None));

        File.SetUnixFileMode(LocalToken.FileOf(folders), Mode600 | UnixFileMode.OtherRead);
        Assert.NotEqual(first, await new LocalToken(folders).EnsureAsync(CancellationToken.None));
        Assert.Equal(Mode600, File.GetUnixFileMode(LocalToken.FileOf(folders)));
    }
}
