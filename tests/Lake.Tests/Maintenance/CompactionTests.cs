using Microsoft.Extensions.DependencyInjection;
using Talentys.Lake.Commits;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Manifests;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Tests.Maintenance;

public sealed class CompactionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Small_files_become_one_and_the_rows_stay()
    {
        await using var host = await LakeHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await host.AppendAsync($"select {i} as id, 'n{i}' as name" + (i > 10 ? ", 1.5 as more" : ""));
        }

        var plan = await Action<CompactAction>(host).PlanAsync(await RowAsync(host), new UpkeepOrder(), Token);
        Assert.True(plan.Due);
        Assert.Equal((20L, 1L), (plan.Removes, plan.Makes));

        var step = new TestStep();
        var order = new UpkeepOrder { Summary = new Dictionary<string, string> { [SnapshotKeys.Run] = "01run", [SnapshotKeys.By] = "ada" } };
        var outcome = await Action<CompactAction>(host).RunAsync(await RowAsync(host), order, step, Token);

        Assert.Equal("20 files became 1", outcome.Summary);
        Assert.Equal("20,190,9", await host.TextAsync("select count(*), sum(id), count(more) from $t"));
        var table = await host.TableAsync();
        Assert.Equal((1, "replace", 20L), (table.Files.Count, table.Version.Operation, table.Version.Rows));
        Assert.Equal(("01run", "ada"), (table.Version.Summary[SnapshotKeys.Run], table.Version.Summary[SnapshotKeys.By]));
        Assert.Equal("11,55", await host.TextAsync("select count(*), sum(id) from $t", version: 11));
        Assert.False((await Action<CompactAction>(host).PlanAsync(await RowAsync(host), new UpkeepOrder(), Token)).Due);
    }

    [Fact]
    public async Task Files_that_a_source_may_replace_alone_stay_apart()
    {
        var claims = new Claims();
        await using var host = await LakeHost.StartAsync(more: services => services.AddSingleton<IFileClaims>(claims));
        for (var i = 0; i < 20; i++)
        {
            await host.AppendAsync($"select {i} as id");
        }

        claims.Paths.AddRange((await host.TableAsync()).Files.Select(file => file.Path));
        Assert.False((await Action<CompactAction>(host).PlanAsync(await RowAsync(host), new UpkeepOrder(), Token)).Due);
        host.Clock.Advance(TimeSpan.FromDays(31));
        Assert.True((await Action<CompactAction>(host).PlanAsync(await RowAsync(host), new UpkeepOrder(), Token)).Due);
    }

    [Fact]
    public async Task A_replace_that_comes_between_wins_and_nothing_comes_back()
    {
        await using var host = await LakeHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await host.AppendAsync($"select {i} as id");
        }

        var step = new TestStep();
        var committer = host.Get<Committer>();
        var target = await committer.LoadAsync(await RowAsync(host), Token);
        var groups = await host.Get<Compaction>().PlanAsync(target, Token);
        await host.ReplaceAsync("select 100 as id");

        var outcome = await host.Get<Compaction>().RunAsync(target, groups, LakeHost.NoSummary, step, Token);

        Assert.Equal(20, outcome.Left);
        Assert.Equal("100", await host.TextAsync("select id from $t"));
        Assert.Single(step.Lines);
        Assert.Empty(await host.Get<OrphanFiles>().FindAsync(await RowAsync(host), TimeSpan.FromDays(-3_650), Token));
    }

    [Fact]
    public async Task Appends_that_come_between_stay()
    {
        await using var host = await LakeHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await host.AppendAsync($"select {i} as id");
        }

        var target = await host.Get<Committer>().LoadAsync(await RowAsync(host), Token);
        var groups = await host.Get<Compaction>().PlanAsync(target, Token);
        await host.AppendAsync("select 100 as id");
        await host.Get<Compaction>().RunAsync(target, groups, LakeHost.NoSummary, new TestStep(), Token);
        Assert.Equal("21,290", await host.TextAsync("select count(*), sum(id) from $t"));
        Assert.Equal(2, (await host.TableAsync()).Files.Count);
    }

    [Fact]
    public async Task Manifests_are_written_together()
    {
        await using var host = await LakeHost.StartAsync();
        for (var i = 0; i < 60; i++)
        {
            await host.AppendAsync($"select {i} as id");
        }

        var outcome = await Action<ManifestsAction>(host).RunAsync(await RowAsync(host), new UpkeepOrder(), new TestStep(), Token);

        Assert.Equal("60 manifests became 1", outcome.Summary);
        Assert.Equal("60,1770", await host.TextAsync("select count(*), sum(id) from $t"));
        Assert.Equal(60, (await host.TableAsync()).Version.Rows);
    }

    [Fact]
    public void Files_are_grouped_by_partition_and_worn_ones_are_written_anew_alone()
    {
        CompactionFile[] files =
        [
            .. Enumerable.Range(0, 20).Select(i => File(i % 2, 10)),
            File(3, 10),
            File(4, 900, deletes: 5),
            File(5, 900),
        ];
        var plan = CompactionPlanner.Plan(files, targetBytes: 1000, atFiles: 10);
        Assert.Equal([10, 10, 1], plan.Select(group => group.Files.Count));
        Assert.Equal([0, 1, 4], plan.Select(group => (int)group.Files[0].File.Partition[0]!).Order());
    }

    private static CompactionFile File(int partition, long bytes, int deletes = 0) => new(
        new ContentFile { Path = $"file:///t/{Guid.NewGuid()}", Rows = 1, Bytes = bytes, Partition = [partition] }, 1, deletes);

    private static T Action<T>(LakeHost host)
        where T : IUpkeepAction => host.Get<IEnumerable<IUpkeepAction>>().OfType<T>().Single();

    private static async Task<LakeTableRow> RowAsync(LakeHost host) =>
        (await host.Get<TableStore>().FindAsync(LakeHost.Scope, LakeHost.Orders, Token))!;

    private sealed class Claims : IFileClaims
    {
        public List<string> Paths { get; } = [];

        public IEnumerable<string> Of(IReadOnlyList<TableVersion> newestFirst) => Paths;
    }
}
