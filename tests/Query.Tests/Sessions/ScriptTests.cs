using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Tests.Sessions;

/// <summary>Several statements in one text.</summary>
public sealed class ScriptTests : IAsyncLifetime
{
    private QueryServer server = null!;
    private HttpClient eve = null!;

    public async ValueTask InitializeAsync()
    {
        server = await QueryServer.StartAsync();
        eve = server.Client("eve", Roles.Engineer, Roles.Reader);
    }

    public async ValueTask DisposeAsync()
    {
        eve.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Statements_run_in_one_transaction_and_the_last_one_answers()
    {
        Assert.Equal("[[3,\"b\"]]", await Rows("create table t (id int); alter table t add column v varchar; comment on table t is 'x; y'; insert into t values (1, 'a'), (3, 'b'); select * from t where id > 1;"));
        Assert.Equal("[[2]]", await Rows("select 1; update t set v = 'c'"));
        Assert.Equal("[[1,2,3]]", await Rows("select ?; select ?, ?, ?", 9, 1, 2, 3));

        // a failure takes all back and is told where it stands in the text
        using var failed = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest("delete from t;\ninsert into t values (9, 'z');\n  insert into t (id) values ('no number')"));
        var fault = (await QueryServer.ProblemAsync(failed, HttpStatusCode.BadRequest)).Faults[0];
        Assert.Equal("engine.sql_error", fault.Code);
        Assert.StartsWith("line 3, ", fault.Place, StringComparison.Ordinal);
        using var missing = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest("delete from t;\n drop table nowhere"));
        Assert.Equal("line 2, column 13", (await QueryServer.ProblemAsync(missing, HttpStatusCode.NotFound)).Faults[0].Place);
        using var wrong = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest("delete from t; insert t"));
        Assert.Equal("query.syntax", (await QueryServer.ProblemAsync(wrong, HttpStatusCode.BadRequest)).Faults[0].Code);
        Assert.Equal("[[1,\"c\"],[3,\"c\"]]", await Rows("select * from t order by id"));

        // its own BEGIN and COMMIT
        Assert.Equal("[[2]]", await Rows("begin; insert into t values (5, 'e'); rollback; begin; delete from t where id = 5; select count(*) from t; commit"));
        using var open = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest("begin; delete from t"));
        Assert.Equal("query.transaction_unfinished", (await QueryServer.ProblemAsync(open, HttpStatusCode.BadRequest)).Faults[0].Code);
        Assert.Equal("[[2]]", await Rows("select count(*) from t"));
    }

    [Fact]
    public async Task All_results_come_when_they_are_asked_for()
    {
        using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest("create table u (id int); insert into u values (1), (2); from u order by id", All: true));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(["[[0]]", "[[2]]", "[[1],[2]]"], json.RootElement.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("rows").GetRawText()));

        using var broken = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest("select 7; from nowhere", All: true));
        using var told = JsonDocument.Parse(await broken.Content.ReadAsStringAsync());
        Assert.Equal("query.table_not_found", told.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("line 1, column 16", told.RootElement.GetProperty("error").GetProperty("place").GetString());

        using var misspelt = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest("select 7;\n select idd from u", All: true));
        using var measured = JsonDocument.Parse(await misspelt.Content.ReadAsStringAsync());
        var fault = measured.RootElement.GetProperty("error").Deserialize<ProblemFault>(JsonSerializerOptions.Web)!;
        Assert.Equal((new TextPosition(2, 9, 3), "id"), (fault.Position, fault.Nearest));

        var kept = await server.RunAsync("create table k (id int); insert into k values (4); from k", client: eve);
        Assert.Equal(("succeeded", 1L), (kept.State, kept.Rows));
    }

    [Fact]
    public async Task Readers_read_and_change_nothing()
    {
        await Rows("create table r (id int)");
        using var response = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest("select 1; drop table r"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal([["0"]], await server.QueryAsync("select 1; select count(*) from r"));
    }

    private async Task<string> Rows(string sql, params object[] parameters)
    {
        using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql, parameters.Length == 0 ? null : JsonSerializer.SerializeToElement(parameters)));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{sql}: {text}");
        using var json = JsonDocument.Parse(text);
        return JsonSerializer.Serialize(json.RootElement.GetProperty("rows"));
    }
}
