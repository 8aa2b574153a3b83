using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Public;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Tests.Maintenance;
using Talentys.Lake.Tests.Tables;
using Talentys.TestSupport;
using Fault = Talentys.Lake.Tests.Stores.FaultyServer.Fault;

namespace Talentys.Lake.Tests.Stores;

/// <summary>A lake that is kept in a bucket: all that a table can do, and what the store's failures do to it.</summary>
public sealed class BucketLakeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_in_a_bucket_is_changed_kept_up_and_rolled_back_like_one_on_disk()
    {
        await using var host = await StartAsync();
        await host.Lake.CreateAsync(LakeHost.Scope, LakeHost.Orders, new TableDesign
        {
            Columns = [new ColumnDesign("id", "BIGINT"), new ColumnDesign("part", "BIGINT"), new ColumnDesign("word", "VARCHAR")],
            Partitions = ["part"],
            Properties = new Dictionary<string, string> { ["write.delete.mode"] = "merge-on-read", ["write.merge.mode"] = "merge-on-read" },
        }, Token);
        for (var i = 0; i < 4; i++)
        {
            await host.AppendAsync($"select {i * 10} + range as id, range % 2 as part, 'w' || range as word from range(10)");
        }

        // many files: those of one partition are chosen by the index of manifests, and the count is told by it
        var opened = (await host.Lake.OpenAsync(LakeHost.Scope, LakeHost.Orders, TableAt.Current, Token))!;
        Assert.True(opened.ManyFiles);
        var scan = await host.Lake.PlanAsync(opened, [Equals("part", "1"), Equals("id", "9999")], Token);
        Assert.Equal((4L, 8L), (scan.Files, scan.AllFiles));
        Assert.Equal("20,400", await TextAsync(host, scan.SelectSql, "select count(*), sum(id) from $t where part = 1"));
        Assert.Equal(["CAST(40 AS BIGINT)", "39"], (await host.Lake.FiguresAsync(opened, [new TableFigure(FigureKind.Rows, null), new TableFigure(FigureKind.Greatest, "id")], Token))!
            .Select(figure => figure.Replace("CAST(39 AS BIGINT)", "39", StringComparison.Ordinal)));

        await host.Lake.ChangeAsync(LakeHost.Scope, LakeHost.Orders, (change, token) => change.DeleteAsync(host.Connection, "id < 5", token), Ids.New(), LakeHost.NoSummary, Token);
        await host.Lake.ChangeAsync(
            LakeHost.Scope, LakeHost.Orders,
            (change, token) => change.UpdateAsync(host.Connection, new Dictionary<string, string> { ["word"] = "'x'" }, "id >= 35", token), Ids.New(), LakeHost.NoSummary, Token);
        var merge = new LakeMerge
        {
            Source = "select 6::bigint as id, 0::bigint as part, 'merged' as word union all select 100, 0, 'new'",
            On = "target.id = source.id",
            WhenMatched = [new MergeClause.Update()],
            WhenNotMatched = [new MergeClause.Insert()],
        };
        await host.Lake.ChangeAsync(LakeHost.Scope, LakeHost.Orders, (change, token) => change.MergeAsync(host.Connection, merge, token), Ids.New(), LakeHost.NoSummary, Token);
        const string All = "select count(*), sum(id), count(*) filter (word = 'x'), count(*) filter (word in ('merged', 'new')) from $t";
        const string Rows = "36,870,5,2";
        Assert.Equal(Rows, await TextAsync(host, All));

        // what is read is there however little is kept here
        Directory.Delete(host.Get<PlatformFolders>().Copies, recursive: true);
        Assert.Equal(Rows, await TextAsync(host, All));
        Assert.Equal("1,append; 2,append; 3,append; 4,append; 5,overwrite; 6,overwrite; 7,overwrite", (await AboutAsync(host, "snapshots", "select version, operation from $t order by 1")).Replace("delete", "overwrite", StringComparison.Ordinal));
        Assert.Equal("true", await AboutAsync(host, "files", "select bool_and(starts_with(file_path, 's3://'))::varchar from $t"));

        var row = await RowAsync(host);
        Directory.Delete(host.Get<PlatformFolders>().Copies, recursive: true);
        var compacted = await Action<CompactAction>(host).RunAsync(row, new UpkeepOrder(), new TestStep(), Token);
        Assert.Equal(2, compacted.Metrics["made"]);
        Assert.Equal(Rows, await TextAsync(host, All));
        await Action<ManifestsAction>(host).RunAsync(await RowAsync(host), new UpkeepOrder(), new TestStep(), Token);
        Assert.Equal(Rows, await TextAsync(host, All));

        // back to the fourth version, whose files the later ones do not have
        await host.Lake.RollbackAsync(LakeHost.Scope, LakeHost.Orders, 4, "ada", Token);
        Assert.Equal("40,780,0,0", await TextAsync(host, All));

        // then only the last version stays, its files and nothing else
        var objects = host.Get<IObjectStore>();
        var location = (await host.TableAsync()).Location;
        host.Clock.Advance(TimeSpan.FromHours(2));
        await objects.CreateAsync($"{location}/data/stray.parquet", "x"u8.ToArray(), Token);
        var expired = await Action<ExpireAction>(host).RunAsync(await RowAsync(host), new UpkeepOrder(TimeSpan.Zero, 1), new TestStep(), Token);
        Assert.True(expired.Metrics["versions"] >= 8 && expired.Metrics["files"] >= 8, expired.Summary);
        Assert.Equal($"{location}/data/stray.parquet", Assert.Single(await host.Get<OrphanFiles>().RemoveAsync(await RowAsync(host), TimeSpan.FromDays(-3_650), Token)).Location);
        Directory.Delete(host.Get<PlatformFolders>().Copies, recursive: true);
        Assert.Equal("40,780,0,0", await TextAsync(host, All));
        Assert.Equal(8, (await ListAsync(objects, $"{location}/data/")).Count);

        Assert.True(await host.Lake.DropAsync(LakeHost.Scope, LakeHost.Orders, Token));
        Assert.Empty(await ListAsync(objects, $"{location}/"));
    }

    [Fact]
    public async Task A_store_that_stumbles_at_every_step_of_a_commit_does_not_keep_it_from_its_end()
    {
        await using var server = await FaultyServer.StartAsync((await SwiftServer.SharedAsync()).Endpoint());
        await using var host = await StartAsync(server.Endpoint);
        await host.AppendAsync("select 1 as id");

        // each first attempt is answered otherwise than it should be, or after it was done not at all
        var seen = new HashSet<string>();
        Fault[] faults = [new(503), new(429), new(Cut: 0), new(Cut: 0, Passes: true), new(500)];
        server.Spoil = (request, number) => seen.Add($"{request.Method} {request.Path}{request.QueryString}") ? faults[number % faults.Length] : null;
        await host.AppendAsync("select 2 as id");
        await host.Lake.ChangeAsync(LakeHost.Scope, LakeHost.Orders, (change, token) => change.DeleteAsync(host.Connection, "id = 1", token), Ids.New(), LakeHost.NoSummary, Token);
        server.Spoil = (_, _) => null;

        Assert.True(seen.Count > 10);
        Assert.Equal("2", await TextAsync(host, "select id from $t"));
        Assert.Equal([1L, 2L, 3L], (await host.Lake.VersionsAsync(LakeHost.Scope, LakeHost.Orders, Token)).Select(version => version.Number).Order());
        await NothingIsLeftAsync(host);
    }

    [Fact]
    public async Task A_store_that_fails_for_good_is_one_clear_error_and_the_table_is_as_it_was()
    {
        await using var server = await FaultyServer.StartAsync((await SwiftServer.SharedAsync()).Endpoint());
        await using var host = await StartAsync(server.Endpoint, attempts: 2);
        await host.AppendAsync("select 0 as id");

        // from the first request on, from the second, and so on until the commit needs no more
        var rows = 1;
        for (var from = 1; ; from++)
        {
            server.Requests = 0;
            server.Spoil = (_, number) => number < from ? null : from % 2 == 0 ? new Fault(503) : new Fault(Cut: 0);
            var failure = await Record.ExceptionAsync(() => host.AppendAsync($"select {from} as id"));
            server.Spoil = (_, _) => null;
            var done = failure is null;
            if (failure is not null)
            {
                var fault = Assert.IsType<FaultException>(failure).Fault;
                Assert.True(fault.Code is "lake.write_failed" or "lake.metadata_broken" or "lake.file_unreachable", $"{from}: {fault.Code}");
                Assert.Contains("object store", fault.Message, StringComparison.Ordinal);
            }

            rows += done ? 1 : 0;
            Assert.Equal($"{rows}", await TextAsync(host, "select count(*) from $t"));
            if (done)
            {
                Assert.InRange(from, 4, 60);
                break;
            }
        }

        // what the failures left is removed when it is old
        host.Clock.Advance(TimeSpan.FromDays(2_000));
        await host.Get<OrphanSweep>().SweepAsync(host.Get<TablePlaces>().Of(await RowAsync(host)), null, Token);
        await NothingIsLeftAsync(host);
    }

    private static async Task<LakeHost> StartAsync(string? endpoint = null, int attempts = 5)
    {
        var server = await SwiftServer.SharedAsync();
        var options = server.Options(endpoint);
        options.Attempts = attempts;
        var root = $"s3://{await server.CreateBucketAsync()}/company/lake";
        return await LakeHost.StartAsync(
            configure: lake => lake.PlanFilesAbove = 4,
            more: services => services
                .AddSingleton<IResources>(new OneProject($"envs: {LakeHost.Scope.Environment}: lake: {root}"))
                .AddSingleton(options)
                .Configure<MaintenanceOptions>(maintenance => (maintenance.CompactAtFiles, maintenance.RewriteManifestsAt) = (4, 2)));
    }

    private static async Task NothingIsLeftAsync(LakeHost host) =>
        Assert.Empty(await host.Get<OrphanFiles>().FindAsync(await RowAsync(host), TimeSpan.FromDays(-3_650), Token));

    private static ScanFilter.Condition Equals(string column, string value) => new(column, ScanOperator.Equal, [new ScanLiteral("INTEGER", value)]);

    private static T Action<T>(LakeHost host)
        where T : IUpkeepAction => host.Get<IEnumerable<IUpkeepAction>>().OfType<T>().Single();

    private static async Task<LakeTableRow> RowAsync(LakeHost host) => (await host.Get<TableStore>().FindAsync(LakeHost.Scope, LakeHost.Orders, Token))!;

    private static async Task<string> AboutAsync(LakeHost host, string kind, string sql) =>
        await TextAsync(host, (await host.TableAsync(LakeHost.Orders with { Name = $"orders${kind}" })).SelectSql, sql);

    private static async Task<string> TextAsync(LakeHost host, string sql) => await TextAsync(host, (await host.TableAsync()).SelectSql, sql);

    private static async Task<string> TextAsync(LakeHost host, string select, string sql)
    {
        using var lease = await host.Get<ILakeCopies>().LeaseAsync([select], null, Token);
        var rows = await host.Connection.RowsAsync(sql.Replace("$t", $"({select})", StringComparison.Ordinal), [], Token);
        return string.Join("; ", rows.Select(one => string.Join(",", one)));
    }

    private static async Task<List<string>> ListAsync(IObjectStore objects, string prefix)
    {
        var found = new List<string>();
        await foreach (var one in objects.ListAsync(prefix, Token))
        {
            found.Add(one.Location);
        }

        return found;
    }
}
