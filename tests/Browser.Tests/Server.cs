using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Talentys.Browser.Tests;

/// <summary>The program, serving a project as a process of its own.</summary>
public sealed partial class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string project;
    private readonly int port;
    private Process process;

    private Server(string project, int port, Process process)
    {
        this.project = project;
        this.port = port;
        this.process = process;
    }

    /// <summary>Where it listens.</summary>
    public string Address => $"http://127.0.0.1:{port}";

    /// <summary>Token of the sign-in link that its first start printed.</summary>
    public string Link { get; private set; } = "";

    public static async Task<Server> StartAsync(string project)
    {
        var port = FreePort();
        var server = new Server(project, port, Run(project, "serve", "--urls", $"http://127.0.0.1:{port}"));
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Starts a command of the program in a project.</summary>
    public static Process Run(string project, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "talentys.dll"), .. arguments])
        {
            WorkingDirectory = project,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TALENTYS_QUERY__MEMORYBYTES"] = "800000000"; // an engine's memory, whatever this machine has
        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Starts it again at the same address.</summary>
    public async Task StartAgainAsync()
    {
        process = Run(project, "serve", "--urls", Address);
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }
    }

    // it says where it serves when it does, and on its first start how to sign in; both streams are read to their ends
    private async Task ReadyAsync()
    {
        var serves = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                serves.TrySetException(new InvalidOperationException($"The server ended: {string.Join('\n', said)}"));
                return;
            }

            said.Add(line.Data);
            if (LinkToken().Match(line.Data) is { Success: true } link)
            {
                Link = link.Groups[1].Value;
            }
        };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (!serves.Task.IsFaulted)
        {
            try
            {
                using var answer = await http.GetAsync($"{Address}/readyz", patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not yet there
            }

            await Task.Delay(100, patience.Token);
        }

        await serves.Task;
    }

    /// <summary>Waits for the link of the first start, which is printed after the server is ready.</summary>
    public async Task<string> LinkAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Link.Length == 0)
        {
            await Task.Delay(100, patience.Token);
        }

        return Link;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("#link=([A-Za-z0-9_-]+)")]
    private static partial Regex LinkToken();
}
