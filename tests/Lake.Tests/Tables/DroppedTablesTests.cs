using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Tests.Stores;
using Talentys.Storage;
using Talentys.TestSupport;
using static Talentys.Lake.Tests.Stores.FailingStore;

namespace Talentys.Lake.Tests.Tables;

public sealed class DroppedTablesTests
{
    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task A_drop_that_was_interrupted_is_ended_by_the_sweep_and_touches_nothing_else(StorageProvider provider)
    {
        await using var host = await LakeHost.StartAsync(provider);
        var kept = new TableName("shop", "kept");
        await host.AppendAsync("select 1 as id");
        await host.WriteAsync(kept, WriteMode.Append, "select 2::bigint as id");
        var store = host.Get<TableStore>();
        var row = (await store.FindAsync(LakeHost.Scope, LakeHost.Orders, default))!;
        var folder = LocalStore.ToPath((await host.TableAsync()).Location);

        // the process ended between the two
        Assert.NotNull(await store.DropAsync(row, default));
        Assert.Null(await store.DropAsync(row, default));
        Assert.True(Directory.Exists(folder));

        await ActivatorUtilities.CreateInstance<LakeSweeper>(host.Get<IServiceProvider>(), new NoLifetime()).SweepAsync(default);

        Assert.False(Directory.Exists(folder));
        Assert.Empty(await store.DroppedAsync(default));
        Assert.Equal([2L], (await host.RowsAsync(await host.TableAsync(kept), "select id from $t"))[0]);
    }

    [Fact]
    public async Task A_table_whose_files_cannot_be_deleted_is_dropped_and_tried_again()
    {
        var server = await SwiftServer.SharedAsync();
        var root = $"s3://{await server.CreateBucketAsync()}/lake";
        Stores.FailingStore failing = null!;
        await using var host = await LakeHost.StartAsync(more: services => services
            .AddSingleton<IResources>(new OneProject($"envs: {LakeHost.Scope.Environment}: lake: {root}"))
            .AddSingleton(server.Options())
            .AddSingleton<IObjectStore>(provider => failing = new Stores.FailingStore(
                new ObjectStores([provider.GetRequiredService<LocalStore>(), provider.GetRequiredService<Lake.Stores.S3.S3Store>()]))));
        await host.AppendAsync("select 1 as id");
        Assert.StartsWith(root, host.Get<TablePlaces>().Of((await host.Get<TableStore>().FindAsync(LakeHost.Scope, LakeHost.Orders, default))!).Location, StringComparison.Ordinal);
        Assert.False(Directory.Exists(host.Root));
        await host.AppendAsync("select 2 as id");
        var table = await host.TableAsync();
        using (await host.Get<ILakeCopies>().LeaseAsync([table.SelectSql], null, default))
        {
            Assert.Equal("1; 2", await host.TextAsync("select id from $t order by id"));
        }

        failing.FailAt(2, Failure.Crash);
        Assert.True(await host.Lake.DropAsync(LakeHost.Scope, LakeHost.Orders, default));
        Assert.True(failing.Failed);
        failing.Recover();
        Assert.NotEmpty(await Objects(failing));
        Assert.Null(await host.Lake.FindAsync(LakeHost.Scope, LakeHost.Orders, TableAt.Current, default));

        await host.Get<DroppedTables>().EndAllAsync(default);

        Assert.Empty(await Objects(failing));
        Assert.Empty(await host.Get<TableStore>().DroppedAsync(default));

        async Task<List<string>> Objects(IObjectStore store)
        {
            var found = new List<string>();
            await foreach (var one in store.ListAsync($"{root}/", default))
            {
                found.Add(one.Location);
            }

            return found;
        }
    }

    [Fact]
    public async Task A_table_is_swept_once_an_hour_at_most_by_its_writers()
    {
        await using var host = await LakeHost.StartAsync();
        var sweep = host.Get<OrphanSweep>();
        await host.AppendAsync("select 1 as id");
        var place = new TablePlace((await host.TableAsync()).Location);
        var mark = LocalStore.ToPath($"{place.Pending}/{Guid.NewGuid()}");
        await File.WriteAllTextAsync(mark, "");
        File.SetLastWriteTimeUtc(mark, host.Clock.GetUtcNow().UtcDateTime.AddDays(-3));

        await sweep.SweepNowAndThenAsync(place, null, default);
        Assert.True(File.Exists(mark));
        host.Clock.Advance(TimeSpan.FromMinutes(61));
        await sweep.SweepNowAndThenAsync(place, null, default);
        Assert.False(File.Exists(mark));
    }
}
