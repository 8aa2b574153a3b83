using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Benchmarks.Platform;

/// <summary>A served platform with 200 users at once, each with one small statement after the other, beside five who ask for heavy ones.</summary>
public sealed class ManyUsers : IBenchmark
{
    private const int Users = 200;
    private const int HeavyUsers = 5;
    private const double BarMilliseconds = 1000;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    private static readonly Scope Scope = new(Scope.DefaultOrganisation, Scope.DefaultEnvironment);

    private static readonly string[] Small =
    [
        "select * from sales where id = {0}",
        "select store, sum(amount) as total from sales where day = date '2024-01-01' + ({0} % 90)::int group by store order by total desc limit 10",
        "select count(*), max(day) from sales where store = {0} % 50",
        "select s.name, count(*) from sales join stores s using (store) where s.store < {0} % 10 group by all",
        "select {0} as n",
        "select * from sales order by amount desc limit 20",
    ];

    private static readonly string[] Heavy =
    [
        "select sum(hash(a.id + b.id)) from sales a, sales b where a.store < b.store and a.id % 40 = 0",
        "select count(*) from (select * from range(30000000) t(i) order by hash(i))",
        "select max(c) from (select hash(i) % 5000000 as h, count(*) as c from range(40000000) t(i) group by h)",
        "select length(string_agg(i::varchar, ',' order by hash(i))) from range(8000000) t(i)",
        "with recursive r(n) as (select 1 union all select n + 1 from r where n < 200000) select max(n) from r",
    ];

