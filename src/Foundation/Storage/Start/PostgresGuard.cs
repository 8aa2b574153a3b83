using Npgsql;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>Locks by an advisory lock of the server; copies are the server's business.</summary>
internal sealed class PostgresGuard(string connectionString) : IStartGuard
{
    // "talentys" in ASCII
    private const long LockKey = 0x74616C656E747973;
    private readonly NpgsqlConnectionStringBuilder target = new(connectionString) { Pooling = false };

    public string Place => $"postgresql://{target.Host}:{target.Port}/{target.Database}";

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(target.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { CommandTimeout = 300 };
            command.Parameters.Add(new NpgsqlParameter { Value = LockKey });
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (NpgsqlException exception)
        {
            await connection.DisposeAsync();
            throw new FaultException(new Fault(
                FaultKind.Unavailable, "storage.unreachable", "The metadata database does not answer or refuses us.", Place,
                "Check that the server runs, and the connection string."), exception);
        }
    }

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> CopyAsync(string migration, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
