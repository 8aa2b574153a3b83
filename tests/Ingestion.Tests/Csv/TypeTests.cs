namespace Talentys.Ingestion.Tests.Csv;

public sealed class TypeTests
{
    [Theory]
    [InlineData("1;2;-3", "BIGINT")]
    [InlineData("0;007", "VARCHAR")]
    [InlineData("0;10", "BIGINT")]
    [InlineData("+1;2", "VARCHAR")]
    [InlineData("123456789012345678;1", "BIGINT")]
    [InlineData("1234567890123456789;1", "VARCHAR")]
    [InlineData("1.5;2;3.25", "DECIMAL(18,2)")]
    [InlineData("0.5;.25", "DECIMAL(18,2)")]
    [InlineData("00.5;1", "VARCHAR")]
    [InlineData("1.123456;2.5", "DOUBLE")]
    [InlineData("1.123456;2.654321", "DECIMAL(18,6)")]
    [InlineData("1e5;2.5", "DOUBLE")]
    [InlineData("NaN;2.5", "VARCHAR")]
    [InlineData("1.234.567;1", "VARCHAR")]
    [InlineData("true;FALSE", "BOOLEAN")]
    [InlineData("yes;no", "VARCHAR")]
    [InlineData("t;f", "VARCHAR")]
    [InlineData("2024-01-31;2024-02-29", "DATE")]
    [InlineData("2024-01-31;2023-02-29", "VARCHAR")]
    [InlineData("2024-01-31;2024-01-31 10:00", "TIMESTAMP")]
    [InlineData("2024-01-31T10:00:00Z;2024-01-31 10:00:00+02:00", "TIMESTAMPTZ")]
    [InlineData("2024-01-31T10:00:00.1234567;2024-01-31", "VARCHAR")]
    [InlineData("10:00;23:59:59", "TIME")]
    [InlineData("25:00;10:00", "VARCHAR")]
    [InlineData("31/12/2024;1/2/2024", "DATE")]
    [InlineData("12/31/2024;1/2/2024", "DATE")]
    [InlineData("1/2/2024;3/4/2024", "VARCHAR")]
    [InlineData("31/12/2024;12/31/2024", "VARCHAR")]
    [InlineData("31/12/24;1/2/24", "VARCHAR")]
    [InlineData("31.12.2024 10:15;1.2.2024 9:00", "TIMESTAMP")]
    [InlineData("12/31/2024 1:15 PM;1/2/2024 12:00 AM", "TIMESTAMP")]
    [InlineData("1;a", "VARCHAR")]
    [InlineData("1;2024-01-01", "VARCHAR")]
    public async Task A_column_gets_the_narrowest_type_that_keeps_all_its_values(string values, string type)
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "k,v\n" + string.Concat(values.Split(';').Select((value, row) => $"r{row},{value}\n")));

        _ = (await host.LoadAsync("t.csv")).Done;

        Assert.Equal($"k VARCHAR, v {type}", (await host.ColumnsAsync("main.t")).Replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", StringComparison.Ordinal));
        if (type == "VARCHAR")
        {
            Assert.Equal(values, (await host.TextAsync("main.t", "select v from $t order by k")).Replace("; ", ";", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Dates_are_read_in_the_order_that_the_whole_column_tells()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "a,b,c\n31/12/2024,12/31/2024 1:05 PM,31.12.2024 23:10\n1/2/2024,1/2/2024 12:00 AM,01.02.2024 03:04:05\n");

        _ = (await host.LoadAsync("t.csv")).Done;

        Assert.Equal(
            "2024-02-01,2024-01-02T00:00:00,2024-02-01T03:04:05; 2024-12-31,2024-12-31T13:05:00,2024-12-31T23:10:00",
            await host.TextAsync("main.t", "select * from $t order by a"));
    }

    [Fact]
    public async Task A_wrong_value_in_the_last_row_of_many_keeps_the_column_text_and_is_told()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "k,v\n" + string.Concat(Enumerable.Range(0, 50_000).Select(row => $"{row},{row}\n")) + "50000,00501\n");

        var run = await host.LoadAsync("t.csv");

        Assert.Equal("50,001 rows from 1 file", run.Done.Summary);
        Assert.Equal("k BIGINT, v VARCHAR", await host.ColumnsAsync("main.t"));
        Assert.Equal("00501", await host.TextAsync("main.t", "select v from $t where k = 50000"));
        Assert.Contains(run.Lines, line => line.Contains("'00501' in line 50002 is no number", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decimal_commas_are_numbers_where_the_file_leaves_no_doubt()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "name;price;weight;ratio\na;12,50;1,250;1.5\nb;3;2,000;2\n");

        _ = (await host.LoadAsync("t.csv")).Done;

        Assert.Equal("name VARCHAR, price DECIMAL(18,2), weight VARCHAR, ratio VARCHAR", await host.ColumnsAsync("main.t"));
        Assert.Equal("15.50", await host.TextAsync("main.t", "select sum(price) from $t"));
    }

    [Fact]
    public async Task Declared_marks_make_numbers_of_thousands()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/t.csv", "name;price\na;1.234.567,50\nb;3,25\n");
        host.Declare("erp", """{"type": "files", "path": "drop", "csv": {"decimal": ",", "thousands": "."}}""");

        _ = (await host.SyncAsync("erp")).Done;

        Assert.Equal("1234570.75", await host.TextAsync("erp.t", "select sum(price) from $t"));
    }

    [Fact]
    public async Task Empty_is_null_and_quoted_empty_is_empty_text()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "id,name,n,none\n1,\"\",\"5\",\n2,,\"\",\n3,x,6,\n");

        _ = (await host.LoadAsync("t.csv")).Done;

        Assert.Equal("id BIGINT, name VARCHAR, n BIGINT, none VARCHAR", await host.ColumnsAsync("main.t"));
        Assert.Equal("1,,5,null; 2,null,null,null; 3,x,6,null", await host.TextAsync("main.t", "select * from $t order by id"));
    }

    [Fact]
    public async Task Names_are_made_safe_and_the_original_is_kept_as_documentation()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "Customer ID,customerId,2020,,Größe (cm),Customer-ID\n1,2,3,4,5,6\n");

        _ = (await host.LoadAsync("t.csv")).Done;

        var columns = (await host.TableAsync("main.t"))!.Columns;
        Assert.Equal(["customer_id", "customer_id_2", "_2020", "column_4", "größe_cm", "customer_id_3"], columns.Select(column => column.Name));
        Assert.Equal("Customer ID", columns[0].Doc);
        Assert.Equal("Größe (cm)", columns[4].Doc);
    }
}
