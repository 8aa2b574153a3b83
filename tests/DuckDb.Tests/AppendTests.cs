using Talentys.DuckDb.Public;

namespace Talentys.DuckDb.Tests;

public class AppendTests
{
    [Fact]
    public async Task Batches_of_any_type_are_appended_as_they_came()
    {
        var token = TestContext.Current.CancellationToken;
        const string Select = """
            select i, i % 3 = 0 as flag, 'text ' || i as text, nullif(i % 5, 0)::decimal(18,2) / 4 as price, date '2026-01-01' + i::int as day,
                timestamp '2026-01-01' + to_seconds(i) as at, [i, i + 1] as list, {'a': i, 'b': ['x']} as part, map {'k': i} as pairs, null::int as nothing
            from range(5000) r(i)
            """;
        using var instance = DuckInstance.Open(new DuckOptions());
        using var source = instance.Connect();
        using var target = instance.Connect();
        await target.ExecuteAsync($"create table copy as {Select} limit 0", token);

        await using (var rows = await source.QueryAsync(Select, [], token))
        {
            while (await rows.NextAsync(token) is { } batch)
            {
                using (batch)
                {
                    await target.AppendAsync("copy", batch, token);
                }
            }
        }

        Assert.Equal(5000, await target.ScalarAsync<long>("select count(*) from copy", [], token));
        Assert.Equal(0, await target.ScalarAsync<long>($"select count(*) from (({Select}) except (from copy))", [], token));
    }
}
