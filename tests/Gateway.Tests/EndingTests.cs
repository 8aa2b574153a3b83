using Npgsql;
using Talentys.Gateway.Tests.Clients;

namespace Talentys.Gateway.Tests;

public class EndingTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    private const string Endless = "select count(*) from range(1000000) a, range(1000000) b where a.range + b.range = 7";

    [Fact]
    public async Task A_cancel_request_ends_the_statement_and_not_the_session()
    {
        await using var client = await server.OpenAsync();
        await client.QueryAsync(Endless);
        WireClient.Message? answer = null;
        var reading = client.ReadAsync();
        while (!reading.IsCompleted)
        {
            await using var other = await WireClient.ConnectAsync(server.Address);
            await other.SendRawAsync([.. WireClient.Number(16), .. WireClient.Number(80877102), .. WireClient.Number(client.Key.Process), .. WireClient.Number(client.Key.Secret)]);
            Assert.Equal(-1, await other.ReadByteAsync());
            await Task.WhenAny(reading, Task.Delay(50, TestContext.Current.CancellationToken)); // it may have come before the statement
        }

        answer = await reading;
        while (answer.Type != 'E')
        {
            answer = await client.ReadAsync();
        }

        Assert.Equal("57014", answer.Field('C'));
        Assert.Equal('Z', (await client.ReadAsync()).Type);
        Assert.Single(await client.RowsAsync("select 1"));
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_statement()
    {
        await using (var client = await server.OpenAsync())
        {
            await client.QueryAsync(Endless.Replace("count(*)", "count(*) as leaver", StringComparison.Ordinal));
            await WaitAsync(async () => (await HistoryAsync("leaver")).Contains("running", StringComparison.Ordinal));
        }

        await WaitAsync(async () => (await HistoryAsync("leaver")).Contains("cancelled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_statement_timeout_is_told_as_cancelled()
    {
        await using var client = await server.OpenAsync();
        await client.AskAsync("set statement_timeout = 200");
        var answer = await client.AskAsync(Endless);
        Assert.Equal("57014", answer.Single(message => message.Type == 'E').Field('C'));
    }

    [Fact]
    public async Task Malformed_messages_end_a_connection_or_a_statement_and_nothing_else()
    {
        byte[][] nonsense =
        [
            [0, 0, 0, 4], [0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4], [.. "GET / HTTP/1.1\r\n\r\n"u8], [0, 0, 0, 9, 0, 3, 0, 0, 1],
        ];
        foreach (var bytes in nonsense)
        {
            await using var client = await WireClient.ConnectAsync(server.Address);
            await client.SendRawAsync([.. bytes, .. new byte[16]]);
            for (var answer = await client.ReadOrEndAsync(); answer is not null; answer = await client.ReadOrEndAsync())
            {
                Assert.True(answer.Type is 'E' or 'R', answer.Text);
                if (answer.Type == 'R')
                {
                    break;
                }
            }
        }

        await using var huge = await server.OpenAsync();
        await huge.SendRawAsync([(byte)'Q', 0x7F, 0xFF, 0xFF, 0xFF, 1]);
        Assert.Equal(("54000", "FATAL"), (await huge.ReadAsync() is var told ? (told.Field('C'), told.Field('V')) : default));
        Assert.Null(await huge.ReadOrEndAsync());
        await using var right = await server.OpenAsync();
        Assert.Single(await right.RowsAsync("select 1"));
    }

    [Fact]
    public async Task Random_messages_never_break_the_server()
    {
        var random = new Random(7);
        for (var round = 0; round < 40; round++)
        {
            await using var client = await server.OpenAsync();
            try
            {
                for (var messages = random.Next(1, 8); messages > 0; messages--)
                {
                    var body = new byte[random.Next(40)];
                    random.NextBytes(body);
                    var length = random.Next(5) > 0 ? body.Length + 4 : random.Next(-2, 30);
                    await client.SendRawAsync([(byte)"QPBDECSHFdcfpXZ1"[random.Next(16)], .. WireClient.Number(length), .. body]);
                }

                await client.SendAsync('X');
                client.Leave();
            }
            catch (Exception cut) when (cut is IOException or System.Net.Sockets.SocketException)
            {
                // it was cut off for what it sent
            }

            while (await client.ReadOrEndAsync() is not null)
            {
                // errors, whatever they are
            }
        }

        await using var right = await server.ConnectAsync();
        await using var command = new NpgsqlCommand("select 42", right);
        Assert.Equal(42, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("broke", string.Join('\n', server.Logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_clients_stream_at_once()
    {
        var token = TestContext.Current.CancellationToken;
        var counts = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            await using var connection = await server.ConnectAsync();
            await using var command = new NpgsqlCommand("select range, 'row ' || range from range(200000)", connection);
            await using var reader = await command.ExecuteReaderAsync(token);
            long sum = 0;
            while (await reader.ReadAsync(token))
            {
                sum += reader.GetInt64(0);
            }

            return sum;
        }));
        Assert.Equal([19_999_900_000, 19_999_900_000], counts);
    }

    [Fact]
    public async Task Psql_connects_and_marks_errors()
    {
        var (_, output, errors) = await ClientProgram.RunAsync(
            "psql",
            ["-X", "-h", "127.0.0.1", "-p", $"{server.Address.Port}", "-U", "any", "-d", "dev", "-At", "-c", "select count(*), max(name) from orders where id < 5", "-c", "select x from orders"],
            ("PGPASSWORD", server.Key));
        Assert.Equal("5|name 4\n", output);
        Assert.Contains("LINE 1: select x from orders\n               ^", errors, StringComparison.Ordinal);
    }

    private async Task<string> HistoryAsync(string program)
    {
        var history = await server.Http.GetStringAsync("/api/v1/queries", TestContext.Current.CancellationToken);
        using var json = System.Text.Json.JsonDocument.Parse(history);
        return string.Join(' ', json.RootElement.GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("sql").GetString()!.Contains(program, StringComparison.Ordinal))
            .Select(item => item.GetProperty("state").GetString()));
    }

    private static async Task WaitAsync(Func<Task<bool>> holds)
    {
        for (var polls = 0; !await holds(); polls++)
        {
            Assert.True(polls < 1200, "it did not come");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
