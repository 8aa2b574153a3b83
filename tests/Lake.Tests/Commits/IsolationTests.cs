using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Lake.Tests.Commits;

/// <summary>What changes of rows make of what others commit meanwhile.</summary>
public sealed class IsolationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_of_rows_that_another_commit_changed_is_a_conflict(bool mergeOnRead)
    {
        await using var host = await StartAsync(mergeOnRead, serializable: false);
        await using var one = await BeginAsync(host);
        await using var two = await BeginAsync(host);
        await one.DeleteAsync(host.Connection, "id = 1", default);
        await two.UpdateAsync(host.Connection, new Dictionary<string, string> { ["state"] = "'x'" }, "id = 2", default);
        await one.CommitAsync("one", LakeHost.NoSummary, default);
        var lost = await Assert.ThrowsAsync<FaultException>(() => two.CommitAsync("two", LakeHost.NoSummary, default));
        Assert.Equal("lake.conflict", lost.Fault.Code);
        Assert.Equal("0,a; 2,a; 3,a", await host.TextAsync("select * from $t order by id"));
    }

    [Fact]
    public async Task Rows_that_were_added_meanwhile_are_a_conflict_when_serializable_and_none_for_a_snapshot()
    {
        foreach (var serializable in new[] { true, false })
        {
            await using var host = await StartAsync(true, serializable);
            await using var change = await BeginAsync(host);
            await change.DeleteAsync(host.Connection, "id >= 2", default);
            await host.AppendAsync("select 9 as id, 'late' as state");
            if (serializable)
            {
                Assert.Equal("lake.conflict", (await Assert.ThrowsAsync<FaultException>(() => change.CommitAsync("c", LakeHost.NoSummary, default))).Fault.Code);
                Assert.Equal("5", await host.TextAsync("select count(*) from $t"));
            }
            else
            {
                await change.CommitAsync("c", LakeHost.NoSummary, default);
                Assert.Equal("0,a; 1,a; 9,late", await host.TextAsync("select * from $t order by id"));
            }
        }
    }

    [Fact]
    public async Task A_change_that_lost_is_done_again_on_the_newest_version_and_once_for_its_commit_id()
    {
        await using var host = await StartAsync(false, serializable: true);
        var runs = 0;
        for (var again = 0; again < 2; again++)
        {
            var version = await host.Lake.ChangeAsync(
                LakeHost.Scope,
                LakeHost.Orders,
                async (change, token) =>
                {
                    await change.UpdateAsync(host.Connection, new Dictionary<string, string> { ["state"] = "state || '!'" }, null, token);
                    if (++runs == 1)
                    {
                        await host.AppendAsync("select 10 as id, 'b' as state");
                    }
                },
                "again", LakeHost.NoSummary, default);
            Assert.Equal(3, version.Number);
        }

        Assert.Equal(2, runs);
        Assert.Equal("0,a!; 1,a!; 2,a!; 3,a!; 10,b!", await host.TextAsync("select * from $t order by id"));
    }

    [Fact]
    public async Task Files_that_were_compacted_or_rolled_back_meanwhile_are_a_conflict()
    {
        await using var host = await StartAsync(true, serializable: false);
        await host.AppendAsync("select 7 as id, 'c' as state");
        await using var change = await BeginAsync(host);
        await change.DeleteAsync(host.Connection, "id = 7 or id = 0", default);
        await host.Lake.RollbackAsync(LakeHost.Scope, LakeHost.Orders, 1, "ada", default);
        Assert.Equal("lake.conflict", (await Assert.ThrowsAsync<FaultException>(() => change.CommitAsync("c", LakeHost.NoSummary, default))).Fault.Code);

        await using var renamed = await BeginAsync(host);
        await renamed.DeleteAsync(host.Connection, "id = 0", default);
        await host.Lake.AlterAsync(LakeHost.Scope, LakeHost.Orders, new TableAlteration { Columns = [new ColumnChange.Rename("state", "status")] }, default);
        Assert.Equal("lake.conflict", (await Assert.ThrowsAsync<FaultException>(() => renamed.CommitAsync("r", LakeHost.NoSummary, default))).Fault.Code);
        Assert.Equal("4", await host.TextAsync("select count(*) from $t"));
    }

    [Fact]
    public async Task Changes_of_several_tables_are_seen_together_or_not_at_all()
    {
        await using var host = await StartAsync(false, serializable: true);
        var other = new TableName("shop", "totals");
        await using (var transaction = await host.Lake.BeginTransactionAsync(LakeHost.Scope, default))
        {
            var orders = await transaction.ChangeAsync(LakeHost.Orders, WriteMode.Append, default);
            var totals = await transaction.ChangeAsync(other, WriteMode.Replace, default);
            Assert.Same(orders, await transaction.ChangeAsync(LakeHost.Orders, WriteMode.Append, default));
            await orders.DeleteAsync(host.Connection, "id = 0", default);
            await totals.WriteAsync(host.Connection, $"select count(*) as n from ({await orders.SelectSqlAsync(default)})", null, default);
            Assert.Null(await host.Lake.FindAsync(LakeHost.Scope, other, TableAt.Current, default));
            Assert.Equal([2, 1], (await transaction.CommitAsync("both", LakeHost.NoSummary, default)).Select(version => version.Number));
        }

        Assert.Equal("3", await host.TextAsync("select count(*) from $t"));
        Assert.Equal(3L, (await host.RowsAsync(await host.TableAsync(other), "select n from $t"))[0][0]);

        await using var lost = await host.Lake.BeginTransactionAsync(LakeHost.Scope, default);
        await (await lost.ChangeAsync(other, WriteMode.Append, default)).WriteAsync(host.Connection, "select 100 as n", null, default);
        await (await lost.ChangeAsync(LakeHost.Orders, WriteMode.Append, default)).DeleteAsync(host.Connection, "true", default);
        await host.AppendAsync("select 5 as id, 'between' as state");
        Assert.Equal("lake.conflict", (await Assert.ThrowsAsync<FaultException>(() => lost.CommitAsync("lost", LakeHost.NoSummary, default))).Fault.Code);
        Assert.Single(await host.RowsAsync(await host.TableAsync(other), "select n from $t"));
        Assert.Equal("4", await host.TextAsync("select count(*) from $t"));
    }

    [Fact]
    public Task Three_processes_append_and_merge_without_losing_an_update() => TogetherAsync(3, TimeSpan.FromSeconds(2));

    [Fact]
    [Trait("Lane", "full")]
    public Task Eight_processes_append_and_merge_for_a_minute_without_losing_an_update() => TogetherAsync(8, TimeSpan.FromMinutes(1));

    /// <summary>Each process counts up a row of its own and one that all share, and appends rows; what was told done must all be there.</summary>
    private static async Task TogetherAsync(int processes, TimeSpan time)
    {
        await using var host = await StartAsync(true, serializable: true);
        await host.Lake.AlterAsync(LakeHost.Scope, LakeHost.Orders, new TableAlteration { Columns = [new ColumnChange.Add("n", "BIGINT")] }, default);
        using var end = new CancellationTokenSource(time);
        var done = await Task.WhenAll(Enumerable.Range(1, processes).Select(number => Task.Run(async () =>
        {
            await using var services = host.Another();
            var lake = services.GetRequiredService<ILake>();
            using var connection = host.Connect();
            var (merged, appended) = (0, 0);
            do
            {
                var commit = $"{number}-{merged}";
                await lake.ChangeAsync(
                    LakeHost.Scope,
                    LakeHost.Orders,
                    (change, token) => change.MergeAsync(
                        connection,
                        new LakeMerge
                        {
                            Source = $"select unnest([{100 + number}, 100]) as id, 'count' as state, 1::bigint as n",
                            On = "target.id = source.id",
                            WhenMatched = [new MergeClause.Update(new Dictionary<string, string> { ["n"] = "target.n + source.n" })],
                            WhenNotMatched = [new MergeClause.Insert()],
                        },
                        token),
                    commit, LakeHost.NoSummary, default);
                merged++;
                await using var write = await lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
                await write.WriteAsync(connection, $"select {(number * 100000) + appended} as id, 'row' as state, null::bigint as n", null, default);
                await write.CommitAsync($"a{commit}", LakeHost.NoSummary, default);
                appended++;
            }
            while (!end.IsCancellationRequested);

            return (Number: number, Merged: merged, Appended: appended);
        })));

        var counts = await host.RowsAsync(await host.TableAsync(), "select id, n from $t where state = 'count' order by id");
        Assert.Equal(
            done.Select(one => ((long)100 + one.Number, (long)one.Merged)).Prepend((100L, done.Sum(one => (long)one.Merged))),
            counts.Select(row => (Convert.ToInt64(row[0], CultureInfo.InvariantCulture), Convert.ToInt64(row[1], CultureInfo.InvariantCulture))));
        var rows = done.Sum(one => one.Appended);
        Assert.Equal($"{rows},{rows}", await host.TextAsync("select count(*), count(distinct id) from $t where state = 'row'"));
        Assert.All(done, one => Assert.True(one.Merged > 0));
    }

    private static async Task<LakeHost> StartAsync(bool mergeOnRead, bool serializable)
    {
        var host = await LakeHost.StartAsync();
        var properties = new Dictionary<string, string>();
        foreach (var kind in new[] { "delete", "update", "merge" })
        {
            properties[$"write.{kind}.mode"] = mergeOnRead ? "merge-on-read" : "copy-on-write";
            properties[$"write.{kind}.isolation-level"] = serializable ? "serializable" : "snapshot";
        }

        await host.Lake.CreateAsync(
            LakeHost.Scope, LakeHost.Orders,
            new TableDesign { Columns = [new ColumnDesign("id", "BIGINT"), new ColumnDesign("state", "TEXT")], Properties = properties }, default);
        await host.AppendAsync("select i as id, 'a' as state from range(4) t(i)");
        return host;
    }

    private static Task<ILakeChange> BeginAsync(LakeHost host) =>
        host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default);
}
