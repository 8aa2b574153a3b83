using Talentys.Kernel;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Public;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Tests.Maintenance;

public sealed class UpkeepTests
{
    private static readonly ExpiryRules KeepOne = new(TimeSpan.Zero, 1, null, TimeSpan.Zero);

    // files have the time of the disk, the tests another
    private static readonly TimeSpan Anything = TimeSpan.FromDays(-3_650);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Expired_versions_leave_with_the_files_that_only_they_had()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");
        await host.ReplaceAsync("select 2 as id");
        await host.AppendAsync("select 3 as id");
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.AppendAsync("select 4 as id");

        var outcome = await host.Get<SnapshotExpiry>().ExpireAsync(await RowAsync(host), KeepOne, Token);

        Assert.Equal(3, outcome.Versions);
        Assert.Equal("2; 3; 4", await host.TextAsync("select id from $t order by id"));
        Assert.Equal([4], (await host.Lake.VersionsAsync(LakeHost.Scope, LakeHost.Orders, Token)).Select(version => version.Number));
        var gone = await Assert.ThrowsAsync<FaultException>(() => host.TableAsync(version: 1));
        Assert.Equal("lake.version_expired", gone.Fault.Code);
        Assert.Equal(3, (await FilesAsync(host, "data/")).Count);
        Assert.Empty(await host.Get<OrphanFiles>().FindAsync(await RowAsync(host), Anything, Token));
    }

    [Fact]
    public async Task An_expiry_that_was_cut_off_leaves_orphans_and_no_broken_table()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");
        await host.ReplaceAsync("select 2 as id");
        var place = host.Get<TablePlaces>().Of(await RowAsync(host));
        var before = await FilesAsync(host, "");
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Get<SnapshotExpiry>().ExpireAsync(await RowAsync(host), KeepOne, Token);
        var lost = before.Except(await FilesAsync(host, "")).First(file => file.StartsWith($"{place.Data}/", StringComparison.Ordinal));
        await host.Get<IObjectStore>().CreateAsync(lost, new byte[] { 1 }, Token);

        var removed = await host.Get<OrphanFiles>().RemoveAsync(await RowAsync(host), Anything, Token);

        Assert.Equal([lost], removed.Select(file => file.Location));
        Assert.Equal("2", await host.TextAsync("select id from $t"));
    }

    [Fact]
    public async Task Young_files_and_those_of_a_write_that_goes_on_are_no_orphans()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");
        await using var write = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, Token);
        await write.WriteAsync(host.Connection, "select 2 as id", null, Token);
        var place = host.Get<TablePlaces>().Of(await RowAsync(host));
        var stray = $"{place.Data}/stray.parquet";
        await host.Get<IObjectStore>().CreateAsync(stray, new byte[] { 1 }, Token);
        var row = await RowAsync(host);

        // the test's clock is behind that of the disk
        Assert.Empty(await host.Get<OrphanFiles>().FindAsync(row, TimeSpan.FromDays(1), Token));
        foreach (var file in await FilesAsync(host, "data/"))
        {
            File.SetLastWriteTimeUtc(LocalStore.ToPath(file), host.Clock.GetUtcNow().UtcDateTime.AddDays(-5));
        }

        Assert.Equal([stray], (await host.Get<OrphanFiles>().RemoveAsync(row, TimeSpan.FromDays(1), Token)).Select(file => file.Location));

        await write.CommitAsync("late", LakeHost.NoSummary, Token);
        Assert.Equal("1; 2", await host.TextAsync("select id from $t order by id"));
    }

    private static async Task<LakeTableRow> RowAsync(LakeHost host) =>
        (await host.Get<TableStore>().FindAsync(LakeHost.Scope, LakeHost.Orders, Token))!;

    private static async Task<IReadOnlyList<string>> FilesAsync(LakeHost host, string below)
    {
        var place = host.Get<TablePlaces>().Of(await RowAsync(host));
        return await host.Get<IObjectStore>().ListAsync($"{place.Location}/{below}", Token).Select(file => file.Location).ToListAsync(Token);
    }
}
