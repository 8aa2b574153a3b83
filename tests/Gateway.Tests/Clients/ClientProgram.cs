using System.Diagnostics;

namespace Talentys.Gateway.Tests.Clients;

/// <summary>A client as a program of its own. One that is not installed fails its tests.</summary>
internal static class ClientProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Debian's Python has Debian's modules; another one that comes first in the path has not.</summary>
    private static readonly string[] Folders = ["/usr/bin", "/usr/local/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var file = Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"These tests need {program}: eng/servers.sh installs it.");
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string Broken(GatewayServer server) => string.Join('\n', server.Logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)));

    /// <summary>Runs the checks of a client, which tell each that fails.</summary>
    public static async Task CheckAsync(GatewayServer server, string program, string[] arguments, string ssl = "disable", string root = "")
    {
        var (code, output, errors) = await RunAsync(
            program, arguments,
            ("PGHOST", "localhost"), ("PGPORT", $"{server.Address.Port}"), ("PGUSER", "admin"), ("PGPASSWORD", GatewayServer.Password), ("PGDATABASE", "dev"),
            ("PGSSLMODE", ssl), ("PGSSLROOTCERT", root), ("PYTHONDONTWRITEBYTECODE", "1"), ("PYTHONPATH", ""));
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(code == 0 && output.Contains("ok ", StringComparison.Ordinal), $"{program} {string.Join(' ', arguments)} ended with {code}:\n{output}\n{errors}\n{Broken(server)}");
    }
}
