using System.Globalization;
using Npgsql;
using Talentys.Benchmarks.Platform;
using Talentys.TestSupport;

namespace Talentys.Benchmarks.Wire;

/// <summary>A million mixed rows over the wire, as text, as binary and by COPY, over the same query on a table of a real PostgreSQL.</summary>
public sealed class WireRows : IBenchmark
{
    private const int Rows = 1_000_000;
    private const string Sql = "select id, amount, ratio, price, label, made, open from mixed";

    /// <inheritdoc/>
    public string Name => "wire-rows";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var server = await ServedProgram.StartAsync(project.Folders, cancellationToken);
        await using var ours = await OpenAsync(server.ConnectionString, cancellationToken);
        await using var theirs = await OpenAsync(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(), cancellationToken);
        await DoAsync(ours, $"""
            create table mixed as select i::int as id, i * 1000003 as amount, i / 7.0::double as ratio, (i * 0.25)::decimal(18, 2) as price,
                'label of row ' || i as label, timestamp '2024-01-01' + to_seconds(i) as made, i % 3 = 0 as open from range({Rows}) t(i)
            """, cancellationToken);
        await DoAsync(theirs, $"""
            create table mixed as select i::int as id, i::bigint * 1000003 as amount, i / 7.0::float8 as ratio, (i * 0.25)::decimal(18, 2) as price,
                'label of row ' || i as label, timestamp '2024-01-01' + i * interval '1 second' as made, i % 3 = 0 as open from generate_series(0, {Rows - 1}) t(i)
            """, cancellationToken);
        await DoAsync(theirs, "vacuum analyze mixed", cancellationToken);

        var figures = new List<Figure>();
        (string Name, Func<NpgsqlConnection, Task> Read)[] ways =
        [
            ("text", connection => ReadAsync(connection, text: true, cancellationToken)),
            ("binary", connection => ReadAsync(connection, text: false, cancellationToken)),
            ("COPY csv", connection => CopyAsync(connection, "csv", cancellationToken)),
            ("COPY text", connection => CopyAsync(connection, "text", cancellationToken)),
            ("COPY binary", connection => CopyAsync(connection, "binary", cancellationToken)),
        ];
        foreach (var (name, read) in ways)
        {
            var worked = new TimeSpan[2];
            async Task CountAsync(int side, NpgsqlConnection connection)
            {
                var before = ProcessorTimes.OfDescendants(Environment.ProcessId);
                await read(connection);
                worked[side] += ProcessorTimes.OfDescendants(Environment.ProcessId) - before;
            }

            var sides = await SideBySide.RunAsync(rounds, ($"{name}: PostgreSQL", () => CountAsync(0, theirs)), ($"{name}: Talentys", () => CountAsync(1, ours)));
            figures.AddRange(sides.Select((side, index) => side with
            {
                Note = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Rows / side.Milliseconds:N0} thousand rows/s; the server works {worked[index].TotalMilliseconds / (rounds + 1):N0} ms{(index == 0 ? "" : side.Ratio <= 1 ? "; bar 1.00: met" : "; bar 1.00: missed")}"),
            }));
        }

        return figures;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Read Buffer Size=65536;Command Timeout=300");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // the rows are counted and their values passed over, so that the client costs both alike, and little
    private static async Task ReadAsync(NpgsqlConnection connection, bool text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { AllResultTypesAreUnknown = text };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            rows++;
        }

        if (rows != Rows)
        {
            throw new InvalidOperationException($"{rows} rows came.");
        }
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string format, CancellationToken cancellationToken)
    {
        var copy = $"copy ({Sql}) to stdout with (format {format})";
        if (format == "binary")
        {
            await using var stream = await connection.BeginRawBinaryCopyAsync(copy, cancellationToken);
            await stream.CopyToAsync(Stream.Null, cancellationToken);
            return;
        }

        using var text = await connection.BeginTextExportAsync(copy, cancellationToken);
        var characters = new char[65_536];
        while (await text.ReadAsync(characters, cancellationToken) > 0)
        {
        }
    }
}
