using System.Diagnostics;

namespace Talentys.Benchmarks;

/// <summary>
/// Times several ways of doing one thing in turn, A B C A B C, so that what the machine does meanwhile hits all alike, and
/// compares their medians. One round before warms up and does not count.
/// </summary>
public static class SideBySide
{
    /// <summary>Whether the processor time of this process is told instead of the clock's: ratios of it hold on a machine that does other things too.</summary>
    public static bool ProcessorTime { get; set; }

    /// <summary>Times the sides; the first is what the others are compared with.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, params (string Name, Func<Task> Run)[] sides)
    {
        var times = sides.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var side = 0; side < sides.Length; side++)
            {
                var start = Now();
                await sides[side].Run();
                if (round > 0)
                {
                    times[side].Add((Now() - start).TotalMilliseconds);
                }
            }
        }

        var medians = times.Select(Median).ToArray();
        var least = times.Select(all => all.Min()).ToArray();
        return [.. sides.Select((side, index) => new Figure(
            side.Name, medians[index], medians[index] / medians[0], Least: least[index], LeastRatio: least[index] / least[0]))];
    }

    private static TimeSpan Now() => ProcessorTime ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);

    /// <summary>The time in the middle.</summary>
    public static double Median(List<double> times)
    {
        times.Sort();
        return times.Count % 2 == 1 ? times[times.Count / 2] : (times[(times.Count / 2) - 1] + times[times.Count / 2]) / 2;
    }
}
