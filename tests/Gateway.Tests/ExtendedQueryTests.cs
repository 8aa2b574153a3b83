using Npgsql;
using NpgsqlTypes;

namespace Talentys.Gateway.Tests;

public class ExtendedQueryTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    [Fact]
    public async Task Npgsql_reads_with_parameters_of_every_type()
    {
        await using var connection = await server.ConnectAsync();
        await RoundTripAsync(connection, true);
        await RoundTripAsync(connection, (short)-7);
        await RoundTripAsync(connection, 2_000_000_000);
        await RoundTripAsync(connection, long.MinValue);
        await RoundTripAsync(connection, 1.5f);
        await RoundTripAsync(connection, double.Epsilon);
        await RoundTripAsync(connection, 12345678901234.5678m);
        await RoundTripAsync(connection, -0.000012345m);
        await RoundTripAsync(connection, "Grüße, 'quoted' \\ and 日本");
        await RoundTripAsync(connection, new byte[] { 0, 1, 254, 255, (byte)'\\' });
        await RoundTripAsync(connection, new DateOnly(1999, 12, 31));
        await RoundTripAsync(connection, new TimeOnly(23, 59, 58, 123, 456));
        await RoundTripAsync(connection, new DateTime(2024, 2, 29, 1, 2, 3, 456, DateTimeKind.Unspecified));
        await RoundTripAsync(connection, new DateTime(1950, 2, 28, 1, 2, 3, 456, DateTimeKind.Utc));
        await RoundTripAsync(connection, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
        await RoundTripAsync(connection, new[] { 1, 2, -3 });
        await RoundTripAsync(connection, new[] { "a b", "c,d", "\"e\"", "", "NULL" });
        await RoundTripAsync(connection, new NpgsqlInterval(14, -3, 5_000_001));
        await using var none = new NpgsqlCommand("select $1::int as a, $2 as b", connection);
        none.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        none.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value });
        await using var reader = await none.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(reader.IsDBNull(0) && reader.IsDBNull(1));
    }

    [Fact]
    public async Task Prepared_statements_batches_and_any_of_an_array_work()
    {
        var token = TestContext.Current.CancellationToken;
        await using var connection = await server.ConnectAsync();
        await using var command = new NpgsqlCommand("select name from orders where id = $1 and even = $2", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 0 });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = true });
        await command.PrepareAsync(token);
        for (var id = 0; id < 10; id += 2)
        {
            command.Parameters[0].Value = (long)id;
            Assert.Equal($"name {id}", await command.ExecuteScalarAsync(token));
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand("select 1"), new NpgsqlBatchCommand("select count(*) from orders where id = any($1)") { Parameters = { new() { Value = new[] { 1L, 5L, 99_999L } } } } },
        };
        await using var reader = await batch.ExecuteReaderAsync(token);
        Assert.True(await reader.ReadAsync(token) && await reader.NextResultAsync(token) && await reader.ReadAsync(token));
        Assert.Equal(2, reader.GetInt64(0));
    }

    [Fact]
    public async Task Types_that_are_left_open_are_asked_of_the_engine()
    {
        await using var client = await server.OpenAsync();
        await client.SendAsync('P', "s\0select id + 0 as x, $1 || $2 as y from orders where day > $3 limit $4\0", (short)0);
        await client.SendAsync('D', "Ss\0");
        await client.SendAsync('S');
        var answer = await client.UntilAsync('Z');
        Assert.Equal("1tTZ", Letters(answer));
        Assert.Equal([25, 25, 1082, 20], Enumerable.Range(0, 4).Select(index => answer[1].Int32(2 + index * 4)));

        // text values for all: as drivers send that know nothing
        byte[] values = [.. Value("why"), .. Value("5"), .. Value("2024-01-03"), .. Value("2")];
        await client.SendAsync('B', "\0s\0", (short)0, (short)4, values, (short)0);
        await client.SendAsync('E', "\0", 0);
        await client.SendAsync('S');
        answer = await client.UntilAsync('Z');
        Assert.Equal("2DDCZ", Letters(answer));
        Assert.Equal("why5", WireClient.Values(answer[1])[1]);
    }

    [Theory]
    [InlineData("select $1::int + count(*) from orders", 23)]
    [InlineData("select cast($1 as timestamp with time zone), $2::double precision", 1184, 701)]
    [InlineData("select $1::pg_catalog.int8[], $2::varchar(10), $3 :: numeric ( 12 , 2 )", 1016, 1043, 1700)]
    [InlineData("select count(*) from orders where id = any($1) and name <> all ($2) and day = any($3) and id in ($4, $5)", 1016, 1009, 1182, 20, 20)]
    [InlineData("select $1, coalesce($2, 1), case when $3 then 'a' else $4 end limit $5", 25, 1700, 25, 25, 20)]
    public async Task Parameters_have_the_types_that_the_statement_gives_them(string sql, params int[] expected)
    {
        await using var client = await server.OpenAsync();
        await HasParametersAsync(client, sql, expected);
    }

    [Theory]
    [InlineData("insert into typed values ($1, $2, $3, $4), ($5, default, $6, $7)", 23, 25, 1700, 1007, 23, 1700, 1007)]
    [InlineData("insert into typed (name, id) values ($1, $2) on conflict (id) do update set name = excluded.name || $3", 25, 23, 25)]
    [InlineData("insert into typed (id) values ($1) returning id, name", 23)]
    [InlineData("update typed set price = $1, name = upper($2) where id = $3 returning name", 1700, 25, 23)]
    [InlineData("delete from typed where id in ($1, $2) and price > $3", 23, 23, 1700)]
    [InlineData("merge into typed t using (values (1)) s(k) on t.id = s.k when matched then update set name = $1 when not matched then insert (id, price) values (k, $2)", 25, 1700)]
    public async Task Parameters_of_statements_that_write_have_the_types_of_their_columns(string sql, params int[] expected)
    {
        await using var client = await server.OpenAsync();
        await client.RowsAsync("create table if not exists typed (id int, name text, price numeric(12,2), tags int[])");
        var columns = await HasParametersAsync(client, sql, expected);
        Assert.Equal(sql.Contains("returning", StringComparison.Ordinal) ? 'T' : 'n', columns.Type);
        Assert.Empty(await client.RowsAsync("select * from typed"));
    }

    /// <summary>Prepares and describes a statement; gives what is told of its columns.</summary>
    private static async Task<WireClient.Message> HasParametersAsync(WireClient client, string sql, int[] expected)
    {
        await client.SendAsync('P', $"s\0{sql}\0", (short)0);
        await client.SendAsync('D', "Ss\0");
        await client.SendAsync('S');
        var answer = await client.UntilAsync('Z');
        Assert.True(answer[1].Type == 't', answer[1].Text);
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(index => answer[1].Int32(2 + index * 4)));
        return answer[2];
    }

    [Theory]
    [InlineData("select id * $1 as x from orders where id = 4", "1.5", "6.0")]
    [InlineData("select date '2024-01-01' + $1 as x", "31", "2024-02-01")]
    [InlineData("select count(*), coalesce($1, 'b') from orders", "a", "10000")]
    public async Task An_operand_that_is_left_open_is_a_number(string sql, string value, string expected)
    {
        await using var client = await server.OpenAsync();
        await client.SendAsync('P', $"\0{sql}\0", (short)0);
        await client.SendAsync('B', "\0\0", (short)0, (short)1, Value(value), (short)0);
        await client.SendAsync('D', "P\0");
        await client.SendAsync('E', "\0", 0);
        await client.SendAsync('S');
        var answer = await client.UntilAsync('Z');
        Assert.True(answer[2].Type == 'T', answer[2].Text);
        Assert.Contains(sql.Contains("count", StringComparison.Ordinal) ? "count\0" : "x\0", answer[2].Text, StringComparison.Ordinal);
        Assert.Equal(expected, WireClient.Values(answer[3])[0]);
    }

    [Fact]
    public async Task Portals_give_rows_in_pieces_until_they_are_done()
    {
        await using var client = await server.OpenAsync();
        await client.AskAsync("begin");
        await client.SendAsync('P', "\0select id from orders order by id limit 250\0", (short)0);
        await client.SendAsync('B', "p\0\0", (short)0, (short)0, (short)0);
        await client.SendAsync('D', "Pp\0");
        await client.SendAsync('E', "p\0", 100);
        await client.SendAsync('E', "p\0", 100);
        await client.SendAsync('S');
        var first = await client.UntilAsync('Z');
        Assert.Equal((200, 2), (first.Count(message => message.Type == 'D'), first.Count(message => message.Type == 's')));

        // another statement between: what is left is kept
        Assert.Equal("10000", (await client.RowsAsync("select count(*) from orders"))[0][0]);
        await client.SendAsync('E', "p\0", 0);
        await client.SendAsync('S');
        var rest = await client.UntilAsync('Z');
        Assert.Equal("200", WireClient.Values(rest[0])[0]);
        Assert.Equal("SELECT 50", rest[^2].Text);
        await client.SendAsync('C', "Pp\0");
        await client.SendAsync('E', "p\0", 0);
        await client.SendAsync('S');
        Assert.Equal("3EZ", Letters(await client.UntilAsync('Z')));
    }

    [Fact]
    public async Task After_a_failure_everything_is_passed_over_up_to_sync()
    {
        await using var client = await server.OpenAsync();
        await client.SendAsync('P', "\0select * from missing where x = $1\0", (short)0);
        await client.SendAsync('D', "S\0");
        await client.SendAsync('B', "\0\0", (short)0, (short)0, (short)0);
        await client.SendAsync('E', "\0", 0);
        await client.SendAsync('S');
        var answer = await client.UntilAsync('Z');
        Assert.Equal("1EZ", Letters(answer));
        Assert.Equal(("42P01", "15"), (answer[1].Field('C'), answer[1].Field('P')));

        foreach (var (type, body, state) in new[] { ('E', "none\0\0\0\0\0", "34000"), ('B', "\0none\0\0\0\0\0\0\0", "26000"), ('D', "Xy\0", "08P01"), ('P', "\0select 1; select 2\0\0\0", "42601") })
        {
            await client.SendAsync(type, body);
            await client.SendAsync('S');
            var failed = await client.UntilAsync('Z');
            Assert.Equal((state, "I"), (failed[0].Field('C'), failed[^1].Text));
        }

        await client.SendAsync('P', "\0 \0", (short)0);
        await client.SendAsync('B', "\0\0", (short)0, (short)0, (short)0);
        await client.SendAsync('D', "P\0");
        await client.SendAsync('E', "\0", 0);
        await client.SendAsync('S');
        Assert.Equal("12nIZ", Letters(await client.UntilAsync('Z')));
    }

    [Fact]
    public async Task A_binary_value_that_is_none_is_refused()
    {
        await using var client = await server.OpenAsync();
        await client.SendAsync('P', "\0select $1\0", (short)1, 23);
        await client.SendAsync('B', "\0\0", (short)1, (short)1, (short)1, 3, "abc", (short)0);
        await client.SendAsync('S');
        Assert.Equal("22P03", (await client.UntilAsync('Z'))[1].Field('C'));
    }

    private static async Task RoundTripAsync<T>(NpgsqlConnection connection, T value)
    {
        await using var command = new NpgsqlCommand("select $1 as given, [$1] is not null as there", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(value, reader.GetFieldValue<T>(0));
    }

    private static byte[] Value(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return [.. WireClient.Number(bytes.Length), .. bytes];
    }

    private static string Letters(IEnumerable<WireClient.Message> messages) => string.Concat(messages.Select(message => message.Type));
}
