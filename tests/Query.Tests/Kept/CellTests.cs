using System.Net;
using System.Text;

namespace Talentys.Query.Tests.Kept;

public class CellTests
{
    [Fact]
    public async Task A_cell_of_ten_megabytes_is_cut_in_a_window_and_whole_by_itself()
    {
        await using var server = await QueryServer.StartAsync();
        var result = await server.RunAsync(
            """
            select i as n, case when i = 1 then repeat('é😀x', 1500000) when i = 2 then null else 'short' end as t,
                   case when i = 1 then repeat('ab', 3000000)::blob end as b
            from range(4) r(i) order by i
            """);

        var window = await server.RowsAsync(result, "count=4");

        Assert.Equal(["short", null, "short"], new[] { window.Rows[0][1], window.Rows[2][1], window.Rows[3][1] });
        Assert.Equal(string.Concat(Enumerable.Repeat("é😀x", 250)), window.Rows[1][1]);
        Assert.Equal(1000, window.Rows[1][2]!.Length);
        Assert.Equal([(1, 1, 6_000_000L), (1, 2, 8_000_000L)], window.Cut.Select(cut => (cut.Row, cut.Column, cut.Length)));
        using var whole = await server.Ann.GetAsync($"/api/v1/results/{result.Id}/cell?row=1&column=1");
        Assert.Equal("text/plain", whole.Content.Headers.ContentType?.MediaType);
        Assert.Equal(string.Concat(Enumerable.Repeat("é😀x", 1_500_000)), await whole.Content.ReadAsStringAsync());
        Assert.Equal(
            Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("ab", 3_000_000)))),
            await server.Ann.GetStringAsync($"/api/v1/results/{result.Id}/cell?row=1&column=2"));
        Assert.Equal(HttpStatusCode.NoContent, (await server.Ann.GetAsync($"/api/v1/results/{result.Id}/cell?row=2&column=1")).StatusCode);
        Assert.Equal("3", await server.Ann.GetStringAsync($"/api/v1/results/{result.Id}/cell?row=0&column=0&sort=0&desc=true"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Ann.GetAsync($"/api/v1/results/{result.Id}/cell?row=4&column=1")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Ann.GetAsync($"/api/v1/results/{result.Id}/cell?row=0&column=3")).StatusCode);
    }

    [Fact]
    public async Task Two_thousand_columns_are_read_sorted_counted_and_exported()
    {
        await using var server = await QueryServer.StartAsync();
        var columns = string.Join(", ", Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? $"(r * 31 + {i}) % 97 as \"c {i}\"" : $"'v' || (r + {i}) as x"));
        var result = await server.RunAsync($"select {columns} from range(2100) t(r)");

        Assert.Equal((2000, 2100L), (result.Columns.Count, result.Rows));
        var window = await server.RowsAsync(result, "offset=2095&count=10&firstColumn=1900&columns=200");
        Assert.Equal((5, 100), (window.Rows.Count, window.Rows[0].Count));
        Assert.Equal("v4000", window.Rows[0][5]);
        var sorted = await server.RowsAsync(result, "offset=0&count=1000&firstColumn=0&columns=200&sort=1998&desc=true");
        Assert.Equal((1000, 200), (sorted.Rows.Count, sorted.Rows[999].Count));
        using var csv = await server.Ann.GetAsync($"/api/v1/results/{result.Id}/export?format=csv&sort=0");
        Assert.True(csv.IsSuccessStatusCode, await csv.Content.ReadAsStringAsync());
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal(2102, lines.Length);
        Assert.Equal(2000, lines[0].Split(',').Length);
        Assert.StartsWith("0,", lines[1], StringComparison.Ordinal);
        using var parquet = await server.Ann.GetAsync($"/api/v1/results/{result.Id}/export?format=parquet");
        Assert.True(parquet.IsSuccessStatusCode, await parquet.Content.ReadAsStringAsync());
        Assert.True((await parquet.Content.ReadAsByteArrayAsync()).Length > 1000);
    }

    [Fact]
    public async Task A_window_that_is_too_large_and_a_column_that_is_not_there_are_refused()
    {
        await using var server = await QueryServer.StartAsync();
        var result = await server.RunAsync("select 1 as a, 2 as a, 3 as \" \", 4 as \"😀\"\"\"");

        Assert.Equal(["a", "a", " ", "😀\""], result.Columns.Select(column => column.Name));
        Assert.Equal(["1", "2", "3", "4"], (await server.RowsAsync(result, "")).Rows[0]);
        foreach (var query in new[] { "count=1001", "columns=201", "offset=-1", "firstColumn=-1", "sort=4", "sort=-1" })
        {
            using var refused = await server.Ann.GetAsync($"/api/v1/results/{result.Id}/rows?{query}");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }
}