    /// <inheritdoc/>
    public string Name => "users";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using (var local = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken))
        {
            await MakeAsync(local, "sales", "select i as id, (i % 50)::int as store, (i * 7919 % 100000) / 100.0 as amount, date '2024-01-01' + (i % 365)::int as day from range(200000) t(i)", cancellationToken);
            await MakeAsync(local, "stores", "select i::int as store, 'store ' || i as name from range(50) t(i)", cancellationToken);
        }

        var address = $"http://127.0.0.1:{FreePort()}";
        using var server = TalentysProgram.Start("serve", "--dir", project.Folders.Project, "--urls", address, "--postgres", "off", "--quiet");
        var told = Task.WhenAll(server.StandardOutput.ReadToEndAsync(cancellationToken), server.StandardError.ReadToEndAsync(cancellationToken));
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(5) };
        try
        {
            while (!await IsReadyAsync(http, cancellationToken))
            {
                _ = server.HasExited ? throw new InvalidOperationException($"The server ended: {string.Concat(await told)}") : 0;
                await Task.Delay(50, cancellationToken);
            }

            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(LocalToken.FileOf(project.Folders), cancellationToken)).Trim());
            await AskAsync(http, "select 1", cancellationToken);
            var calm = await LoadAsync(server, http, pause: true, heavy: false, cancellationToken);
            var mixed = await LoadAsync(server, http, pause: true, heavy: true, cancellationToken);
            var closed = await LoadAsync(server, http, pause: false, heavy: true, cancellationToken);
            return [.. Told("200 users who look at what they got", calm, calm), .. Told("the same beside five heavy ones", mixed, calm), .. Told("without a pause, beside five heavy ones", closed, calm)];
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static IEnumerable<Figure> Told(string what, Load load, Load calm)
    {
        string Of(string text) => $"{text}, {what}";
        yield return new Figure(Of("p50"), load.At(0.5), load.At(0.5) / calm.At(0.5), string.Create(
            CultureInfo.InvariantCulture, $"{load.Small.Count / Time.TotalSeconds:N0} a second, {load.Heavies} heavy ones, {load.Errors.Count} errors{string.Concat(load.Errors.Take(1).Select(error => $" ({error})"))}"));
        yield return new Figure(Of("p95"), load.At(0.95), load.At(0.95) / calm.At(0.95), string.Create(
            CultureInfo.InvariantCulture,
            $"bar {BarMilliseconds:N0} ms: {(load.At(0.95) <= BarMilliseconds ? "met" : "missed")}; server {load.Processor:N0} % of a processor, at most {load.ServerMegabytes:N0} MB and its engines {load.EngineMegabytes:N0} MB; running after all left: {load.Left}"));
    }

    private static async Task<Load> LoadAsync(Process server, HttpClient http, bool pause, bool heavy, CancellationToken cancellationToken)
    {
        var load = new Load();
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        server.Refresh();
        var before = server.TotalProcessorTime;
        time.CancelAfter(Time);
        var all = Enumerable.Range(0, Users).Select(user => UserAsync(load, http, user, pause, time.Token)).ToList();
        all.AddRange(heavy ? Enumerable.Range(0, HeavyUsers).Select(user => HeavyAsync(load, http, user, time.Token)) : []);
        all.Add(WatchAsync(load, server, time.Token));
        await Task.WhenAll(all);
        server.Refresh();
        load.Processor = (server.TotalProcessorTime - before) / Time * 100;

        // the clients are gone in the middle of what they asked for: nothing of it may stay
        for (var look = 0; look < 300 && (load.Left = await RunningAsync(http, cancellationToken)) > 0; look++)
        {
            await Task.Delay(100, cancellationToken);
        }

        return load;
    }

    private static async Task UserAsync(Load load, HttpClient http, int user, bool pause, CancellationToken cancellationToken)
    {
        var random = new Random(user);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (pause)
                {
                    await Task.Delay(random.Next(500, 1500), cancellationToken);
                }

                var sql = string.Format(CultureInfo.InvariantCulture, Small[random.Next(Small.Length)], random.Next(200_000));
                var start = Stopwatch.GetTimestamp();
                if (await AskAsync(http, sql, cancellationToken) is { } error)
                {
                    load.Errors.Enqueue(error);
                }
                else
                {
                    load.Small.Enqueue(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the time is over
        }
    }

    private static async Task HeavyAsync(Load load, HttpClient http, int user, CancellationToken cancellationToken)
    {
        try
        {
            for (var i = user; !cancellationToken.IsCancellationRequested; i++)
            {
                if (await AskAsync(http, Heavy[i % Heavy.Length], cancellationToken) is { } error)
                {
                    load.Errors.Enqueue(error);
                }

                load.Heavies++;
            }
        }
        catch (OperationCanceledException)
        {
            // the time is over
        }
    }

    private static async Task WatchAsync(Load load, Process server, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                server.Refresh();
                load.ServerMegabytes = Math.Max(load.ServerMegabytes, server.WorkingSet64 / 1e6);
                load.EngineMegabytes = Math.Max(load.EngineMegabytes, Children(server.Id) / 1e6);
                await Task.Delay(500, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // the time is over
        }
    }

    private static double Children(int parent)
    {
        var bytes = 0.0;
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                var status = $"/proc/{process.Id}/stat";
                try
                {
                    var fields = File.ReadAllText(status).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    bytes += fields[1] == parent.ToString(CultureInfo.InvariantCulture) ? process.WorkingSet64 : 0;
                }
                catch (Exception gone) when (gone is IOException or InvalidOperationException)
                {
                    // it has ended
                }
            }
        }

        return bytes;
    }

    private static async Task<string?> AskAsync(HttpClient http, string sql, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql), cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode && !text.Contains("\"error\":{", StringComparison.Ordinal) ? null : $"{sql}: {(int)answer.StatusCode} {text}";
    }

    private static async Task<int> RunningAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var health = JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/v1/health", UriKind.Relative), cancellationToken));
        var figures = health.RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "engine").GetProperty("figures");
        return figures.GetProperty("running").GetInt32() + figures.GetProperty("waiting").GetInt32() + figures.GetProperty("stopping").GetInt32();
    }

    private static async Task MakeAsync(BenchHost host, string name, string select, CancellationToken cancellationToken)
    {
        using var instance = DuckInstance.Open(new DuckOptions());
        using var connection = instance.Connect();
        await using var write = await host.Services.GetRequiredService<ILake>().BeginAsync(Scope, new TableName(TableName.DefaultSchema, name), WriteMode.Replace, cancellationToken);
        await write.WriteAsync(connection, select, null, cancellationToken);
        await write.CommitAsync("benchmark", new Dictionary<string, string>(), cancellationToken);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Load
    {
        private double[]? sorted;

        public ConcurrentQueue<double> Small { get; } = [];

        public ConcurrentQueue<string> Errors { get; } = [];

        public int Heavies { get; set; }

        public double Processor { get; set; }

        public double ServerMegabytes { get; set; }

        public double EngineMegabytes { get; set; }

        public int Left { get; set; }

        public double At(double share)
        {
            sorted ??= [.. Small.Order()];
            return sorted.Length == 0 ? double.NaN : sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];
        }
    }
}
