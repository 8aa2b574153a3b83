namespace Talentys.Gateway.Tests;

public class SimpleQueryTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    [Fact]
    public async Task Several_statements_are_answered_one_after_the_other()
    {
        await using var client = await server.OpenAsync();
        var answer = await client.AskAsync("select 1 as one; ; select 'a;b' as text, null; /* nothing */");
        Assert.Equal("TDCTDCZ", Letters(answer));
        Assert.Equal(["1"], WireClient.Values(answer[1]));
        Assert.Equal(["a;b", null], WireClient.Values(answer[4]));
        Assert.Equal("SELECT 1", answer[2].Text);
        Assert.Equal("IZ", Letters(await client.AskAsync(" -- nothing")));
    }

    [Fact]
    public async Task What_pools_send_between_their_users_is_answered()
    {
        await using var client = await server.OpenAsync();
        var answer = await client.AskAsync("CLOSE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); select pg_advisory_unlock_all() as a, 1 as b");
        Assert.Equal("CCTDCTDCZ", Letters(answer));
        Assert.Equal([""], WireClient.Values(answer[3]));
        Assert.Equal("SELECT 1", answer[4].Text);
        Assert.Equal([null, "1"], WireClient.Values(answer[6]));
    }

    [Fact]
    public async Task A_failure_ends_the_text_and_marks_its_place()
    {
        await using var client = await server.OpenAsync();
        const string Sql = "select 1;\nselect nmae from orders; select 2";
        var answer = await client.AskAsync(Sql);
        Assert.Equal("TDCEZ", Letters(answer));
        var error = answer[3];
        Assert.Equal("42703", error.Field('C'));
        Assert.Equal(Sql.IndexOf("nmae", StringComparison.Ordinal) + 1, int.Parse(error.Field('P')!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("I", answer[4].Text);
    }

    [Theory]
    [InlineData("selct 1", "42601")]
    [InlineData("select * from missing", "42P01")]
    [InlineData("select read_csv('x')", "42883")]
    [InlineData("select 'x'::int", "22P02")]
    [InlineData("copy orders from stdin", "0A000")]
    [InlineData("create type mood as enum ('a')", "0A000")]
    [InlineData("create extension if not exists hstore", "0A000")]
    [InlineData("create domain d as int", "0A000")]
    [InlineData("create database other", "0A000")]
    [InlineData("select '[1,2)'::int4range", "42704")]
    [InlineData("set nonsense = 1", "42704")]
    [InlineData("set client_encoding = latin1", "22023")]
    [InlineData("fetch 1 from nothing", "34000")]
    [InlineData("execute nothing", "26000")]
    [InlineData("declare c cursor for select 1", "25P01")]
    [InlineData("savepoint s", "25P01")]
    [InlineData("copy (select 1) to '/tmp/x'", "42501")]
    public async Task Failures_have_the_states_that_clients_know(string sql, string state)
    {
        await using var client = await server.OpenAsync();
        var error = Assert.Single(await client.AskAsync(sql), message => message.Type == 'E');
        Assert.Equal((state, "ERROR"), (error.Field('C'), error.Field('V')));
    }

    [Fact]
    public async Task A_transaction_that_failed_waits_for_its_end()
    {
        await using var client = await server.OpenAsync();
        Assert.Equal("T", (await client.AskAsync("begin"))[^1].Text);
        Assert.Equal("T", (await client.AskAsync("savepoint a; select 1"))[^1].Text);
        Assert.Equal("E", (await client.AskAsync("select * from missing"))[^1].Text);
        var refused = await client.AskAsync("select 1");
        Assert.Equal(("25P02", "E"), (refused[0].Field('C'), refused[^1].Text));
        Assert.Equal("T", (await client.AskAsync("rollback to a"))[^1].Text);
        Assert.Equal("E", (await client.AskAsync("select 1/"))[^1].Text);
        var ended = await client.AskAsync("commit");
        Assert.Equal(("ROLLBACK", "I"), (ended[0].Text, ended[^1].Text));
        Assert.Equal('N', (await client.AskAsync("commit"))[0].Type);
    }

    [Fact]
    public async Task Settings_are_set_shown_and_told()
    {
        await using var client = await server.OpenAsync(("database", "dev"), ("options", "-c statement_timeout=5s -c TimeZone=Europe/Zurich"));
        Assert.Equal("Europe/Zurich", client.Parameters["TimeZone"]);
        Assert.Equal("5s", (await client.RowsAsync("show statement_timeout"))[0][0]);
        Assert.Equal("2024-07-01 14:00:00+02", (await client.RowsAsync("select timestamptz '2024-07-01 12:00:00+00'"))[0][0]);
        var told = await client.AskAsync("set time zone 'UTC'");
        Assert.Equal("SCZ", Letters(told));
        Assert.Equal("TimeZone\0UTC", told[0].Text);

        Assert.Equal("SCZ", Letters(await client.AskAsync("set session application_name to 'my program'")));
        await client.AskAsync("begin; set local application_name = 'other'; set extra_float_digits = 3");
        Assert.Equal("other", (await client.RowsAsync("show application_name"))[0][0]);
        await client.AskAsync("rollback");
        Assert.Equal("my program", (await client.RowsAsync("select current_setting('application_name')"))[0][0]);
        Assert.Equal("1", (await client.RowsAsync("show extra_float_digits"))[0][0]);
        Assert.True((await client.RowsAsync("show all")).Count > 40);
        Assert.Equal("quiet", (await client.RowsAsync("select set_config('my.own', 'quiet', false)"))[0][0]);
    }

    [Fact]
    public async Task Cursors_give_rows_in_pieces_and_hold_them_over_a_commit()
    {
        await using var client = await server.OpenAsync();
        await client.AskAsync("begin; declare c cursor for select id from orders order by id; declare h cursor with hold for select id from orders order by id");
        Assert.Equal(["0", "1", "2"], (await client.RowsAsync("fetch 3 from c")).Select(row => row[0]));
        Assert.Equal("MOVE 7", (await client.AskAsync("move forward 7 in c"))[0].Text);
        Assert.Equal(["10"], (await client.RowsAsync("fetch next from c")).Select(row => row[0]));
        Assert.Equal(9989, (await client.RowsAsync("fetch all from c")).Count);
        Assert.Empty(await client.RowsAsync("fetch all from c"));
        await client.AskAsync("commit");
        Assert.Equal("34000", (await client.AskAsync("fetch 1 from c"))[0].Field('C'));
        Assert.Equal(10_000, (await client.RowsAsync("fetch all from h")).Count);
        Assert.Equal("CLOSE CURSOR", (await client.AskAsync("close h"))[0].Text);
    }

    [Fact]
    public async Task Statements_are_prepared_and_executed_by_name()
    {
        await using var client = await server.OpenAsync();
        await client.AskAsync("prepare p (bigint, text) as select id, name, $2 as given from orders where id = $1");
        Assert.Equal([["7", "name 7", "x'y"]], await client.RowsAsync("execute p(7, 'x''y')"));
        Assert.Equal("42601", (await client.AskAsync("execute p(1)"))[0].Field('C'));
        await client.AskAsync("deallocate p");
        Assert.Equal("26000", (await client.AskAsync("execute p(1, 'a')"))[0].Field('C'));
    }

    [Fact]
    public async Task Copy_writes_text_csv_and_binary()
    {
        await using var client = await server.OpenAsync();
        const string Rows = "(select * from (values (1, 'a,b'), (2, 'tab\there'), (3, null), (4, '')) t(n, s) order by n)";
        Assert.Equal("1\ta,b\n2\ttab\\there\n3\t\\N\n4\t\n", await CopyAsync(client, $"copy {Rows} to stdout"));
        Assert.Equal("n,s\n1,\"a,b\"\n2,tab\there\n3,\n4,\"\"\n", await CopyAsync(client, $"copy {Rows} to stdout with (format csv, header)"));
        Assert.Equal("1;a,b\n2;tab\there\n3;none\n4;\n", await CopyAsync(client, $"copy {Rows} to stdout csv delimiter ';' null 'none'"));
        Assert.Equal("0\n1\n", await CopyAsync(client, "copy (select id from orders order by id limit 2) to stdout"));
        Assert.StartsWith("PGCOPY\n", await CopyAsync(client, "copy orders (id, name) to stdout (format binary)"), StringComparison.Ordinal);
    }

    private static async Task<string> CopyAsync(WireClient client, string sql)
    {
        var answer = await client.AskAsync(sql);
        Assert.True(answer[0].Type == 'H', answer[0].Text);
        Assert.Equal("COPY", answer[^2].Text[..4]);
        return string.Concat(answer.Where(message => message.Type == 'd').Select(message => System.Text.Encoding.Latin1.GetString(message.Body)));
    }

    private static string Letters(IEnumerable<WireClient.Message> messages) => string.Concat(messages.Select(message => message.Type));
}
