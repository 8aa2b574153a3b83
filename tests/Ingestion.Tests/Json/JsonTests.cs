namespace Talentys.Ingestion.Tests.Json;

public sealed class JsonTests
{
    [Theory]
    [InlineData("t.json", "[{\"a\": 1, \"b\": {\"c\": [1, 2]}}, {\"a\": 2, \"b\": {\"c\": []}}]")]
    [InlineData("t.json", "{\"a\": 1, \"b\": {\"c\": [1, 2]}}\n{\"a\": 2, \"b\": {\"c\": []}}\n")]
    [InlineData("t.ndjson", "{\"a\": 1, \"b\": {\"c\": [1, 2]}}\n\n{\"a\": 2, \"b\": {\"c\": []}}")]
    [InlineData("t.jsonl", "\uFEFF{\"a\": 1, \"b\": {\"c\": [1, 2]}}\r\n{\"a\": 2, \"b\": {\"c\": []}}\r\n")]
    public async Task Arrays_and_lines_of_objects_become_rows_with_nested_values(string file, string text)
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write(file, text);

        Assert.Equal("2 rows from 1 file", (await host.LoadAsync(file)).Done.Summary);
        Assert.Equal("1,{c:[1,2]}; 2,{c:[]}", await host.TextAsync("main.t", "select * from $t order by a"));
    }

    [Fact]
    public async Task One_object_is_one_row_and_nested_records_can_be_asked_for()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/t.json", "{\"type\": \"x\",\n \"data\": {\"features\": [{\"id\": 1}, {\"id\": 2}]}}");
        host.Declare("geo", """{"type": "files", "path": "drop", "json": {"records": "data.features"}}""");

        Assert.Equal("1 row from 1 file", (await host.LoadAsync("drop")).Done.Summary);
        Assert.Equal("2 rows from 1 file", (await host.SyncAsync("geo")).Done.Summary);
        Assert.Equal("1; 2", await host.TextAsync("geo.t", "select id from $t order by id"));
    }

    [Fact]
    public async Task Bad_lines_are_rejected_with_their_numbers()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.ndjson", string.Concat(Enumerable.Range(0, 500).Select(row => $"{{\"a\": {row}}}\n")) + "{\"a\":\n5\n{\"a\": 1, \"a\": 2}\n{\"a\": 500}\n");

        var run = await host.LoadAsync("t.ndjson");

        Assert.Equal("501 rows from 1 file, 3 rejected", run.Done.Summary);
        Assert.Equal([501L, 502L, 503L], (await host.RejectsAsync("main.t")).Select(row => (long)row[1]!));
    }

    [Fact]
    public async Task Columns_come_from_every_record_and_mixed_values_are_text()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("t.ndjson", string.Concat(Enumerable.Range(0, 30_000).Select(row => $"{{\"a\": {row}, \"m\": 1}}\n")) + "{\"late\": \"x\", \"m\": {\"k\": true}, \"A\": 7}\n");

        _ = (await host.LoadAsync("t.ndjson")).Done;

        Assert.Equal("a BIGINT, m VARCHAR, late VARCHAR, a_1 BIGINT", await host.ColumnsAsync("main.t"));
        Assert.Equal("null,{\"k\":true},x,7", await host.TextAsync("main.t", "select * from $t where late is not null"));
    }
}
