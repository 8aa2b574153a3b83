using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Talentys.Benchmarks.Platform;

/// <summary>How long the program takes to start, and what an idle server holds in memory.</summary>
public sealed class StartTimes : IBenchmark
{
    private const double ReadyBarMilliseconds = 3000;
    private const double MemoryBarMegabytes = 300;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => "start";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        var folder = project.Folders.Project;
        var figures = await SideBySide.RunAsync(
            rounds,
            ("talentys --version", () => TalentysProgram.RunAsync(cancellationToken, "--version")),
            ("talentys query \"select 1\"", () => TalentysProgram.RunAsync(cancellationToken, "query", "select 1", "--dir", folder)));

        // not side by side: its stop, which the times of the others would hold, is not its start
        var ready = new List<double>();
        var memory = 0.0;
        for (var round = 0; round <= rounds; round++)
        {
            var (milliseconds, megabytes) = await ServeAsync(folder, round == rounds ? Idle : TimeSpan.Zero, cancellationToken);
            memory = megabytes;
            if (round > 0)
            {
                ready.Add(milliseconds);
            }
        }

        ready.Sort();
        var median = ready[ready.Count / 2];
        return
        [
            .. figures,
            new Figure("talentys serve until /readyz", median, median / figures[0].Milliseconds, string.Create(
                CultureInfo.InvariantCulture,
                $"bar {ReadyBarMilliseconds:N0} ms: {Verdict(median <= ReadyBarMilliseconds)}; idle memory {memory:N0} MB, bar {MemoryBarMegabytes:N0} MB: {Verdict(memory <= MemoryBarMegabytes)}")),
        ];
    }

    private static string Verdict(bool met) => met ? "met" : "missed";

    private static async Task<(double Milliseconds, double Megabytes)> ServeAsync(string folder, TimeSpan idle, CancellationToken cancellationToken)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var start = Stopwatch.GetTimestamp();
        using var server = TalentysProgram.Start("serve", "--dir", folder, "--urls", address, "--quiet");
        var told = Task.WhenAll(server.StandardOutput.ReadToEndAsync(cancellationToken), server.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            while (!await IsReadyAsync(http, cancellationToken))
            {
                if (server.HasExited)
                {
                    throw new InvalidOperationException($"The server ended: {string.Concat(await told)}");
                }

                await Task.Delay(10, cancellationToken);
            }

            var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            await Task.Delay(idle, cancellationToken);
            server.Refresh();
            return (time, server.WorkingSet64 / 1e6);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
        }
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
}
