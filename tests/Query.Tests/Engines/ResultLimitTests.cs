using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Tests.Engines;

public sealed class ResultLimitTests
{
    [Fact]
    public async Task A_result_ends_at_the_rows_and_bytes_that_its_user_may_have()
    {
        await using var server = await QueryServer.StartAsync(given =>
        {
            given.UserLimits["Ben"] = new QueryLimits { Rows = 100 };
            given.RoleLimits[Roles.Engineer] = new QueryLimits { ResultBytes = 10_000 };
        });
        using var ben = server.Client("ben");
        using var eve = server.Client("eve", Roles.Engineer, Roles.Reader);

        Assert.Contains("query.too_many_rows", await AskAsync(ben, "select range as id from range(1000000)"), StringComparison.Ordinal);
        Assert.DoesNotContain("query.too_many", await AskAsync(ben, "select range as id from range(1000000) limit 100"), StringComparison.Ordinal);
        Assert.Contains("query.result_too_large", await AskAsync(eve, "select range as id from range(1000000)"), StringComparison.Ordinal);
        Assert.DoesNotContain("error", await AskAsync(server.Ann, "select range as id from range(10000)"), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(HttpClient client, string sql)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        return await answer.Content.ReadAsStringAsync();
    }
}
