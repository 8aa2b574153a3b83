using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Storage;

namespace Talentys.Lake.Tests.Commits;

public sealed class CommitTests
{
    private static readonly Dictionary<string, string> NoSummary = [];

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Rows_that_were_committed_are_read(StorageProvider provider)
    {
        await using var host = await LakeHost.StartAsync(provider);
        var first = await host.AppendAsync("select 1 as id, 'a' as name");
        var second = await host.AppendAsync("select 2 as id, 'b' as name");
        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.Equal("1,a; 2,b", await host.TextAsync("select * from $t order by id"));
        Assert.Equal("1,a", await host.TextAsync("select * from $t", version: 1));
        var summary = Assert.Single(await host.Lake.ListAsync(LakeHost.Scope, false, default));
        Assert.Equal((2, 2L), (summary.Version, summary.Rows));
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Twenty_concurrent_appenders_in_two_processes_lose_nothing(StorageProvider provider)
    {
        await using var host = await LakeHost.StartAsync(provider);
        await using var another = host.Another();
        var lakes = new ILake[] { host.Lake, another.GetRequiredService<ILake>() };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            using var connection = host.Connect();
            await using var write = await lakes[number % 2].BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
            await write.WriteAsync(connection, $"select {number} as id", null, default);
            await write.CommitAsync($"c{number}", NoSummary, default);
        }));
        Assert.Equal("20,20,190", await host.TextAsync("select count(*), count(distinct id), sum(id) from $t"));
        Assert.Equal(20, (await host.TableAsync()).Version.Number);
    }

    [Fact]
    public async Task A_write_that_was_published_meanwhile_is_not_taken_for_an_old_one()
    {
        await using var host = await LakeHost.StartAsync();
        var later = host.Clock.GetUtcNow().AddYears(1);
        var mark = LocalStore.ToLocation(Path.Combine(host.Root, "mark"));
        var sweep = host.Get<OrphanSweep>();
        Assert.False(await sweep.IsOldAsync(mark, later, default), "a mark that is gone is that of a write that has ended");

        await host.Get<IObjectStore>().TouchAsync(mark, default);

        Assert.True(await sweep.IsOldAsync(mark, later, default));
        Assert.False(await sweep.IsOldAsync(mark, host.Clock.GetUtcNow().AddHours(-1), default));
    }

    [Fact]
    public async Task Writers_that_each_add_a_column_keep_both_columns_and_all_rows()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 0 as id");
        await using var one = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
        await using var two = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
        await one.WriteAsync(host.Connection, "select 1 as id, 'x' as left_one", null, default);
        await two.WriteAsync(host.Connection, "select 2 as id, 7 as right_one", null, default);
        await one.CommitAsync("one", NoSummary, default);
        await two.CommitAsync("two", NoSummary, default);
        Assert.Equal("0,null,null; 1,x,null; 2,null,7", await host.TextAsync("select id, left_one, right_one from $t order by id"));
        Assert.Equal([1, 2, 3], (await host.TableAsync()).Columns.Select(column => column.FieldId));
    }

    [Fact]
    public async Task A_commit_id_is_applied_once_even_when_other_commits_came_between()
    {
        await using var host = await LakeHost.StartAsync();
        var first = await host.WriteAsync(LakeHost.Orders, WriteMode.Append, "select 1 as id", "load-1");
        await host.AppendAsync("select 2 as id");
        await host.AppendAsync("select 3 as id");
        var again = await host.WriteAsync(LakeHost.Orders, WriteMode.Append, "select 1 as id", "load-1");
        Assert.Equal(first.Number, again.Number);
        Assert.Equal("3", await host.TextAsync("select count(*) from $t"));
        Assert.Equal(3, Directory.GetFiles(host.Root, "*.parquet", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Files_without_a_commit_are_not_seen_and_go_when_the_write_is_disposed()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");
        await using (var write = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default))
        {
            var written = await write.WriteAsync(host.Connection, "select 2 as id", null, default);
            Assert.True(File.Exists(Assert.Single(written).Path));
            Assert.Equal("1", await host.TextAsync("select count(*) from $t"));
        }

        Assert.Single(Directory.GetFiles(host.Root, "*.parquet", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(LocalStore.ToPath((await host.TableAsync()).Location) + "/pending"));
    }

    [Fact]
    public async Task What_a_crash_left_is_swept_when_it_is_old_and_kept_while_it_may_be_alive()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");

        // never disposed: as after kill -9
        var crashed = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
        var orphan = Assert.Single(await crashed.WriteAsync(host.Connection, "select 2 as id", null, default)).Path;
        await host.AppendAsync("select 3 as id");
        Assert.True(File.Exists(orphan));
        host.Clock.Advance(TimeSpan.FromHours(25));
        await host.AppendAsync("select 4 as id");
        Assert.False(File.Exists(orphan));
        Assert.Equal("1; 3; 4", await host.TextAsync("select id from $t order by id"));
    }

    [Fact]
    public async Task A_published_write_whose_end_was_cut_off_keeps_its_files_in_the_sweep()
    {
        await using var host = await LakeHost.StartAsync();
        var write = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
        await write.WriteAsync(host.Connection, "select 1 as id", null, default);
        await write.CommitAsync("c", NoSummary, default);
        host.Clock.Advance(TimeSpan.FromDays(3));
        await host.AppendAsync("select 2 as id");
        Assert.Equal("1; 2", await host.TextAsync("select id from $t order by id"));
        Assert.Empty(Directory.GetFiles(LocalStore.ToPath((await host.TableAsync()).Location) + "/pending"));
    }

    [Fact]
    public async Task Removing_a_file_takes_its_rows_away_and_removing_it_twice_is_a_conflict()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");
        await host.AppendAsync("select 2 as id");
        var files = (await host.TableAsync()).Files;
        await using (var write = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default))
        {
            await write.WriteAsync(host.Connection, "select 20 as id", null, default);
            write.Remove([files.Single(file => host.RowsAsync(Table(file), "select id from $t").GetAwaiter().GetResult()[0][0] is 2L).Path]);
            var version = await write.CommitAsync("swap", NoSummary, default);
            Assert.Equal("overwrite", version.Operation);
            Assert.Equal(("1", "1", "2"), (version.Summary["added-records"], version.Summary["deleted-records"], version.Summary["total-records"]));
        }

        Assert.Equal("1; 20", await host.TextAsync("select id from $t order by id"));
        Assert.Equal("1; 2", await host.TextAsync("select id from $t order by id", version: 2));
        await using var late = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
        late.Remove(files.Select(file => file.Path));
        var refused = await Assert.ThrowsAsync<FaultException>(() => late.CommitAsync("late", NoSummary, default));
        Assert.Equal("lake.conflict", refused.Fault.Code);

        static LakeTable Table(DataFile file) => new(LakeHost.Orders, "", "", null!, [], [])
        {
            SelectSql = $"SELECT * FROM read_parquet({SqlText.Literal(file.Path)})",
        };
    }

    [Fact]
    public async Task The_summary_holds_totals_and_what_the_caller_gave()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select * from range(10) t(id)");
        await using var write = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
        await write.WriteAsync(host.Connection, "select * from range(5) t(id)", null, default);
        var version = await write.CommitAsync("c", new Dictionary<string, string> { ["sync.cursor"] = "42" }, default);
        Assert.Equal(
            ("append", "5", "15", "2", "42", "c"),
            (version.Summary["operation"], version.Summary["added-records"], version.Summary["total-records"], version.Summary["total-data-files"],
                version.Summary["sync.cursor"], version.Summary["talentys.commit-id"]));
        Assert.Equal(15, version.Rows);
        Assert.Equal([2L, 1L], (await host.Lake.VersionsAsync(LakeHost.Scope, LakeHost.Orders, default)).Select(one => one.Number));
    }

    [Fact]
    public async Task A_dropped_table_is_gone_with_its_files_and_its_writers_are_told()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");
        var location = LocalStore.ToPath((await host.TableAsync()).Location);
        await using var write = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
        await write.WriteAsync(host.Connection, "select 2 as id", null, default);
        Assert.True(await host.Lake.DropAsync(LakeHost.Scope, LakeHost.Orders, default));
        Assert.False(await host.Lake.DropAsync(LakeHost.Scope, LakeHost.Orders, default));
        Assert.Null(await host.Lake.FindAsync(LakeHost.Scope, LakeHost.Orders, TableAt.Current, default));
        Assert.False(Directory.Exists(location));
        var refused = await Assert.ThrowsAsync<FaultException>(() => write.CommitAsync("c", NoSummary, default));
        Assert.Equal("lake.conflict", refused.Fault.Code);
        await host.AppendAsync("select 'new' as id");
        Assert.Equal("new", await host.TextAsync("select id from $t"));
    }

    [Fact]
    public async Task Many_small_commits_are_merged_into_few_manifests_and_stay_readable()
    {
        await using var host = await LakeHost.StartAsync(configure: options => (options.MergeManifestsAt, options.MetadataFilesKept) = (4, 3));
        for (var number = 0; number < 14; number++)
        {
            await host.AppendAsync(number < 7 ? $"select {number}::int as id" : $"select {number}::bigint as id, 'n' as added");
        }

        Assert.Equal("14,91,7", await host.TextAsync("select count(*), sum(id), count(added) from $t"));
        Assert.Equal("5,10", await host.TextAsync("select count(*), sum(id) from $t", version: 5));
        var metadata = Directory.GetFiles(Path.Combine(LocalStore.ToPath((await host.TableAsync()).Location), "metadata"), "*.metadata.json");
        Assert.Equal(4, metadata.Length);
    }

    [Fact]
    public async Task Rolling_back_publishes_the_old_content_and_columns_as_a_new_version()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");
        await host.AppendAsync("select 2 as id, 'x' as extra");
        await host.ReplaceAsync("select 'all new' as id");
        var version = await host.Lake.RollbackAsync(LakeHost.Scope, LakeHost.Orders, 1, "ada", default);
        Assert.Equal((4L, 1L, "1"), (version.Number, version.Rows, version.Summary["talentys.rolled-back-to"]));
        Assert.Equal("1", await host.TextAsync("select * from $t"));
        await host.AppendAsync("select 5 as id, 'y' as extra");
        Assert.Equal("1,null; 5,y", await host.TextAsync("select * from $t order by id"));
        Assert.Equal("1,null; 2,x", await host.TextAsync("select * from $t order by id", version: 2));
        var unknown = await Assert.ThrowsAsync<FaultException>(() => host.Lake.RollbackAsync(LakeHost.Scope, LakeHost.Orders, 99, "ada", default));
        Assert.Equal("lake.version_unknown", unknown.Fault.Code);
    }

    [Fact]
    public async Task A_project_that_was_moved_still_reads_and_writes_its_tables()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");
        var metadata = Directory.GetFiles(Path.Combine(LocalStore.ToPath((await host.TableAsync()).Location), "metadata"), "*.json").Single();
        var elsewhere = File.ReadAllText(metadata).Replace(host.Root, "/some/where/else", StringComparison.Ordinal);
        File.WriteAllText(metadata, elsewhere);
        await using var another = host.Another();
        var lake = another.GetRequiredService<ILake>();
        var table = await lake.FindAsync(LakeHost.Scope, LakeHost.Orders, TableAt.Current, default);
        Assert.Equal([1L], (await host.RowsAsync(table!, "select id from $t"))[0]);
    }
}
