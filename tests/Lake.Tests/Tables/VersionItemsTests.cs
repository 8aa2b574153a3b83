using Talentys.Lake.Public;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Tests.Tables;

public sealed class VersionItemsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_tell_what_they_added_and_removed_who_asked_for_them_and_which_run()
    {
        await using var host = await LakeHost.StartAsync();
        await using (var write = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, Token))
        {
            await write.WriteAsync(host.Connection, "select range as id from range(4)", null, Token);
            await write.CommitAsync("c", new Dictionary<string, string> { [SnapshotKeys.Run] = "01run", [SnapshotKeys.By] = "ada" }, Token);
        }

        await host.ReplaceAsync("select 9::bigint as id");
        await host.Lake.RollbackAsync(LakeHost.Scope, LakeHost.Orders, 1, "bob", Token);

        var items = (await host.Lake.VersionsAsync(LakeHost.Scope, LakeHost.Orders, Token)).Select(VersionItems.Of).ToList();
        Assert.Equal(
            [(3L, 4L, 1L, 1L, 1L, "bob", null, (long?)1), (2L, 1L, 4L, 1L, 1L, null, null, null), (1L, 4L, 0L, 1L, 0L, "ada", "01run", null)],
            items.Select(item => (item.Version, item.AddedRows, item.RemovedRows, item.AddedFiles, item.RemovedFiles, item.By, item.Run, item.RolledBackTo)));
        Assert.All(items, item => Assert.Equal(1, item.Files));
        Assert.Equal((await host.TableAsync()).Files.Sum(file => file.Bytes), items[0].Bytes);
    }

    [Theory]
    [InlineData("delete", 12, "added-position-deletes=12")]
    [InlineData("replace", 88, "deleted-records=100", "removed-position-deletes=12", "added-records=88")]
    [InlineData("overwrite", 3, "added-position-deletes=15", "removed-position-deletes=12", "added-records=3")]
    [InlineData("append", 0, "added-records=many", "engine-name=spark")]
    public void Rows_that_were_deleted_one_by_one_count_once(string operation, long removed, params string[] summary)
    {
        var item = VersionItems.Of(new TableVersion(
            1, 1, DateTimeOffset.UnixEpoch, operation, 5, summary.Select(line => line.Split('=')).ToDictionary(line => line[0], line => line[1])));
        Assert.Equal(removed, item.RemovedRows);
        Assert.Equal(operation == "append" ? "spark" : null, item.By);
    }
}
