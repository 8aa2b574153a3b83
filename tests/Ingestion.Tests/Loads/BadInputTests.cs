using System.Text;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Loads;
using Talentys.Kernel;

namespace Talentys.Ingestion.Tests.Loads;

public sealed class BadInputTests
{
    [Fact]
    public async Task A_missing_path_is_one_clear_fault()
    {
        await using var host = await IngestionHost.StartAsync();

        Assert.Equal("ingestion.path_missing", (await host.LoadAsync("nowhere")).Fault.Code);
        Assert.Equal("ingestion.path_missing", (await host.LoadAsync("nowhere/*.csv")).Fault.Code);
    }

    [Fact]
    public async Task A_folder_without_data_is_a_fault_and_leaves_the_table_as_it_is()
    {
        await using var host = await IngestionHost.StartAsync();
        var file = host.Write("drop/t.csv", "a,b\n1,2\n");
        host.Declare("erp", """{"type": "files", "path": "drop", "streams": {"t": {"files": "t*.csv"}}}""");
        _ = (await host.SyncAsync("erp")).Done;
        File.Delete(file);

        var run = await host.SyncAsync("erp");

        Assert.Equal("ingestion.no_files", run.Fault.Code);
        Assert.Equal("1,2", await host.TextAsync("erp.t"));
    }

    [Fact]
    public async Task An_empty_file_is_a_fault_alone_and_a_warning_among_others()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("empty.csv", "");
        host.Write("drop/a.csv", "x,y\n1,2\n");
        host.Write("drop/b.csv", "");
        host.Declare("erp", """{"type": "files", "path": "drop", "streams": {"t": {"files": "*.csv"}}}""");

        Assert.Equal("ingestion.file_empty", (await host.LoadAsync("empty.csv")).Fault.Code);
        var run = await host.SyncAsync("erp");

        Assert.Equal(1, run.Done.Metrics["rows"]);
        Assert.Contains(run.Lines, line => line.Contains("b.csv is empty", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_header_alone_is_a_table_without_rows()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "id,name\n");

        Assert.Equal("0 rows from 1 file", (await host.LoadAsync("t.csv")).Done.Summary);
        Assert.Equal("id VARCHAR, name VARCHAR", await host.ColumnsAsync("main.t"));
    }

    [Fact]
    public async Task Two_files_for_one_table_are_a_fault_that_names_both()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/orders.csv", "a\n1\n");
        host.Write("drop/orders.ndjson", "{\"a\": 1}\n");

        var fault = (await host.LoadAsync("drop")).Fault;

        Assert.Equal("ingestion.names_clash", fault.Code);
        Assert.Contains("drop/orders.csv", fault.Message, StringComparison.Ordinal);
        Assert.Contains("drop/orders.ndjson", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_columns_are_one_fault()
    {
        await using var host = await IngestionHost.StartAsync();
        var names = string.Join(',', Enumerable.Range(0, 10_000).Select(column => $"c{column}"));
        host.Write("wide.csv", $"{names}\n{names}\n");

        var run = await host.LoadAsync("wide.csv");

        Assert.Equal("ingestion.too_many_columns", run.Fault.Code);
        Assert.Null(await host.TableAsync("main.wide"));
    }

    [Fact]
    public async Task A_line_that_never_ends_is_one_fault_and_takes_no_memory()
    {
        await using var host = await IngestionHost.StartAsync(options => options.MaxRecordBytes = 1 << 20);
        var path = host.Write("long.csv", "id,name\n1,x\n");
        await using (var file = new FileStream(path, FileMode.Append))
        {
            var chunk = Encoding.UTF8.GetBytes(new string('x', 1 << 20));
            for (var i = 0; i < 60; i++)
            {
                await file.WriteAsync(chunk);
            }
        }

        var before = GC.GetTotalAllocatedBytes();
        var run = await host.LoadAsync("long.csv");

        Assert.Equal("ingestion.too_many_rejects", run.Fault.Code);
        Assert.Contains("long.csv:3: the record is longer than allowed", run.Fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100 << 20);
    }

    [Fact]
    public async Task A_file_without_form_is_one_fault()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("a.csv", "\"a\"x,b\n1,2\n");
        host.Write("b.csv.gz", "no gzip at all");
        host.Write("c.parquet", "no parquet");
        host.Write("d.json", "[{\"a\": 1}, {\"a\": ");
        host.Write("e.json", "[1, 2]");
        host.Write("f.json", "[]");

        Assert.Equal("ingestion.header_unreadable", (await host.LoadAsync("a.csv")).Fault.Code);
        Assert.Equal("ingestion.compression_broken", (await host.LoadAsync("b.csv.gz")).Fault.Code);
        Assert.Equal("ingestion.parquet_invalid", (await host.LoadAsync("c.parquet")).Fault.Code);
        Assert.Equal("ingestion.json_invalid", (await host.LoadAsync("d.json")).Fault.Code);
        Assert.Equal("ingestion.json_no_records", (await host.LoadAsync("e.json")).Fault.Code);
        Assert.Equal("ingestion.json_empty", (await host.LoadAsync("f.json")).Fault.Code);
    }

    [Fact]
    public async Task Temporary_files_are_removed()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.csv", "a,b\n1, \"x\"\n");
        _ = (await host.LoadAsync("t.csv")).Done;

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(host.Cache, "ingestion")));
    }

    [Fact]
    public async Task Only_operators_and_administrators_load_from_outside_the_project()
    {
        await using var host = await IngestionHost.StartAsync();
        var paths = host.Get<ReadablePaths>();
        var engineer = new Principal("u", PrincipalKind.User, "u", "default", Roles.Including(Roles.Engineer), Principal.EmptySet, Principal.EmptyAttributes);
        Directory.CreateSymbolicLink(Path.Combine(host.Project, "link"), "/etc");
        host.Write("drop/t.csv", "a\n1\n");

        Assert.Null(paths.Check("drop/t.csv", engineer));
        Assert.Null(paths.Check("drop/*.csv", engineer));
        Assert.Equal("ingestion.path_denied", paths.Check("/etc/passwd", engineer)?.Code);
        Assert.Equal("ingestion.path_denied", paths.Check("../x.csv", engineer)?.Code);
        Assert.Equal("ingestion.path_denied", paths.Check("link/passwd", engineer)?.Code);
        Assert.Equal("ingestion.path_denied", paths.Check(".talentys/metadata.db", engineer)?.Code);
        Assert.Equal("ingestion.path_remote", paths.Check("s3://bucket/x", engineer)?.Code);
        Assert.Null(paths.Check("/etc/passwd", engineer with { Kind = PrincipalKind.LocalOperator }));
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_is_not_published()
    {
        await using var host = await IngestionHost.StartAsync();
        var path = host.Write("t.csv", "a,b\n1,2\n");
        var job = Assert.Single(host.Get<FileStreams>().OfPaths(["t.csv"], "main", new()));
        await File.AppendAllTextAsync(path, "3,4\n");
        var run = new TestRun("r1", IngestionHost.Scope, default);

        await run.StepAsync("main.t", (step, token) => host.Get<StreamLoader>().LoadAsync(job, run, step, token), CancellationToken.None);

        Assert.Equal("ingestion.file_changed", run.Fault.Code);
        Assert.Null(await host.TableAsync("main.t"));
    }
}
