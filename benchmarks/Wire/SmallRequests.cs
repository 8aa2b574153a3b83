using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Npgsql;
using Talentys.Benchmarks.Platform;
using Talentys.Contracts;
using Talentys.TestSupport;

namespace Talentys.Benchmarks.Wire;

/// <summary>Small queries of 50 clients at once and of one, over HTTP and over the wire, and the same of a real PostgreSQL; and how soon a cancel is answered.</summary>
public sealed class SmallRequests : IBenchmark
{
    private const int Clients = 50;
    private const int Rows = 10_000;
    private const double CancelBar = 200;
    private const double RequestBar = 200;
    private const string Endless = "select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)";

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => "requests";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var server = await ServedProgram.StartAsync(project.Folders, cancellationToken);
        var pool = $";Pooling=true;Minimum Pool Size={Clients};Maximum Pool Size={Clients}";
        await using var ours = NpgsqlDataSource.Create(server.ConnectionString + pool);
        await using var theirs = NpgsqlDataSource.Create(
            (await (await PostgresServer.SharedAsync()).CreateDatabaseAsync()).Replace("Maximum Pool Size=10", pool[1..], StringComparison.Ordinal));
        await MakeAsync(ours, $"create table customers as select i as id, 'customer ' || i as name, (i * 1.25)::decimal(12, 2) as balance from range({Rows}) t(i)", cancellationToken);
        await MakeAsync(theirs, $"create table customers as select i::bigint as id, 'customer ' || i as name, (i * 1.25)::decimal(12, 2) as balance from generate_series(0, {Rows - 1}) t(i)", cancellationToken);

        (string Name, bool Ours, Func<int, Task> Ask)[] ways =
        [
            ("PostgreSQL, prepared", false, number => AskAsync(theirs, number, prepared: true, cancellationToken)),
            ("wire", true, number => AskAsync(ours, number, prepared: false, cancellationToken)),
            ("wire, prepared", true, number => AskAsync(ours, number, prepared: true, cancellationToken)),
            ("wire, simple query", true, number => AskSimplyAsync(ours, number, cancellationToken)),
            ("HTTP", true, number => RequestAsync(server.Http, number, cancellationToken)),
        ];
        var figures = new List<Figure>();
        foreach (var clients in (int[])[Clients, 1])
        {
            var first = 0.0;
            foreach (var (name, own, ask) in ways)
            {
                await LoadAsync(ask, clients, TimeSpan.FromSeconds(1));
                var before = server.Processor;
                var (requests, seconds, p95) = await LoadAsync(ask, clients, Length);
                var after = server.Processor;
                first = first == 0 ? p95 : first;
                figures.Add(new Figure(
                    $"{name}: p95 of {clients} clients", p95, p95 / first,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{requests / seconds:N0} requests/s{(own ? $", each {Each(after.Server - before.Server, requests):N2} ms of a processor and {Each(after.Engines - before.Engines, requests):N2} ms in the engine; bar {RequestBar} ms: {(p95 <= RequestBar ? "met" : "missed")}" : "")}")));
            }
        }

        figures.Add(await CancelAsync(ours, rounds, figures[0].Milliseconds, cancellationToken));
        return figures;
    }

    private static double Each(TimeSpan time, int requests) => time.TotalMilliseconds / requests;

    // each client asks for another row as soon as it has its answer
    private static async Task<(int Requests, double Seconds, double P95)> LoadAsync(Func<int, Task> ask, int clients, TimeSpan length)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var times = new List<double>();
            for (var number = client; Stopwatch.GetElapsedTime(start) < length; number = (number + 7919) % Rows)
            {
                var began = Stopwatch.GetTimestamp();
                await ask(number);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return times;
        })));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var sorted = all.SelectMany(times => times).Order().ToList();
        return (sorted.Count, seconds, sorted[(int)(sorted.Count * 0.95)]);
    }

    private static async Task AskAsync(NpgsqlDataSource source, int number, bool prepared, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select name, balance from customers where id = $1", connection) { Parameters = { new() { Value = (long)number } } };
        if (prepared)
        {
            await command.PrepareAsync(cancellationToken);
        }

        await ReadAsync(command, number, cancellationToken);
    }

    private static async Task AskSimplyAsync(NpgsqlDataSource source, int number, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var sql = string.Create(CultureInfo.InvariantCulture, $"select name, balance from customers where id = {number}");
        await using var command = new NpgsqlCommand(sql, connection);
        command.AllResultTypesAreUnknown = true;
        await ReadAsync(command, number, cancellationToken);
    }

    private static async Task ReadAsync(NpgsqlCommand command, int number, CancellationToken cancellationToken)
    {
        var name = (string?)await command.ExecuteScalarAsync(cancellationToken);
        if (name != string.Create(CultureInfo.InvariantCulture, $"customer {number}"))
        {
            throw new InvalidOperationException($"{name} came for {number}.");
        }
    }

    private static async Task RequestAsync(HttpClient http, int number, CancellationToken cancellationToken)
    {
        var sql = string.Create(CultureInfo.InvariantCulture, $"select name, balance from customers where id = {number}");
        using var answer = await http.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql), cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode || !text.Contains($"\"customer {number}\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{answer.StatusCode}: {text}");
        }
    }

    private static async Task<Figure> CancelAsync(NpgsqlDataSource source, int rounds, double first, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var round = 0; round < Math.Max(rounds, 5); round++)
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(Endless, connection);
            var running = command.ExecuteScalarAsync(cancellationToken);
            await Task.Delay(500, cancellationToken);
            var began = Stopwatch.GetTimestamp();
            command.Cancel();
            try
            {
                await running;
            }
            catch (OperationCanceledException stopped) when (stopped.InnerException is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
            {
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        times.Sort();
        return new Figure(
            "a cancel over the wire until its answer", times[times.Count / 2], times[times.Count / 2] / first,
            string.Create(CultureInfo.InvariantCulture, $"longest {times[^1]:N0} ms; bar {CancelBar:N0} ms: {(times[^1] <= CancelBar ? "met" : "missed")}"));
    }

    private static async Task MakeAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
