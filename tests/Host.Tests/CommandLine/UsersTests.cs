using System.Text.Json;

namespace Talentys.Host.Tests.CommandLine;

public class UsersTests
{
    [Fact]
    public async Task Users_are_made_changed_and_deleted()
    {
        using var program = new Talentys();

        var password = await program.GetAsync("users", "create", "ana", "--role", "engineer");
        Assert.Matches("^([0-9a-z]{5}-){3}[0-9a-z]{5}$", password.Trim());
        await program.GetAsync("users", "set-role", "ana", "administrator");
        await program.GetAsync("users", "disable", "ana");
        var last = await program.RunAsync("users", "disable", "admin");
        Assert.Equal(1, last.Code);
        Assert.Contains("only administrator", last.Errors, StringComparison.Ordinal);

        using var listed = JsonDocument.Parse(await program.GetAsync("users", "list", "--json"));
        var ana = listed.RootElement.EnumerateArray().Single(user => user.GetProperty("name").GetString() == "ana");
        Assert.Equal(("administrator", true), (ana.GetProperty("role").GetString(), ana.GetProperty("disabled").GetBoolean()));

        await program.GetAsync("users", "enable", "ana");
        Assert.NotEqual(password, await program.GetAsync("users", "reset", "ana"));
        await program.GetAsync("users", "delete", "ana");
        Assert.DoesNotContain("ana", await program.GetAsync("users", "list"), StringComparison.Ordinal);
    }
}
