using Npgsql;

namespace Talentys.Gateway.Tests;

/// <summary>Transactions that write, over the wire.</summary>
public sealed class TransactionTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    [Fact]
    public async Task A_block_is_committed_in_one_step_or_never()
    {
        await using var client = await server.OpenAsync();
        await using var other = await server.OpenAsync();
        await client.RowsAsync("create table t1 (id int, v text)");
        await client.RowsAsync("create table t2 (id int)");
        Assert.Equal("T", (await client.AskAsync("begin"))[^1].Text);
        Assert.Equal("INSERT 0 2", Tag(await client.AskAsync("insert into t1 values (1, 'a'), (2, 'b')")));
        Assert.Equal("UPDATE 1", Tag(await client.AskAsync("update t1 set v = 'c' where id = 2")));
        Assert.Equal("INSERT 0 1", Tag(await client.AskAsync("insert into t2 select max(id) from t1")));
        Assert.Equal([["1", "a"], ["2", "c"]], await client.RowsAsync("select * from t1 order by id"));
        Assert.Equal("DELETE 1", Tag(await client.AskAsync("delete from t1 where id = 1")));
        Assert.Empty(await other.RowsAsync("select * from t1"));
        Assert.Equal("COMMIT", Tag(await client.AskAsync("commit")));
        Assert.Equal([["2", "c"]], await other.RowsAsync("select * from t1"));
        Assert.Equal([["2"]], await other.RowsAsync("select * from t2"));

        await client.AskAsync("start transaction isolation level serializable, read write");
        await client.RowsAsync("truncate t1");
        Assert.Equal("CREATE TABLE", Tag(await client.AskAsync("create table t3 (x int)")));
        Assert.Equal("SELECT 1", Tag(await client.AskAsync("create table t4 as select 1 as one")));
        Assert.Equal("ROLLBACK", Tag(await client.AskAsync("abort")));
        Assert.Equal([["2", "c"]], await client.RowsAsync("select * from t1"));
        Assert.Equal("42P01", Error(await client.AskAsync("select * from t3")));

        // a failed statement aborts it, and COMMIT tells so
        await client.AskAsync("begin");
        await client.RowsAsync("delete from t1");
        Assert.Equal("42P01", Error(await client.AskAsync("insert into nowhere values (1)")));
        var refused = await client.AskAsync("select 1");
        Assert.Equal(("25P02", "E"), (Error(refused), refused[^1].Text));
        Assert.Equal("ROLLBACK", Tag(await client.AskAsync("commit")));
        Assert.Equal([["2", "c"]], await client.RowsAsync("select * from t1"));

        // a client that goes without a word
        await other.AskAsync("begin");
        await other.RowsAsync("delete from t1");
        await other.DisposeAsync();
        Assert.Equal([["2", "c"]], await client.RowsAsync("select * from t1"));

        // reads are of one set of versions at every level; which one was asked for is told
        Assert.Equal([["read committed"]], await client.RowsAsync("show transaction isolation level"));
        await client.AskAsync("begin isolation level serializable, read only, deferrable");
        Assert.Equal([["serializable"]], await client.RowsAsync("show transaction_isolation"));
        Assert.Equal([["on"]], await client.RowsAsync("show transaction_deferrable"));
        await client.AskAsync("commit");
        await client.AskAsync("set session characteristics as transaction isolation level repeatable read");
        Assert.Equal([["repeatable read"]], await client.RowsAsync("show transaction_isolation"));
        await client.AskAsync("begin; set transaction isolation level read uncommitted");
        Assert.Equal([["read uncommitted"]], await client.RowsAsync("show transaction_isolation"));
        await client.AskAsync("rollback; reset all");
        Assert.Equal([["read committed"]], await client.RowsAsync("show transaction_isolation"));
        Assert.Equal("42601", Error(await client.AskAsync("begin isolation level none")));
        Assert.Equal("22023", Error(await client.AskAsync("set default_transaction_isolation = 'none'")));

        await client.AskAsync("begin read only");
        Assert.Equal([["on"]], await client.RowsAsync("show transaction_read_only"));
        Assert.Equal("25006", Error(await client.AskAsync("delete from t1")));
        await client.AskAsync("rollback");
        await client.AskAsync("set default_transaction_read_only = on");
        Assert.Equal("25006", Error(await client.AskAsync("delete from t1")));
    }

    [Fact]
    public async Task Who_loses_is_told_40001()
    {
        await using var one = await server.ConnectAsync();
        await using var two = await server.ConnectAsync();
        await Do(one, "create table lost (id int, v int)");
        await Do(one, "insert into lost values (1, 0)");
        await using var first = await one.BeginTransactionAsync();
        await using var second = await two.BeginTransactionAsync();
        await Do(one, "update lost set v = v + 1");
        await Do(two, "update lost set v = v + 1");
        await first.CommitAsync();
        Assert.Equal("40001", (await Assert.ThrowsAsync<PostgresException>(() => second.CommitAsync())).SqlState);
        await using var read = new NpgsqlCommand("select v from lost", two);
        Assert.Equal(1, await read.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Savepoints_are_kept_and_gone_back_to()
    {
        await using var client = await server.OpenAsync();
        await client.RowsAsync("create table saved (id int)");
        await client.AskAsync("begin");
        await client.RowsAsync("insert into saved values (1)");
        Assert.Equal("SAVEPOINT", Tag(await client.AskAsync("savepoint s")));
        await client.RowsAsync("insert into saved values (2)");
        Assert.Equal("22P02", Error(await client.AskAsync("insert into saved values ('no number')")));
        Assert.Equal("T", (await client.AskAsync("rollback to s"))[^1].Text);
        Assert.Equal([["1"]], await client.RowsAsync("select * from saved"));
        await client.RowsAsync("insert into saved values (3)");
        await client.AskAsync("release savepoint s");
        Assert.Equal("3B001", Error(await client.AskAsync("rollback to savepoint s")));
        await client.AskAsync("rollback");
        Assert.Empty(await client.RowsAsync("select * from saved"));
    }

    [Fact]
    public async Task What_is_sent_together_is_one_transaction()
    {
        await using var client = await server.OpenAsync();
        await client.RowsAsync("create table together (id int)");
        var failed = await client.AskAsync("insert into together values (1); insert into together values (2); select 1 / 'x'");
        Assert.Equal("I", failed[^1].Text);
        Assert.Equal(2, failed.Count(message => message.Type == 'C'));
        Assert.Empty(await client.RowsAsync("select * from together"));
        Assert.Equal([["1"]], await client.RowsAsync("insert into together values (1); select count(*) from together"));

        // BEGIN makes it a block, and what came before belongs to it
        Assert.Equal("T", (await client.AskAsync("insert into together values (2); begin; insert into together values (3)"))[^1].Text);
        await client.AskAsync("rollback");
        Assert.Equal([["1"]], await client.RowsAsync("select * from together"));

        // up to Sync
        await Statement(client, "insert into together values (4)");
        await Statement(client, "insert into together values (5)");
        await Statement(client, "select * from nowhere");
        await client.SendAsync('S');
        Assert.Contains(await client.UntilAsync('Z'), message => message.Type == 'E');
        Assert.Equal([["1"]], await client.RowsAsync("select * from together"));
        await Statement(client, "insert into together values (6)");
        await Statement(client, "insert into together values (7)");
        await client.SendAsync('S');
        Assert.DoesNotContain(await client.UntilAsync('Z'), message => message.Type == 'E');
        Assert.Equal([["1"], ["6"], ["7"]], await client.RowsAsync("select * from together order by id"));
    }

    [Fact]
    public async Task Returned_rows_come_with_the_tag_of_what_was_done()
    {
        await using var client = await server.OpenAsync();
        await client.RowsAsync("create table given (id int, v text)");
        var answer = await client.AskAsync("insert into given values (1, 'a'), (2, 'b') returning id * 10 as ten");
        Assert.Equal(("INSERT 0 2", "10,20"), (Tag(answer), string.Join(',', answer.Where(message => message.Type == 'D').Select(row => WireClient.Values(row)[0]).Order())));
        Assert.Equal("DELETE 1", Tag(await client.AskAsync("delete from given where id = 2 returning *")));
        await using var connection = await server.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("update given set v = $1 where id = $2 returning v, id", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = "changed" });
        command.Parameters.Add(new NpgsqlParameter { Value = 1 });
        await using (var reader = await command.ExecuteReaderAsync())
        {
            Assert.True(await reader.ReadAsync());
            Assert.Equal(("changed", 1), (reader.GetString(0), reader.GetInt32(1)));
            Assert.False(await reader.ReadAsync());
        }

        await transaction.CommitAsync();
        Assert.Equal([["1", "changed"]], await client.RowsAsync("select * from given"));
    }

    [Fact]
    public async Task The_catalog_within_a_transaction_is_that_of_the_transaction()
    {
        const string Columns = "select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relname = 'planned' and a.attnum > 0 order by a.attnum";
        const string Relations = "select table_schema, table_name, table_type from information_schema.tables where table_name like 'planned%' or table_schema = 'drafts' order by 1, 2";
        await using var client = await server.OpenAsync();
        await using var other = await server.OpenAsync();
        await client.RowsAsync("create table planned_before (id int)");
        await client.RowsAsync("insert into planned_before values (1), (2)");
        await client.AskAsync("begin");
        await client.RowsAsync("create table planned (id int not null, name text)");
        await client.RowsAsync("create table drafts.later as select 1 as one");
        await client.RowsAsync("create view planned_view as select id from planned");
        await client.RowsAsync("insert into planned_before values (3)");
        await other.RowsAsync("create table planned_by_other (id int)");
        Assert.Equal([["id", "integer", "true"], ["name", "text", "false"]], await client.RowsAsync(Columns));
        Assert.Equal(
            [["drafts", "later", "BASE TABLE"], ["main", "planned", "BASE TABLE"], ["main", "planned_before", "BASE TABLE"], ["main", "planned_view", "VIEW"]],
            await client.RowsAsync(Relations));
        Assert.Equal([["3"]], await client.RowsAsync("select reltuples::bigint from pg_class where relname = 'planned_before'"));
        Assert.Equal([["t"]], await client.RowsAsync("select has_table_privilege('planned', 'insert')"));
        Assert.Contains(["drafts"], await client.RowsAsync("select nspname from pg_namespace"));
        Assert.Equal([["main", "planned_before", "BASE TABLE"], ["main", "planned_by_other", "BASE TABLE"]], await other.RowsAsync(Relations));
        await client.AskAsync("savepoint s");
        await client.RowsAsync("create schema aside");
        await client.RowsAsync("alter table planned add column more date");
        await client.RowsAsync("drop table planned_before");
        Assert.Equal([["id"], ["name"], ["more"]], (await client.RowsAsync(Columns)).Select(row => row[..1]));
        Assert.DoesNotContain(["main", "planned_before", "BASE TABLE"], await client.RowsAsync(Relations));
        await client.AskAsync("rollback to s");
        Assert.Equal([["id"], ["name"]], (await client.RowsAsync(Columns)).Select(row => row[..1]));
        Assert.Contains(["main", "planned_before", "BASE TABLE"], await client.RowsAsync(Relations));
        Assert.Equal("CREATE SCHEMA", Tag(await client.AskAsync("create schema aside")));
        await client.AskAsync("rollback");
        Assert.Equal([["main", "planned_before", "BASE TABLE"], ["main", "planned_by_other", "BASE TABLE"]], await client.RowsAsync(Relations));
        Assert.Empty(await client.RowsAsync(Columns));
        Assert.Empty(await client.RowsAsync("select nspname from pg_namespace where nspname in ('drafts', 'aside')"));
    }

    private static async Task Statement(WireClient client, string sql)
    {
        await client.SendAsync('P', "\0", $"{sql}\0", (short)0);
        await client.SendAsync('B', "\0\0", (short)0, (short)0, (short)0);
        await client.SendAsync('E', "\0", 0);
    }

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Tag(List<WireClient.Message> answer) =>
        answer.FirstOrDefault(message => message.Type == 'C')?.Text ?? answer.First(message => message.Type == 'E').Text;

    private static string? Error(List<WireClient.Message> answer) => answer.FirstOrDefault(message => message.Type == 'E')?.Field('C');
}
