using System.Globalization;
using System.Text;

namespace Talentys.Ingestion.Tests.Csv;

public sealed class RejectTests
{
    private static string Good(int rows) => string.Concat(Enumerable.Range(0, rows).Select(row => $"{row},x\n"));

    [Fact]
    public async Task Ragged_rows_are_kept_apart_with_file_line_and_reason()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "id,name\n" + Good(400) + "only one\n1,2,3\n" + "\"a\nb\",c\n" + "9,\"x\"y\n");

        var run = await host.LoadAsync("t.csv");

        Assert.Equal("401 rows from 1 file, 3 rejected", run.Done.Summary);
        Assert.Equal(3, run.Done.Metrics["rejected"]);
        var rejects = await host.RejectsAsync("main.t");
        Assert.Equal(
            ["402 1 columns where 2 are expected", "403 3 columns where 2 are expected", "406 text follows a closing quote"],
            rejects.Select(row => $"{row[1]} {row[2]}"));
        Assert.Equal("t.csv", rejects[0][0]);
        Assert.Equal("only one", rejects[0][3]);
        Assert.Contains(run.Lines, line => line.Contains("t.csv:402", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Over_the_limit_nothing_is_published_and_the_first_are_named()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "id,name\n" + Good(10) + "only one\n");

        var run = await host.LoadAsync("t.csv");

        Assert.Equal("ingestion.too_many_rejects", run.Fault.Code);
        Assert.Contains("t.csv:12: 1 columns where 2 are expected", run.Fault.Message, StringComparison.Ordinal);
        Assert.Null(await host.TableAsync("main.t"));
        Assert.Single(await host.RejectsAsync("main.t"));
    }

    [Fact]
    public async Task A_whole_load_tells_of_its_own_rejects_and_a_clean_one_of_none()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "id,name\n" + Good(400) + "only one\n");
        await host.LoadAsync("t.csv");
        await host.LoadAsync("t.csv");
        Assert.Single(await host.RejectsAsync("main.t"));

        host.Write("t.csv", "id,name\n" + Good(400));
        await host.LoadAsync("t.csv");

        Assert.Empty(await host.RejectsAsync("main.t"));
    }

    [Fact]
    public async Task Rejects_of_appended_files_stay()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "id,name\n" + Good(400) + "only one\n");
        await host.LoadAsync("t.csv");
        await host.AppendAsync("t.csv");

        Assert.Equal(2, (await host.RejectsAsync("main.t")).Count);
    }

    [Fact]
    public async Task The_limit_may_be_a_count()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/t.csv", "id,name\n" + Good(10) + "only one\n");
        host.Declare("erp", """{"type": "files", "path": "drop", "reject_limit": 1}""");

        Assert.Equal("10 rows from 1 file, 1 rejected", (await host.SyncAsync("erp")).Done.Summary);
    }

    [Fact]
    public async Task A_stray_quote_that_swallows_many_lines_weighs_as_many()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "id,name\n" + Good(500) + "1,\"open\n" + Good(500));

        var run = await host.LoadAsync("t.csv");

        Assert.Equal("ingestion.too_many_rejects", run.Fault.Code);
        Assert.Contains("a quote is not closed", run.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_that_do_not_fit_a_declared_type_are_rejected_with_their_line()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/t.csv", "id,n\n" + string.Concat(Enumerable.Range(0, 30_000).Select(row => row is 7 or 29_000 ? $"{row},bad\n" : $"\"{row}\n\",{row}\n")));
        host.Declare("erp", """{"type": "files", "path": "drop", "streams": {"t": {"files": "t.csv", "types": {"n": "INTEGER"}}}}""");

        var run = await host.SyncAsync("erp");

        Assert.Equal("29,998 rows from 1 file, 2 rejected", run.Done.Summary);
        Assert.Equal("id VARCHAR, n INTEGER", await host.ColumnsAsync("erp.t"));
        Assert.Equal(
            ["16 n: 'bad' is no INTEGER", "58001 n: 'bad' is no INTEGER"],
            (await host.RejectsAsync("erp.t")).Select(row => $"{row[1]} {row[2]}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Rows_and_rejects_together_are_the_records_of_the_file(int seed)
    {
        var random = new Random(seed);
        var ending = new[] { "\n", "\r\n", "\r" }[seed % 3];
        var text = new StringBuilder("a,b,c").Append(ending);
        var expected = 0;
        for (var i = 0; i < 3000; i++)
        {
            var kind = random.Next(40);
            text.Append(kind switch
            {
                0 => "",
                1 => "1,2",
                2 => "1,2,3,4",
                3 => "x,\"quoted\"tail,z",
                4 => "x, \"odd\",z",
                5 => "x,in\"side,z",
                6 => "\"many\nlines\n\",\"he said \"\"no\"\"\",z",
                7 => "\"\",\"\",\"\"",
                8 => "x,\"a\" ,z",
                _ => string.Create(CultureInfo.InvariantCulture, $"{i},{random.Next()},\"é, {i}\""),
            });
            text.Append(ending);
            expected += kind == 0 ? 0 : 1;
        }

        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/t.csv", seed % 2 == 0 ? text.ToString().TrimEnd('\r', '\n') : text.ToString());
        host.Declare("erp", """{"type": "files", "path": "drop", "reject_limit": "100%"}""");

        var run = await host.SyncAsync("erp");

        Assert.Equal(expected, run.Done.Metrics["rows"] + run.Done.Metrics["rejected"]);
        Assert.Equal(run.Done.Metrics["rows"], Convert.ToDouble((await host.RowsAsync("erp.t", "select count(*) from $t"))[0][0], CultureInfo.InvariantCulture));
        Assert.Equal("x, \"odd\",z", await host.TextAsync("erp.t", "select distinct a, b, c from $t where contains(b, 'odd')"));
        Assert.Equal("x,in\"side,z", await host.TextAsync("erp.t", "select distinct a, b, c from $t where contains(b, 'side')"));
    }
}
