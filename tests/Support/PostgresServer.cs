using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Talentys.TestSupport;

/// <summary>A real PostgreSQL server in a folder of its own, shared by the tests of a process and gone with it.</summary>
public sealed class PostgresServer
{
    // The server hangs on a pipe from this process: when the process ends, however it ends, `read` sees the end of the
    // pipe and stops the server. When that ends, also by itself, its folder goes.
    private const string Script = """
        set -u
        exec 3<&0
        data=$(mktemp -d /tmp/talentys-postgres-XXXXXX)
        "$1/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null || exit 3
        "$1/postgres" -D "$data" -h 127.0.0.1 -p "$2" -c unix_socket_directories= -c fsync=off -c max_connections=300 \
          -c shared_buffers=64MB -c autovacuum=off >"$data/log" 2>&1 3<&- &
        server=$!
        (read -r _ <&3; kill -INT "$server" 2>/dev/null) 2>/dev/null &
        wait "$server"
        rm -rf "$data"
        """;

    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);
    private readonly Process owner;
    private readonly int port;

    private PostgresServer(Process owner, int port)
    {
        this.owner = owner;
        this.port = port;
    }

    /// <summary>The server of this process, started by the first who asks.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>Creates an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name} template template0", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Maximum Pool Size=10;Connection Idle Lifetime=2;Connection Pruning Interval=1";

    private static async Task<PostgresServer> StartAsync()
    {
        for (var tries = 1; ; tries++)
        {
            if (await TryStartAsync() is { } server)
            {
                return server;
            }

            if (tries == 5)
            {
                throw new InvalidOperationException("PostgreSQL did not start.");
            }
        }
    }

    /// <summary>Null when it ended, as it does when somebody else has taken its port meanwhile.</summary>
    private static async Task<PostgresServer?> TryStartAsync()
    {
        var port = FreePort();
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardError = true };
        string[] shell = ["sh", "-c", Script, "sh", BinFolder(), port.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        string[] words = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. shell] : shell;
        start.FileName = words[0];
        foreach (var word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        start.WorkingDirectory = "/tmp";
        var server = new PostgresServer(Process.Start(start)!, port);
        return await server.WaitAsync() ? server : null;
    }

    private async Task<bool> WaitAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=5");
                await connection.OpenAsync();
                return !owner.HasExited; // else it is another one
            }
            catch (NpgsqlException) when (owner.HasExited)
            {
                return false;
            }
            catch (NpgsqlException) when (clock.Elapsed < TimeSpan.FromMinutes(3))
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string BinFolder() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).MaxBy(bin => bin, StringComparer.Ordinal) ?? throw Missing()
            : throw Missing();

    private static InvalidOperationException Missing() =>
        new("These tests need a PostgreSQL server below /usr/lib/postgresql: install Debian's package `postgresql`.");
}
