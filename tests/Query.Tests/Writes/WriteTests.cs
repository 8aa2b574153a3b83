using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Query.Tests.Writes;

public sealed class WriteTests : IAsyncLifetime
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
    public async Task Rows_are_inserted_as_the_columns_are()
    {
        await Do("create table t (id bigint not null comment 'key', name varchar, price decimal(10, 2), at timestamptz, tags varchar[], u uuid) comment 'things'");
        Assert.Equal(2, await Do("insert into t values (1, 'a', '2.50', '2026-01-01 00:00:00+00', ['x', 'y'], '00000000-0000-0000-0000-00000000000a'), (2, default, null, null, null, null)"));
        Assert.Equal(1, await Do("insert into main.t (name, id) select 'b', 3"));
        Assert.Equal(1, await Do("insert into t by name select 4 as id, 7 as price, ['z'] as tags"));
        Assert.Equal(1, await Do("with n as (select 5 as id) insert into t (id) from n"));
        Assert.Equal(1, await Do("insert into t (id, name) values ($1, ?)".Replace("?", "$2"), 6, "six"));
        Assert.Equal(0, await Do("insert into t (id) select id from t where id > 100"));

        Assert.Equal(
            [["1", "a", "2.50", "[\"x\",\"y\"]"], ["2", "null", "null", "null"], ["3", "b", "null", "null"], ["4", "null", "7.00", "[\"z\"]"], ["5", "null", "null", "null"], ["6", "six", "null", "null"]],
            (await server.QueryAsync("select id, name, price, tags from t order by id")).Select(row => row.Select(cell => cell.Replace(" ", "").Replace("\n", "")).ToArray()));
        Assert.Equal([["UUID", "DECIMAL(10,2)"]], await server.QueryAsync("select typeof(u), typeof(price) from t limit 1"));
        var version = (await server.Services.GetRequiredService<ILake>().VersionsAsync(QueryServer.Scope, new TableName("main", "t"), CancellationToken.None))[0];
        Assert.Equal("eve", version.Summary[SnapshotKeys.By]);
        Assert.NotEmpty(version.Summary[SnapshotKeys.Query]);
    }

    [Fact]
    public async Task Rows_are_updated_and_deleted_by_where_they_are()
    {
        foreach (var mode in new[] { "copy-on-write", "merge-on-read" })
        {
            await Do($"create or replace table t (id int, v varchar, n double) tblproperties ('write.update.mode' = '{mode}', 'write.delete.mode' = '{mode}', 'write.merge.mode' = '{mode}')");
            await Do("insert into t select i, 'v' || i, i / 2 from range(10) r(i)");
            await Do("insert into t select i, 'w' || i, null from range(10, 20) r(i)");
            Assert.Equal(3, await Do("update t as x set v = x.v || '!' , n = (select max(n) from t) where x.id in (1, 2, 15)"));
            Assert.Equal([["1", "v1!", "4.5"], ["2", "v2!", "4.5"], ["15", "w15!", "4.5"]], await server.QueryAsync("select * from t where n = 4.5 and v like '%!' order by id"));
            Assert.Equal(2, await Do("with s(k, w) as (values (3, 'three'), (4, 'four'), (99, 'none')) update main.t set v = s.w from s where s.k = t.id"));
            Assert.Equal([["3", "three"], ["4", "four"]], await server.QueryAsync("select id, v from t where v in ('three', 'four') order by 1"));
            Assert.Equal(5, await Do("delete from t using range(5) as r(i) where t.id = r.i"));
            Assert.Equal(0, await Do("delete from t where id = 0"));
            Assert.Equal(1, await Do("delete from t as d where d.v = 'w15!'"));
            Assert.Equal([["14", "5", "19"]], await server.QueryAsync("select count(*), min(id), max(id) from t"));
            Assert.Equal(14, await Do("delete from t"));
            Assert.Equal([["0"]], await server.QueryAsync("select count(*) from t"));
        }
    }

    [Fact]
    public async Task Source_and_table_are_merged()
    {
        await Do("create table t (id int, v varchar, seen boolean)");
        await Do("insert into t values (1, 'one', false), (2, 'two', false), (3, 'three', false), (4, 'four', false)");
        Assert.Equal(5, await Do(
            """
            merge into t using (select * from (values (1, 'ONE'), (2, null), (5, 'five'), (6, 'six')) as x(id, v)) as s on t.id = s.id
            when matched and s.v is null then delete
            when matched then update set v = s.v, seen = true
            when not matched and s.id = 5 then insert (id, v) values (s.id, upper(s.v))
            when not matched then do nothing
            when not matched by source and t.id = 3 then update set seen = null
            when not matched by source then delete
            """));
        Assert.Equal([["1", "ONE", "True"], ["3", "three", "null"], ["5", "FIVE", "null"]], await server.QueryAsync("select * from t order by id"));
        Assert.Equal(2, await Do("merge into t using (select 1 as id, 'a' as v, null::boolean as seen union all select 9, 'n', true) s using (id) when matched then update when not matched then insert"));
        Assert.Equal([["1", "a", "null"], ["9", "n", "True"]], await server.QueryAsync("select * from t where id in (1, 9) order by id"));

        Assert.Equal(1, await Do("merge into t using (values (1), (3), (5)) s(id) on t.id = s.id when not matched by source then delete"));
        await Refused("merge into t using (values (1, 'x'), (1, 'y')) s(id, v) on t.id = s.id when matched then update set v = s.v", "lake.merge_ambiguous");
        await Refused("merge into t using (values (1)) s(id) on t.id = s.id when matched then error", "query.merge_error");
    }

    [Fact]
    public async Task Tables_are_made_of_queries_in_one_step()
    {
        Assert.Equal(100, await Do("create table shop.days partitioned by (month(d)) comment 'days' as select date '2026-01-01' + i::int as d, i::hugeint as h, uuid() as u, interval 1 day * 0 + date '2026-01-01' as ts, null as n from range(100) r(i)"));
        Assert.Equal([["DATE", "UUID", "INTEGER"]], await server.QueryAsync("select distinct typeof(d), typeof(u), typeof(n) from shop.days"));
        Assert.Equal([["4"]], await server.QueryAsync("select count(*) from shop.\"days$partitions\""));
        await Refused("create table shop.days as select 1", "lake.table_exists", "line 1, column 14");
        Assert.Equal(0, await Do("create table if not exists shop.days as select 1"));
        Assert.Equal(1, await Do("create or replace table shop.days (a, b) as select 1, 'x'"));
        Assert.Equal([["1", "x"]], await server.QueryAsync("select a, b from shop.days"));
        Assert.Equal(0, await Do("create table empty as select 1 as a where false"));
        Assert.Equal([["0"]], await server.QueryAsync("select count(a) from empty"));
        await Refused("create table broken as select 1 / 'x'", "engine.sql_error");
        Assert.Equal(0, await Do("create table broken as from shop.days with no data"));
        Assert.Equal(1, await Do("truncate table shop.days"));
        await Do("drop table broken, empty");
        await Refused("select * from broken", "query.table_not_found");
    }

    [Fact]
    public async Task Tables_are_altered()
    {
        await Do("create table t (id int, name varchar, f float)");
        await Do("insert into t values (1, 'a', 1.5)");
        await Do("alter table t add column note varchar comment 'free' after id, rename column name to title, alter column id type bigint, alter f set data type double");
        await Do("insert into t values (2, 'n', 'b', 2.5)");
        Assert.Equal([["1", "null", "a", "1.5"], ["2", "n", "b", "2.5"]], await server.QueryAsync("select * from t order by id"));
        await Do("alter table t drop column f");
        await Do("comment on column t.title is 'its title'");
        await Do("comment on table t is 'about'");
        await Do("alter table t rename to u");
        await Refused("select * from t", "query.table_not_found");
        Assert.Equal([["BIGINT"]], await server.QueryAsync("select typeof(id) from u limit 1"));
        await Do("alter table u set partitioned by (bucket(4, id)), set sorted by (id desc)");
        await Do("alter table if exists nowhere drop column x");
        await Refused("alter table u alter column title type int", "lake.schema_conflict", "line 1, column 15");
        await Do("create schema lab");
        Assert.Contains("lab", (await server.QueryAsync("show schemas")).Select(row => row[0]));
        await Do("create table lab.x as select 1 as a");
        await Refused("drop schema lab", "query.schema_not_empty");
        await Do("drop schema lab cascade");
        await Do("drop schema if exists lab");
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_place()
    {
        (string Sql, string? Code, string? Place)[] cases =
        [
            ("insert into t values (1)", "query.column_count", "line 1, column 23"),
            ("insert into t (id, nam) values (1, 2)", "query.column_not_found", "line 1, column 20"),
            ("insert into t (id, id) values (1, 2)", "query.column_twice", "line 1, column 20"),
            ("insert into t select 1", "query.column_count", "line 1, column 15"),
            ("insert into t\nvalues (1, 'a', 'x')", "engine.sql_error", "line 2, column 17"),
            ("insert into t select 1, 'a', 'x'", "query.value_invalid", "line 1, column 15"),
            ("insert into t (name) values ('a')", "lake.null_refused", "line 1, column 13"),
            ("insert into tt values (1)", "query.table_not_found", "line 1, column 13"),
            ("merge into t using (select 1 as id) s using (id) when matched then delete returning s.nosuch", "engine.sql_error", null),
            ("insert into t values (1, 'a', 2) on conflict do nothing", "query.statement_denied", null),
            ("update t set nam = 1", "query.column_not_found", "line 1, column 14"),
            ("update t\nset n = nosuch + 1", "engine.sql_error", "line 2, column 9"),
            ("update t set n = read_csv('x')", "query.function_denied", "line 1, column 18"),
            ("update t set n = 1 where id = (select count(*) from nosuch)", "query.table_not_found", "line 1, column 53"),
            ("delete from t where idd = 1", "engine.sql_error", "line 1, column 21"),
            ("delete from \"t$files\"", "query.table_not_found", null),
            ("create table c (a int primary key)", "query.statement_denied", null),
            ("create table c (a nosuchtype)", "lake.type_refused", "line 1, column 17"),
            ("create table c (a int, a int)", "lake.column_refused", null),
            ("create table c (a int) partitioned by (b)", "lake.partition_refused", null),
            ("drop table nosuch", "query.table_not_found", "line 1, column 12"),
            ("insert into other.main.t values (1, 'a', 2)", "query.environment_other", null),
            ("insert into t delete from t", "query.syntax", "line 1, column 15"),
            ("insert into t with x as (delete from t returning *) from x", null, null),
            ("explain insert into t values (1)", "query.column_count", "line 1, column 31"),
            ("explain analyze delete from t", "query.statement_denied", "line 1, column 9"),
            ("explain drop table t", "query.statement_denied", "line 1, column 9"),
            ("create table c (a int, b as (a + 1))", "query.statement_denied", "line 1, column 26"),
            ("create table c (a primary key) as select 1", "query.statement_denied", "line 1, column 19"),
            ("create table c as select ['101'::bit] as bits", "query.type_refused", null),
            ("create recursive view v (n) as select 1", "query.statement_denied", "line 1, column 1"),
            ("create table c (like nosuch)", "query.table_not_found", "line 1, column 22"),
            ("create table c (like t including everything)", "query.syntax", "line 1, column 34"),
        ];
        await Do("create table t (id int not null, name varchar, n int)");
        await Do("insert into t values (1, 'kept', 1)");
        foreach (var (sql, code, place) in cases)
        {
            await Refused(sql, code, place);
        }

        Assert.Equal([["1", "kept", "1"]], await server.QueryAsync("select * from t"));
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_told_with_its_row_of_the_query()
    {
        await Do("create table t (id int)");
        using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest("insert into t select case when i = 41 then 3000000000 else i end from range(60) r(i) order by i"));
        Assert.Contains("which row 42 of the query has", (await QueryServer.ProblemAsync(response, HttpStatusCode.BadRequest)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_of_any_length_are_kept_as_their_digits()
    {
        await Do("create table t as select '-123456789012345678901234567890123456789012345'::bignum as n, 7::bignum as seven");
        Assert.Equal([["-123456789012345678901234567890123456789012345", "7"]], await server.QueryAsync("from t"));
        await Do("insert into t select 256::bignum, 0::bignum");
        Assert.Equal([["256", "0"]], await server.QueryAsync("from t where seven = '0'"));
        Assert.Equal([["-99999999999999999999999999999999999999999"]], await server.QueryAsync("select '-99999999999999999999999999999999999999999'::bignum"));
    }

    [Fact]
    public async Task Plans_of_statements_that_write_are_shown_and_nothing_is_written()
    {
        await Do("create table t (id int, v varchar)");
        await Do("insert into t values (1, 'one')");
        var lake = server.Services.GetRequiredService<ILake>();
        foreach (var (sql, part) in new[]
        {
            ("explain insert into t select id + 1, v from t", "READ_PARQUET"),
            ("explain insert into t values (2, ?) returning *", "PROJECTION"),
            ("explain with s as (select 1 as id) insert into t (id) from s on conflict (id) do nothing", "JOIN"),
            ("EXPLAIN UPDATE t SET v = 'x' WHERE id = 1", "READ_PARQUET"),
            ("explain (format json) delete from t using range(3) r(i) where i = id", "HASH_JOIN"),
            ("explain merge into t using (select 1 as id, 'x' as v) s using (id) when matched then update", "JOIN"),
            ("explain create or replace table t as select sum(id) from t", "AGGREGATE"),
        })
        {
            using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql, Parameters: sql.Contains('?') ? JsonSerializer.SerializeToElement(new[] { "two" }) : null));
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{sql}: {text}");
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.Equal([["1", "one"]], await server.QueryAsync("from t"));
        Assert.Single(await lake.VersionsAsync(QueryServer.Scope, new TableName("main", "t"), CancellationToken.None));
        using var reader = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest("explain delete from t"));
        Assert.Equal("query.denied", (await QueryServer.ProblemAsync(reader, HttpStatusCode.Forbidden)).Code);
    }

    [Fact]
    public async Task A_table_has_the_columns_of_others()
    {
        await Do("create table t (id bigint not null comment 'key', price decimal(10, 2), tags struct(a int, b varchar[])) comment 'things'");
        await Do("create view v as select id as \"the id\", current_date as day from t");
        await Do("create table c (first int, like main.t, like v including all excluding comments, last varchar not null) partitioned by (day)");
        Assert.Equal(
            [["first", "INTEGER"], ["id", "BIGINT"], ["price", "DECIMAL(10,2)"], ["tags", "STRUCT(a INTEGER, b VARCHAR[])"], ["the id", "BIGINT"], ["day", "DATE"], ["last", "VARCHAR"]],
            await server.QueryAsync("select column_name, column_type from (describe c)"));
        Assert.Equal([["id"], ["last"]], await server.QueryAsync("select a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relname = 'c' and a.attnotnull and a.attnum > 0 order by a.attnum"));
        await Do("create table if not exists d (like t including comments)");
        Assert.Equal([["d", "key"]], await server.QueryAsync("select c.relname, d.description from pg_description d join pg_class c on c.oid = d.objoid where c.relname in ('c', 'd') and d.objsubid > 0"));
        await Refused("create table e (like t, id int)", "lake.column_refused", null);
    }

    [Fact]
    public async Task Only_engineers_write()
    {
        await server.MakeAsync(new TableName("main", "t"), "select 1 as a");
        foreach (var sql in new[] { "insert into t values (2)", "drop table t", "create view v as from t", "with x as (select 1) delete from t" })
        {
            using var response = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
            Assert.Equal("query.denied", (await QueryServer.ProblemAsync(response, HttpStatusCode.Forbidden)).Code);
        }
    }

    [Fact]
    public async Task A_table_of_rows_has_the_columns_that_the_engine_tells_of_its_query()
    {
        string[] values =
        [
            "true", "1::tinyint", "1::smallint", "1", "1::bigint", "1::hugeint", "1::utinyint", "1::usmallint", "1::uinteger", "1::ubigint", "1::uhugeint", "1::float", "1::double", "1.25",
            "1::decimal(4, 1)", "1::decimal(38, 0)", "'x'", "'x'::blob", "date '2026-01-02'", "time '10:11:12'", "'10:11:12+02'::timetz", "'2026-01-02'::timestamp_s", "'2026-01-02'::timestamp_ms",
            "'2026-01-02'::timestamp", "'2026-01-02'::timestamp_ns", "'2026-01-02'::timestamptz", "uuid()", "'{}'::json", "'101'::bit", "'a'::enum('a', 'b')", "[1, 2]", "[1::hugeint]", "[[true]]",
            "array_value(1, 2)", "{'a': 1, 'b': {'c': 'x'}}", "map {'a': 1::utinyint}", "interval 1 day", "null", "12345678901234567890123456789012345678901::bignum", "union_value(n := 1)",
        ];
        foreach (var value in values)
        {
            // without its rows the engine is asked for the columns; with them they tell
            var asked = await Columns($"create or replace table t as select {value} as a, 1 as b with no data");
            var told = await Columns($"create or replace table t as select {value} as a, 1 as b");
            Assert.Equal((value, asked), (value, told));
        }

        async Task<string> Columns(string sql)
        {
            using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
            return response.IsSuccessStatusCode
                ? string.Join(", ", (await server.QueryAsync("select column_name, data_type from information_schema.columns where table_name = 't' order by ordinal_position")).Select(row => string.Join(' ', row)))
                : (await QueryServer.ProblemAsync(response, response.StatusCode)).Code;
        }
    }

    [Fact]
    public async Task Two_writers_at_once_lose_nothing()
    {
        await Do("create table c (id int, n int)");
        await Do("insert into c select i, 0 from range(4) r(i)");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            await Do($"update c set n = n + 1 where id = {i % 2}");
            await Do($"insert into c values ({10 + i}, 1)");
        }));
        Assert.Equal([["0", "4"], ["1", "4"], ["2", "0"]], await server.QueryAsync("select id, n from c where id < 3 order by id"));
        Assert.Equal([["8"]], await server.QueryAsync("select count(*) from c where id >= 10"));
    }

    [Fact]
    public async Task A_kept_result_tells_the_count_and_the_history_the_tables()
    {
        await Do("create table t (a int)");
        var result = await server.RunAsync("insert into t select * from range(7)", client: eve);
        Assert.Equal("succeeded", result.State);
        Assert.Equal(["Count"], result.Columns.Select(column => column.Name));
        var history = await server.GetAsync<Page<QueryHistoryDto>>("/api/v1/queries?search=insert");
        for (var tries = 0; tries < 600 && history.Items is not [{ State: "succeeded" }, ..]; tries++)
        {
            // A result tells that it is whole just before its statement ends.
            await Task.Delay(100, TestContext.Current.CancellationToken);
            history = await server.GetAsync<Page<QueryHistoryDto>>("/api/v1/queries?search=insert");
        }

        Assert.Contains("main.t", history.Items[0].Tables);
    }

    private async Task<long> Do(string sql, params object?[] parameters)
    {
        using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql, Parameters: JsonSerializer.SerializeToElement(parameters)));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{sql}: {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("rows")[0][0].GetInt64();
    }

    private async Task Refused(string sql, string? code, string? place = null)
    {
        using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var text = await response.Content.ReadAsStringAsync();
        Assert.False(response.IsSuccessStatusCode, $"{sql}: {text}");
        Assert.True(response.StatusCode != HttpStatusCode.InternalServerError, text);
        var problem = JsonSerializer.Deserialize<Problem>(text, JsonSerializerOptions.Web)!;
        Assert.True(code is null || problem.Code == code, $"{sql}: {text}");
        Assert.True(place is null || text.Contains(place, StringComparison.Ordinal), $"{sql}: {text}");
    }
}
