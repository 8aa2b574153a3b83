using Talentys.Lake.Public;

namespace Talentys.Ingestion.Tests.Syncs;

public sealed class IncrementalTests
{
    private const string Source = """{"type": "files", "path": "drop", "streams": {"t": {"files": "*.csv", "read": "incremental"}}}""";
    private const string Rows = "select id, v from $t order by id, v";

    [Fact]
    public async Task Only_new_and_changed_files_are_read_and_nothing_new_makes_no_version()
    {
        await using var host = await IngestionHost.StartAsync();
        var a = host.Write("drop/a.csv", "id,v\n1,x\n2,x\n");
        host.Write("drop/b.csv", "id,v\n3,y\n");
        host.Declare("erp", Source);

        Assert.Equal("3 rows from 2 files", (await host.SyncAsync("erp")).Done.Summary);
        var version = (await host.TableAsync("erp.t"))!.Version.Number;
        Assert.Equal("up to date", (await host.SyncAsync("erp")).Done.Summary);
        Assert.Equal(version, (await host.TableAsync("erp.t"))!.Version.Number);

        host.Write("drop/c.csv", "id,v\n4,z\n");
        Assert.Equal("1 row from 1 file", (await host.SyncAsync("erp")).Done.Summary);

        host.Write("drop/a.csv", "id,v\n1,new\n2,new\n5,new\n");
        File.SetLastWriteTimeUtc(a, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal("3 rows from 1 file", (await host.SyncAsync("erp")).Done.Summary);
        Assert.Equal("1,new; 2,new; 3,y; 4,z; 5,new", await host.TextAsync("erp.t", Rows));

        File.Delete(Path.Combine(host.Project, "drop/b.csv"));
        Assert.Equal("up to date", (await host.SyncAsync("erp")).Done.Summary);
        Assert.Equal("1,new; 2,new; 3,y; 4,z; 5,new", await host.TextAsync("erp.t", Rows));
    }

    [Fact]
    public async Task A_touched_file_with_the_same_content_is_not_read_again()
    {
        await using var host = await IngestionHost.StartAsync();
        var a = host.Write("drop/a.csv", "id,v\n1,x\n");
        host.Declare("erp", Source);
        _ = (await host.SyncAsync("erp")).Done;
        File.SetLastWriteTimeUtc(a, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal("up to date", (await host.SyncAsync("erp")).Done.Summary);
    }

    [Fact]
    public async Task The_same_run_again_adds_nothing_twice()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/a.csv", "id,v\n1,x\n");
        host.Declare("erp", """{"type": "files", "path": "drop", "streams": {"t": {"write": "append"}}}""");

        await host.SyncAsync("erp", "run1");
        await host.SyncAsync("erp", "run1");
        Assert.Equal("1,x", await host.TextAsync("erp.t", Rows));

        await host.SyncAsync("erp", "run2");
        Assert.Equal("1,x; 1,x", await host.TextAsync("erp.t", Rows));
        var summary = (await host.TableAsync("erp.t"))!.Version.Summary;
        Assert.Equal(("run2", "system"), (summary[SnapshotKeys.Run], summary[SnapshotKeys.By]));
    }

    [Fact]
    public async Task New_columns_join_and_a_changed_type_makes_the_table_anew()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/a.csv", "id,v\n1,10\n");
        host.Declare("erp", Source);
        _ = (await host.SyncAsync("erp")).Done;

        host.Write("drop/b.csv", "id,v,w\n2,20,x\n");
        _ = (await host.SyncAsync("erp")).Done;
        Assert.Equal("1,10,null; 2,20,x", await host.TextAsync("erp.t", "select * from $t order by id"));

        host.Write("drop/c.csv", "id,v\n3,abc\n");
        Assert.Equal("3 rows from 3 files", (await host.SyncAsync("erp")).Done.Summary);
        Assert.Equal("1,10,null; 2,20,x; 3,abc,null", await host.TextAsync("erp.t", "select id, v, w from $t order by id"));
        Assert.Equal("up to date", (await host.SyncAsync("erp")).Done.Summary);
    }

    [Theory]
    [InlineData("freeze", "ingestion.schema_changed", "1,10")]
    [InlineData("discard_row", null, "1,10; 2,20")]
    [InlineData("discard_value", null, "1,10; 2,20; 3,null; 4,40")]
    public async Task What_no_longer_fits_the_table_is_treated_as_declared(string policy, string? fault, string rows)
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/a.csv", "id,v\n1,10\n");
        host.Declare("erp", Source.Replace("\"read\"", $"\"on_schema_change\": \"{policy}\", \"reject_limit\": \"100%\", \"read\"", StringComparison.Ordinal));
        _ = (await host.SyncAsync("erp")).Done;

        host.Write("drop/b.csv", "id,v,w\n2,20,\n3,abc,\n4,40,new\n");
        var run = await host.SyncAsync("erp");

        Assert.Equal(fault, run.Steps.Values.Single().Fault?.Code);
        Assert.Equal(rows, await host.TextAsync("erp.t", Rows));
        Assert.Equal("id BIGINT, v BIGINT", await host.ColumnsAsync("erp.t"));
    }

    [Fact]
    public async Task Folders_of_partitions_give_columns()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/stock/dt=2026-01-01/store=a/x.csv", "id\n1\n");
        host.Write("drop/stock/dt=2026-01-02/store=b%20c/x.csv", "id\n2\n");
        host.Declare("erp", """{"type": "files", "path": "drop"}""");

        Assert.Equal("2 rows from 2 files", (await host.SyncAsync("erp")).Done.Summary);
        Assert.Equal("id BIGINT, dt DATE, store VARCHAR", await host.ColumnsAsync("erp.stock"));
        Assert.Equal("1,2026-01-01,a; 2,2026-01-02,b c", await host.TextAsync("erp.stock", "select * from $t order by id"));
    }

    [Fact]
    public async Task A_thousand_small_files_are_one_table()
    {
        await using var host = await IngestionHost.StartAsync();
        for (var i = 0; i < 1000; i++)
        {
            host.Write($"drop/part_{i}.csv", $"id,v\n{i},{(i == 999 ? "text" : "1")}\n");
        }

        host.Declare("erp", """{"type": "files", "path": "drop", "streams": {"t": {"files": "part_*.csv"}}}""");

        Assert.Equal("1,000 rows from 1,000 files", (await host.SyncAsync("erp")).Done.Summary);
        Assert.Equal("1000,499500", await host.TextAsync("erp.t", "select count(*), sum(id)::bigint from $t"));
        Assert.InRange((await host.TableAsync("erp.t"))!.Files.Count, 1, 20);
    }
}
