using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Tests.Writes;

/// <summary>RETURNING and ON CONFLICT.</summary>
public sealed class ReturningTests : IAsyncLifetime
{
    private QueryServer server = null!;
    private HttpClient eve = null!;

    public async ValueTask InitializeAsync()
    {
        server = await QueryServer.StartAsync();
        eve = server.Client("eve", Roles.Engineer, Roles.Reader);
        await Rows("create table t (id int, v varchar, n double)");
    }

    public async ValueTask DisposeAsync()
    {
        eve.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Changed_rows_are_returned_as_they_became_or_were()
    {
        Assert.Contains(
            await Rows("insert into t (id, v) values (1, 'a'), (2, 'b') returning *"), (string[])["""[[1,"a",null],[2,"b",null]]""", """[[2,"b",null],[1,"a",null]]"""]);
        Assert.Equal("""[[6,"c!",2]]""", await Rows("with s as (select 3 as i, 'c' as w) insert into t as x (id, v) select i, w from s returning x.id * 2, v || '!' as w, (select count(*) from t)"));
        Assert.Equal("""[[4,null,7]]""", await Rows("insert into t by name select 7 as n, 4 as id returning id, v, n"));
        Assert.Equal("[[null]]", await Rows("insert into t default values returning id"));
        Assert.Contains(
            await Rows("update t as y set v = upper(y.v), n = y.id * 10 where id <= 2 returning y.v, n"), (string[])["""[["A",10],["B",20]]""", """[["B",20],["A",10]]"""]);
        Assert.Equal("""[[2,"B",20]]""", await Rows("delete from t where id = 2 returning *"));
        Assert.Contains(await Rows("delete from t using (values (1), (1), (3)) as s(k) where k = id returning id"), (string[])["[[1],[3]]", "[[3],[1]]"]);
        Assert.Equal("[]", await Rows("delete from t where id = 99 returning id"));
        Assert.Equal("[[4]]", await Rows("select id from t where id is not null"));
        await Refused("update t set v = 'x' returning nosuch", "engine.sql_error");
        Assert.Equal("[[0]]", await Rows("select count(*) from t where v = 'x'"));
        Assert.Equal("""[[4,"w4",7,"w4!"]]""", await Rows("with s(k, w) as (values (4, 'w4'), (99, 'w')) update t as y set v = s.w from s where s.k = y.id returning *, y.v || '!'"));
        var several = await Rows("update t set v = w from (values ('x'), ('y'), ('z')) as s(w) where id = 4 returning v");
        Assert.Equal(several, await Rows("select v from t where id = 4"));
        Assert.Equal("[]", await Rows("update t set v = w from (values (1, 'x')) as s(k, w) where k = id and k > 100 returning v"));
    }

    [Fact]
    public async Task Columns_of_the_other_tables_are_returned_too()
    {
        await Rows("create table o as select * from (values (1, 10, 'x'), (2, 20, 'y'), (7, 70, 'z')) as o(id, price, v)");
        await Rows("insert into t values (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
        Assert.Equal("""[[1,10,20,"x","a"]]""", await Rows("update t set n = o.price from o where o.id = t.id and t.id = 1 returning t.id, n, o.price * 2, o.v, t.v"));
        Assert.Equal(
            """[[2,"w",2,"w!",2,20,"y"]]""",
            await Rows("update t as y set v = s.w from o join (values (2, 'w')) as s(k, w) on s.k = o.id where y.id = o.id returning *, \"s\".w || '!', O.*"));
        Assert.Equal("""[["x",1]]""", await Rows("update t set v = 'k' from (select id as k, v from o) as \"An o\" where k = t.id and t.id = 1 returning \"An o\".v, id"));
        Assert.Equal("""[[20,"w"]]""", await Rows("delete from t using o where o.id = t.id and t.id = 2 returning o.price, t.v"));
        Assert.Equal(
            """[["INSERT",2,20,"y"],["INSERT",7,70,"z"],["UPDATE",1,10,"x"],["UPDATE",3,null,null]]""",
            Sorted(await Rows("""
                merge into t using o on t.id = o.id when matched then update set n = o.price when not matched then insert (id, v) values (o.id, o.v)
                when not matched by source then update set n = 0 returning merge_action, t.id, o.price, o.v
                """)));
        await Refused("update t set n = o.price from o where o.id = t.id returning q.price", "engine.sql_error");
    }

    private static string Sorted(string rows) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement[]>(rows)!.OrderBy(row => row.GetRawText(), StringComparer.Ordinal));

    [Fact]
    public async Task A_merge_tells_what_it_did_with_each_row()
    {
        await Rows("insert into t values (1, 'a', 1), (2, 'b', 2), (3, 'c', 3), (4, 'd', 4)");
        const string Merge = """
            merge into t as x using (values (1, 'A'), (2, null), (3, 'C'), (9, 'I'), (10, 'J')) as s(id, v) on x.id = s.id
            when matched and s.v is null then delete
            when matched and s.id = 3 then do nothing
            when matched then update set v = s.v
            when not matched and s.id = 10 then insert (id) values (s.id)
            when not matched then insert (id, v) values (s.id, s.v)
            when not matched by source then update set n = x.n + ?
            """;
        using var given = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(Merge + " returning merge_action, *, lower(merge_action()) || x.id as what, ? as p", Parameters: JsonSerializer.SerializeToElement(new object[] { 0.5, "q" })));
        var text = await given.Content.ReadAsStringAsync();
        Assert.True(given.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(["merge_action", "id", "v", "n", "what", "p"], json.RootElement.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
        Assert.Equal(
            ["""["DELETE",2,"b",2,"delete2","q"]""", """["INSERT",10,null,null,"insert10","q"]""", """["INSERT",9,"I",null,"insert9","q"]""", """["UPDATE",1,"A",1,"update1","q"]""", """["UPDATE",4,"d",4.5,"update4","q"]"""],
            json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText().Replace(" ", "")).Order(StringComparer.Ordinal));
        Assert.Equal("""[[1,"A",1],[3,"c",3],[4,"d",4.5],[9,"I",null],[10,null,null]]""", await Rows("from t order by id"));
        Assert.Equal("[]", await Rows("merge into t using (select 77 as id) s using (id) when matched then delete returning merge_action, id"));
        Assert.Equal("""[[1,"B","UPDATE"],[11,"K","INSERT"]]""", await Rows("insert into t (id, v) values (1, 'B'), (11, 'K') on conflict (id) do update set v = excluded.v returning id, v, merge_action"));
        Assert.Equal("[[12]]", await Rows("insert into t (id) values (1), (12) on conflict (id) do nothing returning id"));
    }

    [Fact]
    public async Task Rows_in_conflict_by_columns_are_left_or_changed()
    {
        Assert.Equal("[[2]]", await Rows("insert into t (id, v) values (1, 'a'), (2, 'b') on conflict (id) do nothing"));
        Assert.Equal("[[1]]", await Rows("insert into t (id, v) values (1, 'z'), (3, 'c'), (3, 'd') on conflict (id) do nothing"));
        Assert.Equal("[[2]]", await Rows("insert into t values (1, 'A', 5), (4, default, 1) on conflict (id) do update set v = excluded.v, n = coalesce(t.n, 0) + excluded.n"));
        Assert.Equal("[[1]]", await Rows("insert into t as x (id, v) select id, 'no' from t where id < 3 on conflict (id) do update set v = excluded.v where x.v = 'b'"));
        Assert.Equal("""[[1,"A",5],[2,"no",null],[4,null,1]]""", await Rows("select * from t where id <> 3 order by id"));
        await Refused("insert into t (id) values (9), (9) on conflict (id) do update set v = 'x'", "query.merge_error");
        await Refused("insert into t (id) values (9) on conflict do nothing", "query.statement_denied");
        await Refused("insert or replace into t (id) values (9)", "query.statement_denied");
        await Refused("insert into t (id) values (9) on conflict (v) do nothing", "query.conflict_column");
        Assert.Equal("[[4]]", await Rows("select count(*) from t"));
    }

    private async Task<string> Rows(string sql)
    {
        using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{sql}: {text}");
        using var json = JsonDocument.Parse(text);
        return JsonSerializer.Serialize(json.RootElement.GetProperty("rows"));
    }

    private async Task Refused(string sql, string code)
    {
        using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        Assert.False(response.IsSuccessStatusCode, sql);
        Assert.Equal(code, JsonSerializer.Deserialize<Problem>(await response.Content.ReadAsStringAsync(), JsonSerializerOptions.Web)!.Code);
    }
}
