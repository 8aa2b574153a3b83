using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Lake.Tests.Rows;

public sealed class RowChangeTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Deleting_updating_and_merging_change_the_rows_they_mean(bool mergeOnRead)
    {
        await using var host = await StartAsync(mergeOnRead);
        await host.AppendAsync("select i as id, 'n' || i as name, i * 1.5::decimal(9,2) as amount from range(10) t(i)");
        await host.AppendAsync("select i as id, 'n' || i as name, i * 1.5::decimal(9,2) as amount from range(10, 20) t(i)");

        Assert.Equal(new RowCounts(0, 0, 3), await ChangeAsync(host, (change, token) => change.DeleteAsync(host.Connection, "id % 7 = 3", token)));
        Assert.Equal("17,160", await host.TextAsync("select count(*), sum(id) from $t"));
        Assert.Equal(17, (await host.TableAsync()).Version.Rows);

        Assert.Equal(new RowCounts(0, 4, 0), await ChangeAsync(host, (change, token) => change.UpdateAsync(
            host.Connection, new Dictionary<string, string> { ["name"] = "upper(name) || '!'", ["AMOUNT"] = "amount + id" }, "id between 8 and 12", token)));
        Assert.Equal("N8!,20; N9!,22.5; N11!,27.5; N12!,30", await host.TextAsync("select name, amount::double from $t where name like '%!' order by id"));

        var counts = await ChangeAsync(host, (change, token) => change.MergeAsync(
            host.Connection,
            new LakeMerge
            {
                Source = "select i as id, 'm' || i as name, 0.5 as amount from range(15, 25) t(i)",
                On = "target.id = source.id",
                WhenMatched = [new MergeClause.Delete("target.id = 16"), new MergeClause.Update(null, "source.id < 19")],
                WhenNotMatched = [new MergeClause.Insert(null, "source.id < 23"), new MergeClause.Insert(new Dictionary<string, string> { ["id"] = "-source.id" })],
                WhenNotMatchedBySource = [new MergeClause.Update(new Dictionary<string, string> { ["amount"] = "0" }, "target.id = 0"), new MergeClause.Delete("target.id < 5")],
            },
            token));

        // 17 is not there (17 % 7 = 3); 0 is updated, 1, 2 and 4 go
        Assert.Equal(new RowCounts(6, 3, 4), counts);
        Assert.Equal(
            "-24,null; -23,null; 0,n0; 5,n5; 6,n6; 7,n7; 8,N8!; 9,N9!; 11,N11!; 12,N12!; 13,n13; 14,n14; 15,m15; 17,m17; 18,m18; 19,n19; 20,m20; 21,m21; 22,m22",
            await host.TextAsync("select id, name from $t order by id"));
        Assert.Equal("true", (await host.TableAsync()).Version.Summary["talentys.changes-rows"]);
        Assert.Equal(mergeOnRead, (await host.TableAsync()).Version.Summary["total-position-deletes"] != "0");
    }

    [Fact]
    public async Task Marked_rows_stay_marked_when_more_are_and_files_that_are_empty_go()
    {
        await using var host = await StartAsync(true);
        await host.AppendAsync("select i as id from range(10) t(i)");
        await ChangeAsync(host, (change, token) => change.DeleteAsync(host.Connection, "id < 3", token));
        await ChangeAsync(host, (change, token) => change.DeleteAsync(host.Connection, "id < 6", token));
        var summary = (await host.TableAsync()).Version.Summary;
        Assert.Equal(("delete", "1", "3", "6", "2"), (summary["operation"], summary["total-data-files"], summary["added-position-deletes"], summary["total-position-deletes"], summary["total-delete-files"]));
        Assert.Equal("4,30", await host.TextAsync("select count(*), sum(id) from $t"));

        await ChangeAsync(host, (change, token) => change.DeleteAsync(host.Connection, "true", token));
        summary = (await host.TableAsync()).Version.Summary;
        Assert.Equal(("0", "0", "0", "2", "6"), (summary["total-data-files"], summary["total-delete-files"], summary["total-position-deletes"], summary["removed-delete-files"], summary["removed-position-deletes"]));
        Assert.Equal("0", await host.TextAsync("select count(*) from $t"));
        Assert.Equal("10", await host.TextAsync("select count(*) from $t", version: 1));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Steps_of_one_change_see_each_other_and_are_one_version(bool mergeOnRead)
    {
        await using var host = await StartAsync(mergeOnRead);
        await host.AppendAsync("select i as id, 'old' as state from range(6) t(i)");
        var before = (await host.TableAsync()).Version.Number;
        await host.Lake.ChangeAsync(
            LakeHost.Scope,
            LakeHost.Orders,
            async (change, token) =>
            {
                await change.WriteAsync(host.Connection, "select i as id, 'new' as state from range(6, 9) t(i)", null, token);
                await change.UpdateAsync(host.Connection, new Dictionary<string, string> { ["state"] = "'seen'" }, "id in (0, 7)", token);
                await change.DeleteAsync(host.Connection, "state = 'seen' and id = 7 or id = 8", token);
                Assert.Equal(7, await host.Connection.ScalarAsync<long>($"select count(*) from ({await change.SelectSqlAsync(token)})", [], token));
                await change.OverwriteAsync(host.Connection, "select 100 as id, 'last' as state", "id = 6", token);
            },
            "steps", LakeHost.NoSummary, default);
        Assert.Equal("0,seen; 1,old; 2,old; 3,old; 4,old; 5,old; 100,last", await host.TextAsync("select * from $t order by id"));
        Assert.Equal(before + 1, (await host.TableAsync()).Version.Number);
        Assert.Equal(7, (await host.TableAsync()).Version.Rows);
    }

    [Fact]
    public async Task A_row_that_two_rows_of_the_source_match_is_refused()
    {
        await using var host = await StartAsync(false);
        await host.AppendAsync("select 1 as id");
        var refused = await Assert.ThrowsAsync<FaultException>(() => ChangeAsync(host, (change, token) => change.MergeAsync(
            host.Connection,
            new LakeMerge { Source = "select 1 as id union all select 1", On = "target.id = source.id", WhenMatched = [new MergeClause.Update()] },
            token)));
        Assert.Equal("lake.merge_ambiguous", refused.Fault.Code);
        refused = await Assert.ThrowsAsync<FaultException>(() => ChangeAsync(host, (change, token) =>
            change.UpdateAsync(host.Connection, new Dictionary<string, string> { ["nothing"] = "1" }, null, token)));
        Assert.Equal("lake.column_unknown", refused.Fault.Code);
        Assert.Equal("1", await host.TextAsync("select count(*) from $t"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Partitioned_tables_are_changed_within_their_partitions(bool mergeOnRead)
    {
        await using var host = await StartAsync(mergeOnRead, ["kind", "bucket(4, id)"]);
        await host.AppendAsync("select i as id, 'k' || i % 3 as kind from range(60) t(i)");
        await ChangeAsync(host, (change, token) => change.DeleteAsync(host.Connection, "id % 5 = 0 or kind = 'k2'", token));
        Assert.Equal("32,k0,k1", await host.TextAsync("select count(*), min(kind), max(kind) from $t"));
        await ChangeAsync(host, (change, token) => change.UpdateAsync(host.Connection, new Dictionary<string, string> { ["kind"] = "'moved'" }, "id < 10", token));
        Assert.Equal("k0,13; k1,13; moved,6", await host.TextAsync("select kind, count(*) from $t group by kind order by kind"));

        await host.Lake.AlterAsync(LakeHost.Scope, LakeHost.Orders, new TableAlteration { Partitions = ["kind"] }, default);
        await host.AppendAsync("select 1000 as id, 'k0' as kind union all select 1001, 'k9'");
        await ChangeAsync(host, (change, token) => change.OverwritePartitionsAsync(host.Connection, "select 2000 as id, 'k9' as kind union all select 2001, 'k8'", token));
        Assert.Equal("k0,14; k1,13; k8,1; k9,1; moved,6", await host.TextAsync("select kind, count(*) from $t group by kind order by kind"));
        await ChangeAsync(host, (change, token) =>
        {
            change.Truncate();
            return change.OverwriteAsync(host.Connection, "select 1 as id, 'one' as kind", "true", token);
        });
        Assert.Equal("1,one", await host.TextAsync("select * from $t"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Columns_that_came_and_went_are_changed_by_their_ids(bool mergeOnRead)
    {
        await using var host = await StartAsync(mergeOnRead);
        await host.AppendAsync("select i::int as id, 'a' as name, {'x': i, 'y': [i]} as s from range(4) t(i)");
        await host.Lake.AlterAsync(
            LakeHost.Scope, LakeHost.Orders,
            new TableAlteration { Columns = [new ColumnChange.Rename("name", "title"), new ColumnChange.Widen("id", "bigint"), new ColumnChange.Rename("s.x", "z"), new ColumnChange.Add("name", "double")] },
            default);
        await ChangeAsync(host, (change, token) => change.UpdateAsync(host.Connection, new Dictionary<string, string> { ["name"] = "target.s.z / 2", ["id"] = "id + 5000000000" }, "id >= 2", token));
        Assert.Equal("0,a,0,null; 1,a,1,null; 5000000002,a,2,1; 5000000003,a,3,1.5", await host.TextAsync("select id, title, s.z, name from $t order by id"));
    }

    private static async Task<LakeHost> StartAsync(bool mergeOnRead, string[]? partitions = null)
    {
        var host = await LakeHost.StartAsync();
        var mode = mergeOnRead ? "merge-on-read" : "copy-on-write";
        var design = new TableDesign
        {
            Columns = partitions is null ? [new ColumnDesign("id", "INT")] : [new ColumnDesign("id", "BIGINT"), new ColumnDesign("kind", "TEXT")],
            Partitions = partitions ?? [],
            Properties = new Dictionary<string, string> { ["write.delete.mode"] = mode, ["write.update.mode"] = mode, ["write.merge.mode"] = mode },
        };
        await host.Lake.CreateAsync(LakeHost.Scope, LakeHost.Orders, design, default);
        return host;
    }

    private static async Task<RowCounts> ChangeAsync(LakeHost host, Func<ILakeChange, CancellationToken, Task<RowCounts>> step)
    {
        var counts = new RowCounts(0, 0, 0);
        await host.Lake.ChangeAsync(
            LakeHost.Scope, LakeHost.Orders, async (change, token) => counts = await step(change, token), Ids.New(), LakeHost.NoSummary, default);
        return counts;
    }
}
