using System.Net;
using Talentys.Contracts;

namespace Talentys.Query.Tests.Kept;

public class OddResultTests
{
    private static readonly string[] Formats = ["csv", "json", "xlsx", "parquet"];

    [Fact]
    public async Task Enums_and_unions_are_texts_of_their_values_in_every_order()
    {
        await using var server = await QueryServer.StartAsync();
        var result = await server.RunAsync(
            "select union_value(k := i) as a, [union_value(k := 'x')] as b, (case i when 0 then 'low' else 'high' end)::enum('low', 'high') as e from range(3) t(i)");

        var window = await server.RowsAsync(result, "sort=2&desc=true");

        Assert.Equal(["1|[\"x\"]|high", "2|[\"x\"]|high", "0|[\"x\"]|low"], window.Rows.Select(row => string.Join('|', row)));
    }

    [Theory]
    [InlineData("select 1 as n, 'x' as t, [1] as l where false", 0)]
    [InlineData("show all tables", 0)]
    [InlineData("summarize select range as n from range(10)", 1)]
    [InlineData("describe select 1 as a, 2 as b", 2)]
    [InlineData("explain select 1", 1)]
    [InlineData("select null as a, [] as b, {'x': null} as c, map {'k': [1, null]} as d", 1)]
    [InlineData("select 'nan'::double as a, 'infinity'::date as b, '-infinity'::timestamp as c, 'inf'::float as d", 1)]
    [InlineData("select '10:00:00+02'::timetz as a, uuid '00000000-0000-0000-0000-000000000001' as b, '101'::bit as c, timestamp_ns '2024-01-01 00:00:00.123456789' as d", 1)]
    [InlineData("select union_value(k := 1) as a, [union_value(k := 'x')] as b, ['u'::enum('v', 'u')] as c, {'e': 'u'::enum('v', 'u')} as d", 1)]
    [InlineData("select array_value(1, 2) as a, 1::utinyint as b, -1::hugeint as c, 340282366920938463463374607431768211455::uhugeint as d", 1)]
    [InlineData("select '{\"a\": 1}'::json as a, interval '1 month -2 days' as b, time '23:59:59.999999' as c, true as d", 1)]
    public async Task A_result_of_any_type_is_read_sorted_counted_and_exported(string sql, int rows)
    {
        await using var server = await QueryServer.StartAsync();

        var result = await server.RunAsync(sql);

        Assert.Equal(("succeeded", rows, null), (result.State, (int)result.Rows, result.Fault?.Message));
        var window = await server.RowsAsync(result, "");
        Assert.Equal(rows, window.Rows.Count);
        for (var column = 0; column < result.Columns.Count; column++)
        {
            var sorted = await server.RowsAsync(result, $"sort={column}&desc=true");
            Assert.Equal(window.Rows.Select(row => string.Join('|', row)).Order(), sorted.Rows.Select(row => string.Join('|', row)).Order());
            var statistics = await server.GetAsync<ResultStatistics>($"/api/v1/results/{result.Id}/statistics?column={column}");
            Assert.Equal(rows, statistics.Rows);
        }

        foreach (var format in Formats)
        {
            foreach (var order in new[] { "", "&sort=0" })
            {
                using var export = await server.Ann.GetAsync($"/api/v1/results/{result.Id}/export?format={format}{order}");
                Assert.True(export.StatusCode == HttpStatusCode.OK, $"{format}{order}: {await export.Content.ReadAsStringAsync()}");
                Assert.NotEmpty(await export.Content.ReadAsByteArrayAsync());
            }
        }
    }
}
