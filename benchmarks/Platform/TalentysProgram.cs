using System.Diagnostics;
using Talentys.DuckDb.Public;

namespace Talentys.Benchmarks.Platform;

/// <summary>The program <c>talentys</c>, run as a person runs it.</summary>
internal static class TalentysProgram
{
    private static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "talentys.dll");

    /// <summary>Starts its engine child.</summary>
    public static EngineCommand Engine { get; } = new("dotnet", ["exec", Path, "engine"]);

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Start(arguments);
        var told = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"talentys {string.Join(' ', arguments)} failed: {await told}");
        }
    }

    /// <summary>Starts it.</summary>
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", ["exec", Path, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    }) ?? throw new InvalidOperationException("The program did not start.");
}
