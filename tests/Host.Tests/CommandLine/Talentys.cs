using System.Diagnostics;
using System.Text.Json;
using Talentys.TestSupport;

namespace Talentys.Host.Tests.CommandLine;

/// <summary>The program as a person runs it: a process of its own, in a project folder of its own.</summary>
internal sealed class Talentys : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TempFolder folder = new();

    /// <summary>The project.</summary>
    public string Project => folder.Path;

    /// <summary>Environment variables of its processes.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Writes a file into the project.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Project, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<Ran> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Ran(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a command that must succeed and returns what it printed.</summary>
    public async Task<string> GetAsync(params string[] arguments)
    {
        var ran = await RunAsync(arguments);
        Assert.True(ran.Code == 0, $"talentys {string.Join(' ', arguments)}: {ran.Code}\n{ran.Errors}");
        return ran.Output;
    }

    /// <summary>The one value of a query.</summary>
    public async Task<long> CountAsync(string sql)
    {
        using var answer = JsonDocument.Parse(await GetAsync("query", "--format", "json", sql));
        return answer.RootElement.GetProperty("rows")[0][0].GetInt64();
    }

    /// <summary>Starts a command.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "talentys.dll"), .. arguments])
        {
            WorkingDirectory = Project,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TALENTYS_QUERY__MEMORYBYTES"] = "800000000"; // an engine's memory, whatever this machine has
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }

    public void Dispose() => folder.Dispose();

    internal sealed record Ran(int Code, string Output, string Errors);
}
