using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Storage.Tests.Samples;
using Talentys.TestSupport;

namespace Talentys.Storage.Tests.Secrets;

public sealed class SecretsTests
{
    private const string Value = "postgres://u:p4ssw0rd@shop";

    public static TheoryData<StorageProvider> Providers => [StorageProvider.Sqlite, StorageProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task A_secret_is_kept_encrypted_and_comes_back_after_a_restart(StorageProvider provider)
    {
        using var folder = new TempFolder();
        await using var database = await DatabaseAsync(provider);
        await using (var host = new StorageHost(folder.Folders, database.Options))
        {
            await host.Get<ISecrets>().SetAsync("default", "SHOP", "older", CancellationToken.None);
            await host.Get<ISecrets>().SetAsync("default", "SHOP", Value, CancellationToken.None);
        }

        await using var restarted = new StorageHost(folder.Folders, database.Options);
        var secrets = restarted.Get<ISecrets>();
        Assert.Equal(Value, await secrets.FindAsync("default", "SHOP", CancellationToken.None));
        Assert.Equal(["SHOP"], (await secrets.ListAsync("default", CancellationToken.None)).Select(secret => secret.Name));
        await using var db = restarted.Db();
        Assert.DoesNotContain("p4ssw0rd", (await db.Set<SecretRow>().SingleAsync()).Cipher, StringComparison.Ordinal);
        Assert.True(await secrets.DeleteAsync("default", "SHOP", CancellationToken.None));
        Assert.False(await secrets.DeleteAsync("default", "SHOP", CancellationToken.None));
        Assert.Null(await secrets.FindAsync("default", "SHOP", CancellationToken.None));
    }

    [Fact]
    public async Task A_row_moved_to_another_organisation_or_another_key_ring_cannot_be_read()
    {
        using var folder = new TempFolder();
        using var other = new TempFolder();
        await using var database = await DatabaseAsync(StorageProvider.Sqlite);
        await using var host = new StorageHost(folder.Folders, database.Options);
        await host.Get<ISecrets>().SetAsync("default", "SHOP", Value, CancellationToken.None);
        await using (var db = host.Db())
        {
            var row = await db.Set<SecretRow>().AsNoTracking().SingleAsync();
            db.Add(new SecretRow { Organisation = "rival", Name = row.Name, Cipher = row.Cipher });
            await db.SaveChangesAsync();
        }

        var moved = await Assert.ThrowsAsync<FaultException>(() => host.Get<ISecrets>().FindAsync("rival", "SHOP", CancellationToken.None));
        Assert.Equal("secrets.unreadable", moved.Fault.Code);
        await using var stranger = new StorageHost(other.Folders, database.Options);
        var strange = await Assert.ThrowsAsync<FaultException>(() => stranger.Get<ISecrets>().FindAsync("default", "SHOP", CancellationToken.None));
        Assert.Equal("secrets.unreadable", strange.Fault.Code);
    }

    [Fact]
    public async Task The_key_ring_is_readable_by_this_account_only()
    {
        using var folder = new TempFolder();
        await using var database = await DatabaseAsync(StorageProvider.Sqlite);
        await using var host = new StorageHost(folder.Folders, database.Options);
        await host.Get<ISecrets>().SetAsync("default", "SHOP", Value, CancellationToken.None);

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.Folders.Keys) & others);
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder.Folders.Keys))) & others);
        }
    }

    [Fact]
    public async Task References_are_replaced_and_every_missing_one_is_told_without_values()
    {
        using var folder = new TempFolder();
        await using var database = await DatabaseAsync(StorageProvider.Sqlite);
        await using var host = new StorageHost(folder.Folders, database.Options);
        await host.Get<ISecrets>().SetAsync("default", "SHOP", Value, CancellationToken.None);
        var references = host.Get<SecretReferences>();

        Assert.Equal(
            $"a {Value} $ {Environment.GetEnvironmentVariable("PATH")} ${{other:X}}",
            await references.ResolveAsync("default", "a ${secret:SHOP} $ ${env:PATH} ${other:X}", CancellationToken.None));
        var faults = (await Assert.ThrowsAsync<FaultException>(() => references.ResolveAsync(
            "default", "${secret:SHOP}${secret:NONE}${env:SURELY_NOT_SET}${env:TALENTYS_STORAGE__CONNECTIONSTRING}", CancellationToken.None))).Faults;
        Assert.Equal(["secrets.missing", "secrets.env_missing", "secrets.env_denied"], faults.Select(fault => fault.Code));
        Assert.DoesNotContain(faults, fault => fault.ToString().Contains(Value, StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains("p4ssw0rd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_of_another_organisation_is_missing()
    {
        using var folder = new TempFolder();
        await using var database = await DatabaseAsync(StorageProvider.Sqlite);
        await using var host = new StorageHost(folder.Folders, database.Options);
        await host.Get<ISecrets>().SetAsync("default", "SHOP", Value, CancellationToken.None);

        var exception = await Assert.ThrowsAsync<FaultException>(() =>
            host.Get<SecretReferences>().ResolveAsync("rival", "${secret:SHOP}", CancellationToken.None));
        Assert.Equal("secrets.missing", exception.Fault.Code);
    }

    private static Task<TestDatabase> DatabaseAsync(StorageProvider provider) =>
        TestDatabase.CreateAsync(provider, new OutboxMapping(), new SecretMapping(), new NoteMapping());
}
