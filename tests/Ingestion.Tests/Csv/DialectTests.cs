namespace Talentys.Ingestion.Tests.Csv;

public sealed class DialectTests
{
    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a;b\n1;2\n")]
    [InlineData("a\tb\n1\t2\n")]
    [InlineData("a|b\n1|2\n")]
    [InlineData("a;b\r\n1;2\r\n")]
    [InlineData("a,b\r1,2\r")]
    [InlineData("a,b\r\n1,2\n")]
    [InlineData("a,b\n\n1,2\n\n")]
    [InlineData("'a','b'\n'1','2'\n")]
    [InlineData("\uFEFFa,b\n1,2\n")]
    [InlineData("a,b\n1,2")]
    public async Task Delimiters_quotes_and_line_endings_are_found(string text)
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", text);

        Assert.Equal("1 row from 1 file", (await host.LoadAsync("t.csv")).Done.Summary);
        Assert.Equal("a BIGINT, b BIGINT", await host.ColumnsAsync("main.t"));
        Assert.Equal("1,2", await host.TextAsync("main.t"));
    }

    [Theory]
    [InlineData("1,a\n2,b\n", "column_1 BIGINT, column_2 VARCHAR")]
    [InlineData("id,name\n1,b\n", "id BIGINT, name VARCHAR")]
    [InlineData("country,2019,2020\nfr,1,2\nde,3,4\n", "country VARCHAR, _2019 BIGINT, _2020 BIGINT")]
    [InlineData("first,last\nAda,Lovelace\n", "first VARCHAR, last VARCHAR")]
    public async Task A_first_record_that_is_data_is_no_header(string text, string columns)
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", text);

        _ = (await host.LoadAsync("t.csv")).Done;

        Assert.Equal(columns, await host.ColumnsAsync("main.t"));
    }

    [Fact]
    public async Task Lines_before_the_header_are_never_left_out_unless_declared()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/t.csv", "Report of 2024\n# made by hand\nid,name\n1,x\n# middle\n2,y\n");

        Assert.Equal("ingestion.too_many_rejects", (await host.LoadAsync("drop")).Fault.Code);
        host.Declare("erp", """{"type": "files", "path": "drop", "csv": {"skip": 1, "comment": "#"}}""");
        Assert.Equal("2 rows from 1 file", (await host.SyncAsync("erp")).Done.Summary);
        Assert.Equal("1,x; 2,y", await host.TextAsync("erp.t", "select * from $t order by id"));
    }

    [Fact]
    public async Task Declared_nulls_and_formats_are_followed()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/t.csv", "n,d\nNA,1/2/24\n5,3/4/24\n\"7\",-\n");
        host.Declare("erp", """
            {"type": "files", "path": "drop", "csv": {"null_values": ["NA", "-"], "date_format": "%d/%m/%y"},
             "streams": {"t": {"types": {"d": "DATE"}}}}
            """);

        _ = (await host.SyncAsync("erp")).Done;

        Assert.Equal("n BIGINT, d DATE", await host.ColumnsAsync("erp.t"));
        Assert.Equal("5,2024-04-03; 7,null; null,2024-02-01", await host.TextAsync("erp.t", "select * from $t order by n nulls last"));
    }
}
