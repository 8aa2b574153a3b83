using Talentys.Contracts;

namespace Talentys.Query.Tests.Kept;

public class StatisticsTests
{
    [Fact]
    public async Task A_column_tells_its_ends_mean_frequent_values_and_bins()
    {
        await using var server = await QueryServer.StartAsync();
        var result = await server.RunAsync(
            """
            select case when i % 10 = 9 then null else i % 100 end as n, 'v' || (i % 3) as t, date '2024-01-01' + (i % 10)::int as d,
                   timestamp '2024-01-01' + to_hours((i % 1000)::int) as ts, (i / 7)::double as f, i % 2 = 0 as b, [i % 2] as l,
                   'u'::enum('v', 'u') as e, time '10:00:00' as tm, i::decimal(18,4) as m,
                   case when i = 0 then 'nan'::double else i end as x, null as nothing, timestamptz '2024-01-01 00:00:00+00' as tz
            from range(10000) r(i)
            """);
        var all = new ResultStatistics[result.Columns.Count];
        for (var column = 0; column < all.Length; column++)
        {
            all[column] = await server.GetAsync<ResultStatistics>($"/api/v1/results/{result.Id}/statistics?column={column}");
            Assert.Equal(10_000, all[column].Rows);
        }

        Assert.Equal((1000, 90, "0", "98"), (all[0].Nulls, all[0].Distinct, all[0].Min, all[0].Max));
        Assert.Equal(49, all[0].Mean!.Value, 3);
        Assert.Equal(new ValueCount(null, 1000), all[0].Frequent[0]);
        Assert.Equal(9000, all[0].Bins.Sum(bin => bin.Rows));
        Assert.Equal(("0", 20), (all[0].Bins[0].Value, all[0].Bins.Count));
        Assert.Equal([new("v0", 3334), new("v1", 3333), new("v2", 3333)], all[1].Frequent);
        Assert.Empty(all[1].Bins);
        Assert.Equal(("2024-01-01", "2024-01-10", 10), (all[2].Min, all[2].Max, all[2].Bins.Count));
        Assert.Equal(new ValueCount("2024-01-10", 1000), all[2].Bins[^1]);
        Assert.Equal(("2024-01-01T00:00:00", 20, 10_000L), (all[3].Bins[0].Value, all[3].Bins.Count, all[3].Bins.Sum(bin => bin.Rows)));
        Assert.Equal(20, all[4].Bins.Count);
        Assert.Equal([new("false", 5000), new("true", 5000)], all[5].Frequent);
        Assert.Equal(new ValueCount("[0]", 5000), all[6].Frequent[0]);
        Assert.Equal(new ValueCount("u", 10_000), Assert.Single(all[7].Frequent));
        Assert.Equal(new ValueCount("10:00:00", 10_000), Assert.Single(all[8].Bins));
        Assert.Equal("9999.0000", all[9].Max);
        Assert.Null(all[10].Mean);
        Assert.Equal(9999, all[10].Bins.Sum(bin => bin.Rows));
        Assert.Equal((10_000, 0, null), (all[11].Nulls, all[11].Distinct, all[11].Min));
        Assert.Equal(new ValueCount("2024-01-01T00:00:00Z", 10_000), Assert.Single(all[12].Bins));
    }
}
