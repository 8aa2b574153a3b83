using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;

namespace Talentys.Gateway.Tests;

/// <summary>Tables that are a session's alone.</summary>
public sealed class TemporaryTableTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    [Fact]
    public async Task Its_session_alone_sees_it_and_it_goes_with_it()
    {
        await using var other = await server.OpenAsync();
        await using (var client = await server.OpenAsync())
        {
            Assert.Equal("CREATE TABLE", Tag(await client.AskAsync("create temporary table mine (id int, name text)")));
            Assert.Equal("INSERT 0 2", Tag(await client.AskAsync("insert into mine values (1, 'a'), (2, 'b')")));
            Assert.Equal("SELECT 3", Tag(await client.AskAsync("create temp table \"Copy\" as select id, name from orders where id < 3")));
            Assert.Equal([["1", "name 1"]], await client.RowsAsync("select m.id, o.name from mine m join \"Copy\" o on o.id = m.id where m.id = 1"));
            Assert.Equal([["2"]], await client.RowsAsync("select count(*) from pg_temp.mine"));
            Assert.Equal("42P07", Error(await client.AskAsync("create temp table mine (id int)")));
            Assert.Equal("CREATE TABLE", Tag(await client.AskAsync("create temp table if not exists mine (id int)")));
            Assert.Equal([["id", "integer"], ["name", "text"]], await client.RowsAsync("select column_name, data_type from information_schema.columns where table_name = 'mine' order by 1"));
            Assert.Equal([["mine", "t", "t"]], await client.RowsAsync("""
                select c.oid::regclass, pg_catalog.pg_table_is_visible(c.oid), c.relnamespace = pg_my_temp_schema()
                from pg_catalog.pg_class c where c.oid = 'mine'::regclass and c.oid = 'pg_temp.mine'::regclass and c.relname OPERATOR(pg_catalog.~) '^(mine)$' COLLATE pg_catalog.default
                """));
            await other.RowsAsync("create schema pg_temp_published");
            await other.RowsAsync("create table pg_temp_published.theirs as select 1 as id");
            foreach (var session in (WireClient[])[client, other])
            {
                Assert.Equal([["f", null, "f"]], await session.RowsAsync(
                    "select pg_table_is_visible(oid), to_regclass('theirs'), relnamespace = pg_my_temp_schema() from pg_class where relname = 'theirs'"));
            }

            await other.RowsAsync("drop table pg_temp_published.theirs");
            await other.RowsAsync("drop schema pg_temp_published");
            foreach (var sql in (string[])["select * from mine", "select * from pg_temp.mine", "insert into mine values (1)", "drop table mine"])
            {
                Assert.Equal("42P01", Error(await other.AskAsync(sql)));
            }

            Assert.Equal([["0"]], await other.RowsAsync("select count(*) from pg_class where relname = 'mine'"));
            Assert.Equal([["0"]], await other.RowsAsync("select count(*) from information_schema.schemata where schema_name like 'pg_temp%'"));
            Assert.DoesNotContain("mine", await server.Http.GetStringAsync("/api/v1/tables?hidden=true", TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.NotEmpty(Files());
        }

        for (var look = 0; Files().Count > 0 && look < 100; look++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Empty(Files());
        Assert.Equal("42P01", Error(await other.AskAsync("select * from mine")));
    }

    [Fact]
    public async Task It_is_changed_like_any_other_and_hides_the_lakes_of_its_name()
    {
        await using var client = await server.OpenAsync();
        await client.RowsAsync("create table both_kinds as select 0 as id, 'lake' as name");
        await client.RowsAsync("create temp table both_kinds (id int, name text)");
        Assert.Equal([["1", "a"], ["2", "b"]], await client.RowsAsync("insert into both_kinds values (1, 'a'), (2, 'b') returning id, name"));
        Assert.Equal([["2", "B"]], await client.RowsAsync("update both_kinds set name = upper(name) where id = 2 returning *"));
        Assert.Equal("MERGE 2", Tag(await client.AskAsync(
            "merge into both_kinds t using (values (1, 'x'), (3, 'c')) s(id, name) on t.id = s.id when matched then delete when not matched then insert values (s.id, s.name)")));
        Assert.Equal("INSERT 0 1", Tag(await client.AskAsync("insert into both_kinds (id, name) values (3, 'd') on conflict (id) do update set name = excluded.name")));
        Assert.Equal([["2", "B"], ["3", "d"]], await client.RowsAsync("select * from both_kinds order by id"));
        Assert.Equal([["0", "lake"]], await client.RowsAsync("select * from main.both_kinds"));
        Assert.Equal("INSERT 0 2", Tag(await client.AskAsync("insert into main.both_kinds select * from both_kinds")));
        Assert.Equal("TRUNCATE TABLE", Tag(await client.AskAsync("truncate both_kinds")));
        Assert.Equal([["0"]], await client.RowsAsync("select count(*) from both_kinds"));
        Assert.Equal("0A000", Error(await client.AskAsync("create view of_it as select * from both_kinds")));
        Assert.Equal("ALTER TABLE", Tag(await client.AskAsync("alter table both_kinds rename to renamed")));
        Assert.Equal([["0"]], await client.RowsAsync("select count(*) from renamed"));
        Assert.Equal("DROP TABLE", Tag(await client.AskAsync("drop table renamed")));
        Assert.Equal([["3"]], await client.RowsAsync("select count(*) from both_kinds"));
        Assert.Equal("42P16", Error(await client.AskAsync("create temp table main.x (id int)")));
        Assert.Equal("0A000", Error(await client.AskAsync("create temp view v as select 1")));
    }

    [Fact]
    public async Task Transactions_take_it_back_or_end_it()
    {
        await using var client = await server.OpenAsync();
        await client.AskAsync("begin");
        await client.RowsAsync("create temp table taken_back (id int)");
        await client.RowsAsync("insert into taken_back values (1)");
        await client.AskAsync("rollback");
        Assert.Equal("42P01", Error(await client.AskAsync("select * from taken_back")));

        await client.RowsAsync("create temp table kept (id int)");
        await client.RowsAsync("insert into kept values (1)");
        await client.AskAsync("begin");
        await client.RowsAsync("create temp table dropped on commit drop as select 1 as id");
        await client.RowsAsync("create temp table emptied (id int) on commit delete rows");
        await client.RowsAsync("insert into emptied values (1), (2)");
        await client.RowsAsync("insert into kept values (2)");
        await client.AskAsync("savepoint s");
        await client.RowsAsync("delete from kept");
        Assert.Equal("42P01", Error(await client.AskAsync("select * from nowhere")));
        await client.AskAsync("rollback to s");
        Assert.Equal([["1", "2", "2"]], await client.RowsAsync("select (select count(*) from dropped), (select count(*) from emptied), (select count(*) from kept)"));
        Assert.Equal("COMMIT", Tag(await client.AskAsync("commit")));
        Assert.Equal([["0", "2"]], await client.RowsAsync("select (select count(*) from emptied), (select count(*) from kept)"));
        Assert.Equal("42P01", Error(await client.AskAsync("select * from dropped")));
        Assert.Equal("22P02", Error(await client.AskAsync("create temp table broken as select 'x'::int as id")));
        Assert.Equal("42P01", Error(await client.AskAsync("select * from broken")));
        Assert.Equal("DISCARD TEMP", Tag(await client.AskAsync("discard temp")));
        Assert.Equal("42P01", Error(await client.AskAsync("select * from kept")));
        await client.RowsAsync("create temp table kept (other text)");
        Assert.Equal("DISCARD ALL", Tag(await client.AskAsync("discard all")));
        Assert.Equal("42P01", Error(await client.AskAsync("select * from kept")));
    }

    [Fact]
    public async Task A_text_of_several_statements_has_one_of_its_own()
    {
        Assert.Equal([["3"]], await server.QueryAsync("create temp table of_script as select 1 as id; insert into of_script values (2); select sum(id) from of_script"));
        await using var client = await server.OpenAsync();
        Assert.Equal("42P01", Error(await client.AskAsync("select * from of_script")));
        await using var reader = await WireClient.SignInAsync(server.Address, "whoever", server.Key, [("database", "dev")]);
        Assert.Equal("42501", Error(await reader.AskAsync("create temp table of_reader (id int)")));
    }

    private List<string> Files() =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(server.Services.GetRequiredService<PlatformFolders>().State)!, "*.parquet", SearchOption.AllDirectories).Where(file => file.Contains("pg_temp", StringComparison.Ordinal))];

    private static string Tag(List<WireClient.Message> answer) => answer.FindLast(message => message.Type == 'C')?.Text ?? $"{answer[0].Field('C')} {answer[0].Field('M')}";

    private static string? Error(List<WireClient.Message> answer) => answer.Find(message => message.Type == 'E')?.Field('C');
}
