using System.Security.Cryptography;
using Npgsql;
using Talentys.Gateway.Tests.Clients;
using Talentys.TestSupport;

namespace Talentys.Gateway.Tests;

public sealed class EncryptionTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private readonly Certificates certificates = new();
    private readonly string file;
    private readonly string root;
    private readonly GatewayServer server;

    public EncryptionTests()
    {
        (file, root) = (Path.Combine(folder.Path, "server.pem"), Path.Combine(folder.Path, "root.pem"));
        File.WriteAllText(file, certificates.Server());
        File.WriteAllText(root, certificates.Root);
        server = new GatewayServer(
            options =>
            {
                options.Certificate = file;
                options.RequireTls = true;
            }, null);
    }

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        certificates.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Connections_are_encrypted_bound_to_the_certificate_and_verified_by_an_own_authority()
    {
        foreach (var options in new[]
        {
            "sslmode=require", "sslmode=require channel_binding=require", $"sslmode=verify-full sslrootcert={root}",
            $"sslmode=verify-full sslrootcert={root} channel_binding=require", $"sslmode=verify-ca sslrootcert={root} channel_binding=disable",
        })
        {
            var (code, output, errors) = await PsqlAsync(options, "select count(*) from orders");
            Assert.True((code, output) == (0, "10000\n"), $"{options}: {output}{errors}");
        }

        await using var bound = await server.ConnectAsync("SSL Mode=Require;Channel Binding=Require");
        await using var verified = await server.ConnectAsync($"SSL Mode=VerifyFull;Root Certificate={root};Channel Binding=Require");
        await using var command = new NpgsqlCommand("select count(*) from orders", verified);
        Assert.Equal(10_000L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_connection_without_encryption_or_to_another_server_is_refused()
    {
        await using var plain = await WireClient.ConnectAsync(server.Address);
        Assert.Equal("28000", (await plain.SignInAsync("admin", GatewayServer.Password, [])).Field('C'));
        var (code, _, errors) = await PsqlAsync("sslmode=disable", "select 1");
        Assert.NotEqual(0, code);
        Assert.Contains("must be encrypted", errors, StringComparison.Ordinal);

        using var others = new Certificates();
        var foreign = Path.Combine(folder.Path, "foreign.pem");
        await File.WriteAllTextAsync(foreign, others.Root, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await PsqlAsync($"sslmode=verify-full sslrootcert={foreign}", "select 1")).Code);
    }

    [Fact]
    public async Task A_renewed_certificate_is_taken_and_one_that_is_broken_is_not()
    {
        await using var before = await server.ConnectAsync("SSL Mode=Require");
        using var others = new Certificates();
        await File.WriteAllTextAsync(root, others.Root, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, others.Server(hash: HashAlgorithmName.SHA384), TestContext.Current.CancellationToken);
        var options = $"sslmode=verify-full sslrootcert={root} channel_binding=require";
        var renewed = await PsqlAsync(options, "select 1");
        Assert.True(renewed.Code == 0, renewed.Errors);

        await File.WriteAllTextAsync(file, "-----BEGIN CERTIFICATE-----\nhalf", TestContext.Current.CancellationToken);
        var kept = await PsqlAsync(options, "select 1");
        Assert.True(kept.Code == 0, kept.Errors);
        Assert.Contains(server.Logs.Lines, line => line.Contains("cannot be used, the last one stays", StringComparison.Ordinal));

        await using var command = new NpgsqlCommand("select 1", before); // who is connected stays so
        Assert.Equal(1, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private Task<(int Code, string Output, string Errors)> PsqlAsync(string options, string sql) => ClientProgram.RunAsync(
        "psql", ["-X", "-At", "-c", sql, $"host=localhost hostaddr=127.0.0.1 port={server.Address.Port} user=admin dbname=dev {options}"], ("PGPASSWORD", GatewayServer.Password));
}
