using Npgsql;

namespace Talentys.Gateway.Tests.Clients;

/// <summary>What real clients do, each in its own language: the scripts are in the folders beside.</summary>
public class ClientTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    private const string Quick = "quick";
    private const string Long = "long";

    [Fact]
    public Task Psycopg2_does_what_it_does_with_postgresql() => Python("psycopg2_client.py", Quick);

    [Fact]
    public Task Asyncpg_does_what_it_does_with_postgresql() => Python("asyncpg_client.py", Quick);

    [Fact]
    public Task Sqlalchemy_reflects_and_reads() => Python("sqlalchemy_client.py", Quick);

    [Fact]
    public Task Node_pg_does_what_it_does_with_postgresql() => Node(Quick);

    [Fact]
    public Task Pgjdbc_does_what_it_does_with_postgresql() => Java(Quick);

    [Fact]
    [Trait("Lane", "full")]
    public async Task All_of_them_stream_a_million_rows()
    {
        await Python("psycopg2_client.py", Long);
        await Python("asyncpg_client.py", Long);
        await Node(Long);
        await Java(Long);
        await using var connection = await server.ConnectAsync();
        await using var command = new NpgsqlCommand("select i::int as a, i * 1.5 as b, 'row ' || i as t from range(1000000) r(i)", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        long count = 0, total = 0;
        for (; await reader.ReadAsync(TestContext.Current.CancellationToken); count++)
        {
            total += reader.GetInt32(0);
        }

        Assert.Equal((1_000_000L, 499_999_500_000L), (count, total));
    }

    [Fact]
    public async Task Npgsql_pools_and_resets_many_connections()
    {
        await using var source = NpgsqlDataSource.Create(
            server.ConnectionString.Replace("Pooling=false", "Pooling=true;Maximum Pool Size=20;No Reset On Close=false", StringComparison.Ordinal));
        var counts = await Task.WhenAll(Enumerable.Range(0, 60).Select(async number =>
        {
            await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var set = new NpgsqlCommand("set application_name = 'set by one'", connection);
            Assert.Equal("", await new NpgsqlCommand("show application_name", connection).ExecuteScalarAsync(TestContext.Current.CancellationToken));
            await set.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand("select $1 + count(*) from orders", connection) { Parameters = { new() { Value = (long)number } } };
            return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }));
        Assert.Equal(Enumerable.Range(0, 60).Select(number => 10_000L + number), counts);
    }

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Clients", name);

    private Task Python(string script, string lane) => ClientProgram.CheckAsync(server, "python3", [Path.Combine(Folder("python"), script), lane]);

    /// <summary>With the packages that the build has put beside the project.</summary>
    private Task Node(string lane) =>
        ClientProgram.CheckAsync(server, "node", [Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "obj", "npm", "client.mjs"), lane]);

    private Task Java(string lane) => ClientProgram.CheckAsync(
        server, "java", ["-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", "/usr/share/java/postgresql.jar", Path.Combine(Folder("java"), "PgJdbcClient.java"), lane]);
}
