using Talentys.Ingestion.Loads;

namespace Talentys.Ingestion.Tests.Loads;

public sealed class LoadTests
{
    [Fact]
    public async Task A_large_file_tells_while_it_is_read_how_far_that_is()
    {
        await using var host = await IngestionHost.StartAsync();
        var text = new System.Text.StringBuilder("id,name\n");
        for (var i = 0; i < 200_000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},name {i}\n");
        }

        text.Append("broken\n");
        host.Write("t.csv", text.ToString());

        var run = await host.LoadAsync("t.csv");

        var bytes = run.Reports.Where(report => report.Unit == "bytes").Select(report => report.Done).ToList();
        Assert.InRange(bytes.Count, 4, 1001);
        Assert.Equal(bytes.Order(), bytes);
        Assert.Equal((200_000, 200_000L, "rows"), run.Reports[^1]);
        Assert.Equal((200_000, 1), (run.Figures["rows"], run.Figures["rejected"]));
    }

    [Fact]
    public async Task A_csv_file_becomes_a_table_with_types_that_keep_every_value()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("orders.csv", "id,zip,amount,day,at,paid,note\n1,00501,12.50,2024-01-31,2024-01-31 10:00:00,true,\"a, b\"\n2,10001,3,2024-02-01,2024-02-01T11:30:00,false,\n");

        var run = await host.LoadAsync("orders.csv");

        Assert.Equal("2 rows from 1 file", run.Done.Summary);
        Assert.Equal(
            "id BIGINT, zip VARCHAR, amount DECIMAL(18,2), day DATE, at TIMESTAMP, paid BOOLEAN, note VARCHAR",
            await host.ColumnsAsync("main.orders"));
        Assert.Equal(
            "1,00501,12.50,2024-01-31,2024-01-31T10:00:00,True,a, b; 2,10001,3.00,2024-02-01,2024-02-01T11:30:00,False,null",
            await host.TextAsync("main.orders", "select * from $t order by id"));
    }

    [Fact]
    public async Task A_folder_becomes_a_table_for_each_file()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/a.csv", "x\n1\n");
        host.Write("drop/b.ndjson", "{\"y\": 2}\n");
        host.Write("drop/c.json", "[{\"z\": 3}]");
        host.Write("drop/readme.md", "no data");

        var run = await host.LoadAsync("drop");

        Assert.Equal(["main.a", "main.b", "main.c"], run.Steps.Keys.Order());
        Assert.Equal("1", await host.TextAsync("main.a"));
        Assert.Equal("2", await host.TextAsync("main.b"));
        Assert.Equal("3", await host.TextAsync("main.c"));
    }

    [Fact]
    public async Task Parquet_is_taken_as_it_is()
    {
        await using var host = await IngestionHost.StartAsync();
        using (var connection = await host.Get<IngestionEngine>().ConnectAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync($"copy (select 1::integer as \"Order ID\", '007' as zip, 1.5::decimal(9,3) as x) to '{host.Project}/t.parquet' (format parquet)", CancellationToken.None);
        }

        Assert.Equal("1 row from 1 file", (await host.LoadAsync("t.parquet")).Done.Summary);
        Assert.Equal("order_id INTEGER, zip VARCHAR, x DECIMAL(9,3)", await host.ColumnsAsync("main.t"));
    }

    [Fact]
    public async Task Append_adds_and_replace_replaces()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "a,b\n1,2\n");
        await host.LoadAsync("t.csv");
        await host.AppendAsync("t.csv");
        Assert.Equal("1,2; 1,2", await host.TextAsync("main.t"));

        host.Write("t.csv", "a,b\n1,x\n");
        await host.AppendAsync("t.csv");
        Assert.Equal("1,2; 1,2; 1,x", await host.TextAsync("main.t", "select * from $t order by b"));

        await host.LoadAsync("t.csv");
        Assert.Equal("1,x", await host.TextAsync("main.t"));
    }
}
