using System.Diagnostics;

namespace Talentys.Gateway.Tests;

/// <summary>Functions that do something in a session, or to another one.</summary>
public sealed class SessionFunctionTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    private const string Endless = "select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)";

    [Theory]
    [InlineData("select pg_sleep(0.05)", "pg_sleep", "")]
    [InlineData("select 5 as x from pg_sleep(0.05)", "x", "5")]
    [InlineData("select pg_catalog.pg_sleep_for('50 milliseconds'), 1", "pg_sleep_for", "")]
    [InlineData("select x.y is null as n from (select pg_sleep(null) as y) x", "n", "t")]
    public async Task A_session_waits_when_it_is_told_to(string sql, string name, string value)
    {
        await using var client = await server.OpenAsync();
        var began = Stopwatch.GetTimestamp();
        var answer = await client.AskAsync(sql);
        Assert.True(answer[0].Type == 'T', answer[0].Text);
        Assert.Contains($"{name}\0", answer[0].Text, StringComparison.Ordinal);
        Assert.Equal(value, WireClient.Values(answer[1])[0]);
        Assert.True(sql.Contains("null", StringComparison.Ordinal) || Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Waiting_ends_with_a_cancel_and_with_the_time_of_a_statement()
    {
        await using var client = await server.OpenAsync();
        await client.QueryAsync("select pg_sleep(3600)");
        await using var other = await server.OpenAsync();
        await UntilAsync(other, client.Key.Process, "cancel");
        Assert.Equal("57014", (await client.UntilAsync('Z'))[0].Field('C'));
        await client.AskAsync("set statement_timeout = '50ms'");
        Assert.Equal("57014", (await client.AskAsync("select pg_sleep(3600)"))[0].Field('C'));
        Assert.Equal("22023", (await client.AskAsync("select pg_sleep('soon')"))[0].Field('C'));
        Assert.Equal([["1"]], await client.RowsAsync("select 1"));
    }

    [Fact]
    public async Task Waiting_takes_its_time_from_a_parameter()
    {
        await using var client = await server.OpenAsync();
        await client.SendAsync('P', "s\0select pg_sleep($1)\0", (short)0);
        await client.SendAsync('D', "Ss\0");
        await client.SendAsync('B', "\0s\0", (short)0, (short)1, 4, "0.01", (short)0);
        await client.SendAsync('E', "\0", 0);
        await client.SendAsync('S');
        var answer = await client.UntilAsync('Z');
        Assert.Equal((701, ""), (answer[1].Int32(2), WireClient.Values(answer[4])[0]));
    }

    [Fact]
    public async Task Another_session_of_the_same_user_is_cancelled_and_ended()
    {
        await using var client = await server.OpenAsync();
        await using var other = await server.OpenAsync();
        await client.QueryAsync(Endless);
        await UntilAsync(other, client.Key.Process, "cancel");
        Assert.Equal("57014", (await client.UntilAsync('Z'))[0].Field('C'));
        Assert.Equal([["1"]], await client.RowsAsync("select 1"));

        Assert.Equal([["t"]], await other.RowsAsync($"select pg_terminate_backend({client.Key.Process})"));
        var last = await client.ReadAsync();
        Assert.Equal(("FATAL", "57P01"), (last.Field('V'), last.Field('C')));
        Assert.Null(await client.ReadOrEndAsync());

        var unknown = await other.AskAsync("select pg_cancel_backend(2000000000)");
        Assert.Equal(("WARNING", "f"), (unknown[0].Field('V'), WireClient.Values(unknown[2])[0]));
        Assert.Equal("57P01", (await other.AskAsync("select pg_terminate_backend(pg_backend_pid())"))[0].Field('C'));
        Assert.Equal("57P01", (await other.ReadAsync()).Field('C'));
    }

    [Fact]
    public async Task Sessions_of_others_are_an_administrators()
    {
        await using var admin = await server.OpenAsync();
        await using var reader = await WireClient.SignInAsync(server.Address, "whoever", server.Key, [("database", "dev")]);
        foreach (var function in (string[])["pg_cancel_backend", "pg_terminate_backend"])
        {
            Assert.Equal("42501", (await reader.AskAsync($"select {function}({admin.Key.Process})"))[0].Field('C'));
        }

        Assert.Equal([["1"]], await admin.RowsAsync("select 1"));
        await reader.QueryAsync("select pg_sleep(3600)");
        await UntilAsync(admin, reader.Key.Process, "terminate");
        Assert.Equal("57014", (await reader.UntilAsync('Z'))[0].Field('C'));
        Assert.Equal("57P01", (await reader.ReadAsync()).Field('C'));
    }

    [Theory]
    [InlineData("select generate_series(1, 3)", "1", "2", "3")]
    [InlineData("select generate_series(1, 3) * 2 as x order by x desc limit 2", "6", "4")]
    [InlineData("select count(*) from (select generate_series(1, 3), 'a') s", "3")]
    [InlineData("select len(generate_series(1, 3))", "3")]
    [InlineData("select * from lower('ABC')", "abc")]
    [InlineData("select * from lower('ABC') as result", "abc")]
    [InlineData("select extract(year from date_trunc('year', date '2024-05-01'))", "2024")]
    [InlineData("select 1 is distinct from abs(-1)", "f")]
    [InlineData("select clock_timestamp() > timestamptz '2020-01-01'", "t")]
    public async Task Functions_stand_where_postgresql_takes_them(string sql, params string[] expected)
    {
        await using var client = await server.OpenAsync();
        Assert.Equal(expected, (await client.RowsAsync(sql)).Select(row => row[0]));
    }

    // a cancel that comes before the statement has begun cancels nothing
    private static async Task UntilAsync(WireClient client, int process, string what)
    {
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal([["t"]], await client.RowsAsync($"select pg_{what}_backend({process})"));
    }
}
