using System.Globalization;
using Apache.Arrow;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;
using Talentys.TestSupport;

namespace Talentys.Query.Tests.Sessions;

public sealed class SessionTests : IAsyncLifetime
{
    private static readonly Principal Eve = new(
        "eve", PrincipalKind.User, "eve", QueryServer.Scope.Organisation, new HashSet<string> { Roles.Engineer, Roles.Reader }, Principal.EmptySet, Principal.EmptyAttributes);

    private readonly TestClock clock = new();
    private QueryServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await QueryServer.StartAsync(clock: clock);
        await using var session = Open();
        foreach (var sql in new[] { "create table a (id int, v varchar)", "create table b (id int)", "insert into a values (1, 'one'), (2, 'two')", "insert into b values (10)", "create view both_of as select id from a union all select id from b" })
        {
            await Rows(session, sql);
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Reads_are_of_one_set_of_versions_with_what_the_transaction_did()
    {
        await using var session = Open();
        session.Begin(false, null);
        Assert.Equal("2", await Rows(session, "select count(*) from a"));
        await using (var other = Open())
        {
            await Rows(other, "insert into b values (11)");
            await Rows(other, "create or replace view both_of as select 99 as id");
            await Rows(other, "create table late (id int)");
        }

        Assert.Equal("10", await Rows(session, "select * from b")); // touched for the first time after the other's commit
        Assert.Equal("1;2;10", await Rows(session, "select * from both_of order by id"));
        Assert.Equal("query.table_not_found", await Fails(session, "select * from late"));
        Assert.Equal(QuerySessionState.Failed, session.State);
        Assert.Equal("query.transaction_failed", await Fails(session, "select 1"));
        Assert.False(await session.CommitAsync(default));
        Assert.Equal("10;11", await Rows(session, "select * from b order by id"));

        session.Begin(false, null);
        await Rows(session, "insert into a values (3, 'three')");
        await Rows(session, "update a set v = upper(v) where id <> 2");
        await Rows(session, "delete from a where id = 1");
        await Rows(session, "merge into a using (values (2, 'zwei'), (4, 'vier')) s(id, v) using (id) when matched then update when not matched then insert");
        await Rows(session, "insert into b select id from a");
        Assert.Equal("2,zwei;3,THREE;4,vier", await Rows(session, "select * from a order by id"));
        Assert.Equal("2;3;4;10;11", await Rows(session, "select * from b order by id"));
        await using var reader = Open();
        Assert.Equal("1,one;2,two", await Rows(reader, "select * from a order by id"));
        Assert.Equal("10;11", await Rows(reader, "select * from b order by id"));
        Assert.True(await session.CommitAsync(default));
        Assert.Equal("2,zwei;3,THREE;4,vier", await Rows(reader, "select * from a order by id"));
        Assert.Equal("2;3;4;10;11", await Rows(reader, "select * from b order by id"));
        Assert.Equal("2", await Rows(reader, "select count(*) from a$snapshots")); // the first rows, the transaction
    }

    [Fact]
    public async Task What_is_told_of_a_statement_follows_what_it_reads()
    {
        await using var session = Open();
        Assert.Equal("id int32, v utf8", await Told(session, "select * from a"));
        Assert.Equal("id int32, v utf8", await Told(session, "select * from a"));
        Assert.Equal("id int32", await Told(session, "select * from both_of"));
        session.Begin(false, null);
        await Rows(session, "alter table a add column w double");
        Assert.Equal("id int32, v utf8, w double", await Told(session, "select * from a"));
        await using (var other = Open())
        {
            Assert.Equal("id int32, v utf8", await Told(other, "select * from a"));
            await Rows(other, "create or replace view both_of as select 1::bigint as id, 'x' as name");
            Assert.Equal("id int64, name utf8", await Told(other, "select * from both_of"));
        }

        await session.CommitAsync(default);
        Assert.Equal("id int32, v utf8, w double", await Told(session, "select * from a"));
        Assert.Equal("id int64, name utf8", await Told(session, "select * from both_of"));
        await Rows(session, "drop table a");
        Assert.Equal("query.table_not_found", (await Assert.ThrowsAsync<FaultException>(() => Told(session, "select * from a"))).Fault.Code);
    }

    [Fact]
    public async Task What_is_not_committed_leaves_nothing()
    {
        var before = await Files();
        await using (var session = Open())
        {
            session.Begin(false, null);
            await Rows(session, "insert into a select i, 'x' from range(100) r(i)");
            await Rows(session, "update a set v = 'y'");
            await Rows(session, "create table c as from a");
            await session.RollbackAsync();
            session.Begin(false, null);
            await Rows(session, "truncate a");
            await Rows(session, "insert into a values (7, 'seven')");
            Assert.Equal("7,seven", await Rows(session, "from a"));
        } // the connection is gone

        await using var reader = Open();
        Assert.Equal("1,one;2,two", await Rows(reader, "select * from a order by id"));
        Assert.Equal("query.table_not_found", await Fails(reader, "from c"));
        Assert.Equal(before, await Files());
    }

    [Fact]
    public async Task Who_comes_second_is_told_and_rolled_back()
    {
        await using var first = Open();
        await using var second = Open();
        first.Begin(false, null);
        second.Begin(false, null);
        await Rows(first, "update a set v = 'first' where id = 1");
        await Rows(second, "insert into b values (1000)");
        await Rows(second, "update a set v = 'second' where id = 1");
        Assert.True(await first.CommitAsync(default));
        Assert.Equal("query.transaction_conflict", (await Assert.ThrowsAsync<FaultException>(() => second.CommitAsync(default))).Fault.Code);
        Assert.Equal(QuerySessionState.None, second.State);
        Assert.Equal("first", await Rows(second, "select v from a where id = 1"));
        Assert.Equal("10", await Rows(second, "from b"));

        // rows that are only added go together
        first.Begin(false, null);
        second.Begin(false, null);
        await Rows(first, "insert into b values (1)");
        await Rows(second, "insert into b values (2)");
        Assert.True(await second.CommitAsync(default));
        Assert.True(await first.CommitAsync(default));
        Assert.Equal("1;2;10", await Rows(first, "select * from b order by id"));
    }

    [Fact]
    public async Task Savepoints_take_back_what_came_after()
    {
        var before = (await Files()).Count;
        await using var session = Open();
        session.Begin(false, null);
        await Rows(session, "insert into a values (3, 'three')");
        var back = await session.SaveAsync(default);
        await Rows(session, "update a set v = v || '!'");
        await Rows(session, "delete from a where id = 2");
        await Rows(session, "drop view both_of");
        await Rows(session, "create table made (x int)");
        Assert.Equal("1,one!;3,three!", await Rows(session, "select * from a order by id"));
        Assert.Equal("query.column_not_found", await Fails(session, "update a set nothing = 1"));
        await back();
        Assert.Equal(QuerySessionState.Open, session.State);
        Assert.Equal("1,one;2,two;3,three", await Rows(session, "select * from a order by id"));
        Assert.Equal("4", await Rows(session, "select count(*) from both_of"));
        await Rows(session, "update a set v = 'last' where id = 3");
        await back();
        await Rows(session, "insert into a values (4, 'four')");
        Assert.True(await session.CommitAsync(default));
        Assert.Equal("1,one;2,two;3,three;4,four", await Rows(session, "select * from a order by id"));
        Assert.Equal("query.table_not_found", await Fails(session, "from made"));
        Assert.Equal(before + 2 + 3, (await Files()).Count); // two data files; a manifest, its list and metadata
    }

    [Fact]
    public async Task Tables_and_views_are_made_renamed_and_dropped_with_the_rest()
    {
        await using var session = Open();
        session.Begin(false, null);
        await Rows(session, "create table a_new as select id, v || '+' as v from a");
        await Rows(session, "alter table a rename to a_old");
        await Rows(session, "alter table a_new rename to a");
        await Rows(session, "insert into a values (9, 'nine')");
        await Rows(session, "drop table b");
        await Rows(session, "create or replace view both_of as select v from a");
        await Rows(session, "create schema if not exists work");
        await Rows(session, "create table work.t (x int)");
        Assert.Equal("nine;one+;two+", await Rows(session, "select * from both_of order by v"));
        Assert.Equal("1,one;2,two", await Rows(session, "select * from a_old order by id"));
        await using var reader = Open();
        Assert.Equal("1,one;2,two", await Rows(reader, "select * from a order by id"));
        Assert.Equal("1;2;10", await Rows(reader, "select * from both_of order by id"));
        Assert.True(await session.CommitAsync(default));
        Assert.Equal("1,one+;2,two+;9,nine", await Rows(reader, "select * from a order by id"));
        Assert.Equal("nine;one+;two+", await Rows(reader, "select * from both_of order by v"));
        Assert.Equal("query.table_not_found", await Fails(reader, "from b"));
        Assert.Equal("0", await Rows(reader, "select count(*) from work.t"));

        // what cannot be taken back is refused, and what was dropped can be made again
        session.Begin(false, null);
        await Rows(session, "alter table a add column more int");
        await Rows(session, "comment on table a is 'wider'");
        await Rows(session, "update a set more = 5 where id = 9");
        Assert.Equal("9,nine,5", await Rows(session, "select * from a where more is not null"));
        Assert.Equal("lake.change_order", await Fails(session, "alter table a drop column v"));
        await session.RollbackAsync();
        session.Begin(false, null);
        await Rows(session, "alter table a add column more int");
        Assert.True(await session.CommitAsync(default));
        Assert.Equal("0", await Rows(reader, "select count(more) from a"));
        session.Begin(false, null);
        Assert.Equal("query.statement_denied", await Fails(session, "drop schema work cascade"));
        await session.RollbackAsync();
        session.Begin(false, null);
        await Rows(session, "drop table a_old");
        await Rows(session, "create table a_old (n int)");
        await Rows(session, "insert into a_old values (5)");
        Assert.True(await session.CommitAsync(default));
        Assert.Equal("5", await Rows(reader, "from a_old"));
    }

    [Fact]
    public async Task Transactions_that_only_read_write_nothing_and_idle_ones_end()
    {
        await using var session = Open();
        session.Begin(true, null);
        Assert.Equal("2", await Rows(session, "select count(*) from a"));
        Assert.Equal("query.transaction_read_only", await Fails(session, "delete from a"));
        await session.RollbackAsync();

        session.Begin(false, TimeSpan.FromMinutes(1));
        await Rows(session, "delete from a");
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("query.transaction_over", await Fails(session, "select 1"));
        Assert.Equal("query.transaction_over", (await Assert.ThrowsAsync<FaultException>(() => session.CommitAsync(default))).Fault.Code);
        Assert.Equal("2", await Rows(session, "select count(*) from a"));
    }

    [Fact]
    public async Task What_a_transaction_made_is_listed_with_the_rights_that_hold_for_it()
    {
        await using var guarded = await QueryServer.StartAsync(policies: true);
        guarded.Write("access.yml", "grants: [{to: everyone, can: write, on: [\"*\"]}, {to: everyone, can: none, on: [\"main.*.secret\", \"main.kept.id\"]}]");
        await using var session = guarded.Services.GetRequiredService<IQueries>().OpenSession(QueryServer.Scope);
        session.Begin(false, null);
        await Rows(session, "create table made (id int, secret varchar)");
        await Rows(session, "create table kept (id int)");
        await Rows(session, "create view seen as select id from made");
        Assert.Equal("made,id;seen,id", await Rows(session, "select table_name, column_name from information_schema.columns where table_schema = 'main' order by 1"));
        Assert.Equal("made;seen", await Rows(session, "show tables"));
        Assert.Equal("id", await Rows(session, "select column_name from (describe made)"));
        Assert.Equal("query.table_not_found", await Fails(session, "describe kept"));
        await session.RollbackAsync();
        Assert.Equal("", await Rows(session, "show tables"));
    }

    [Fact]
    public async Task Names_are_looked_up_with_the_rights_of_who_asks_in_the_transaction_and_out_of_it()
    {
        await using var guarded = await QueryServer.StartAsync(policies: true);
        guarded.Write("access.yml", "grants: [{to: everyone, can: write, on: [\"*\"]}, {to: everyone, can: none, on: [\"main.*.secret\", \"main.kept.id\"]}]");
        await using var session = guarded.Services.GetRequiredService<IQueries>().OpenSession(QueryServer.Scope);
        await Rows(session, "create table \"Made\" (id int, secret varchar)");
        await Rows(session, "create table kept (id int)");
        session.Begin(false, null);
        await Rows(session, "create view other.seen as select id from made");
        Assert.Equal("main.Made: id INTEGER", await Found("main", "made"));
        Assert.Equal("view other.seen: id INTEGER", await Found("other", "seen"));
        Assert.Equal("", await Found("main", "kept"));
        Assert.Equal("", await Found("main", "Made$files"));
        Assert.Equal("main.Made: id INTEGER;view other.seen: id INTEGER", string.Join(';', (await session.ListAsync(Eve, ["MAIN", "other", "none"], default)).Select(Told)));
        await session.RollbackAsync();
        Assert.Equal("main.Made: id INTEGER", await Found("main", "made"));
        Assert.Equal("", await Found("other", "seen"));
        Assert.Empty(await session.ListAsync(Eve, ["other"], default));
        var stranger = Eve with { Organisation = "elsewhere" };
        Assert.Equal("query.denied", (await Assert.ThrowsAsync<FaultException>(() => session.FindAsync(stranger, new TableName("main", "made"), default))).Fault.Code);

        async Task<string> Found(string schema, string name) => await session.FindAsync(Eve, new TableName(schema, name), default) is { } found ? Told(found) : "";

        static string Told(VisibleRelation found) =>
            $"{(found.IsView ? "view " : "")}{found.Name}: {string.Join(", ", found.Columns.Select(column => $"{column.Name} {column.Type}"))}";
    }

    private IQuerySession Open() => server.Services.GetRequiredService<IQueries>().OpenSession(QueryServer.Scope);

    private static async Task<string> Told(IQuerySession session, string sql)
    {
        var told = await session.DescribeAsync(new QueryOrder { Sql = sql, Principal = Eve, Scope = QueryServer.Scope, Surface = "test" }, default);
        return string.Join(", ", told.Schema.FieldsList.Select(field => $"{field.Name} {field.DataType.Name}"));
    }

    private static async Task<string> Rows(IQuerySession session, string sql)
    {
        await using var rows = await session.RunAsync(new QueryOrder { Sql = sql, Principal = Eve, Scope = QueryServer.Scope, Surface = "test" }, default);
        var found = new List<string>();
        while (await rows.NextAsync(default) is { } batch)
        {
            using (batch)
            {
                for (var i = 0; i < batch.Length; i++)
                {
                    found.Add(string.Join(',', batch.Arrays.Select(array => array switch
                    {
                        StringArray texts => texts.GetString(i),
                        Int64Array longs => longs.GetValue(i)?.ToString(CultureInfo.InvariantCulture),
                        Int32Array ints => ints.GetValue(i)?.ToString(CultureInfo.InvariantCulture),
                        _ => "?",
                    })));
                }
            }
        }

        return string.Join(';', found);
    }

    private static async Task<string> Fails(IQuerySession session, string sql) =>
        (await Assert.ThrowsAsync<FaultException>(() => Rows(session, sql))).Fault.Code;

    /// <summary>All files of table a.</summary>
    private async Task<IReadOnlyList<string>> Files()
    {
        var table = (await server.Services.GetRequiredService<ILake>().FindAsync(QueryServer.Scope, new TableName("main", "a"), TableAt.Current, default))!;
        return [.. Directory.GetFiles(table.Folder!, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".crc", StringComparison.Ordinal)).Order()];
    }
}
