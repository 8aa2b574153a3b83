using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Talentys.Identity.Public;
using Talentys.Kernel;

namespace Talentys.Benchmarks.Platform;

/// <summary>The program as a server of its own, <c>talentys serve</c>, until it is disposed.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    private readonly Process server;
    private readonly Task<string[]> told;

    private ServedProgram(Process server, Task<string[]> told, int http, int postgres, string token)
    {
        this.server = server;
        this.told = told;
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = Address(http) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        ConnectionString = string.Create(
            CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={postgres};Username=operator;Password={token};Database=dev;SSL Mode=Disable;Timeout=60;Command Timeout=300");
    }

    /// <summary>Its API, as the local operator.</summary>
    public HttpClient Http { get; }

    /// <summary>What Npgsql connects with, as the local operator.</summary>
    public string ConnectionString { get; }

    /// <summary>Memory that it holds, in megabytes.</summary>
    public double Megabytes
    {
        get
        {
            server.Refresh();
            return server.WorkingSet64 / 1e6;
        }
    }

    /// <summary>What processors worked for it until now, and for its engines that live; a figure of ten milliseconds' steps.</summary>
    public (TimeSpan Server, TimeSpan Engines) Processor
    {
        get
        {
            server.Refresh();
            return (server.TotalProcessorTime, ProcessorTimes.OfDescendants(server.Id));
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServedProgram> StartAsync(PlatformFolders folders, CancellationToken cancellationToken)
    {
        var (http, postgres) = (FreePort(), FreePort());
        var server = TalentysProgram.Start(
            "serve", "--dir", folders.Project, "--urls", Address(http).ToString().TrimEnd('/'), "--postgres", $"127.0.0.1:{postgres}", "--quiet");
        var told = Task.WhenAll(server.StandardOutput.ReadToEndAsync(CancellationToken.None), server.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            using var probe = new HttpClient { BaseAddress = Address(http) };
            while (!await IsReadyAsync(probe, cancellationToken))
            {
                if (server.HasExited)
                {
                    throw new InvalidOperationException($"The server ended: {string.Concat(await told)}");
                }

                await Task.Delay(10, cancellationToken);
            }

            return new ServedProgram(server, told, http, postgres, (await File.ReadAllTextAsync(LocalToken.FileOf(folders), cancellationToken)).Trim());
        }
        catch (Exception)
        {
            server.Kill(entireProcessTree: true);
            server.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync(CancellationToken.None);
        await told;
        server.Dispose();
    }

    private static Uri Address(int port) => new($"http://127.0.0.1:{port}");

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
