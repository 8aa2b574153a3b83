using System.Diagnostics;
using System.Globalization;
using Talentys.Kernel;

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
            var (milliseconds, megabytes) = await ServeAsync(project.Folders, round == rounds ? Idle : TimeSpan.Zero, cancellationToken);
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

    private static async Task<(double Milliseconds, double Megabytes)> ServeAsync(PlatformFolders folders, TimeSpan idle, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await using var server = await ServedProgram.StartAsync(folders, cancellationToken);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await Task.Delay(idle, cancellationToken);
        return (time, server.Megabytes);
    }
}
