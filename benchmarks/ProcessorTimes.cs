using System.Diagnostics;
using System.Globalization;

namespace Talentys.Benchmarks;

/// <summary>Time that processors worked for this process and those that it started: an engine child's queries too.</summary>
internal static class ProcessorTimes
{
    /// <summary>Ticks of <c>/proc/PID/stat</c> in a second, on every Linux of today.</summary>
    private const double TicksPerSecond = 100;

    private static readonly HashSet<int> Children = [];

    /// <summary>All of it until now. A child's comes in steps of ten milliseconds, so take what many statements took.</summary>
    public static TimeSpan Now()
    {
        var total = Environment.CpuUsage.TotalTime;
        foreach (var child in Children)
        {
            using var process = Process.GetProcessById(child);
            total += process.TotalProcessorTime;
        }

        return total;
    }

    /// <summary>
    /// What was worked for the processes that live and that a process started, or those did, without itself; in steps of ten milliseconds.
    /// </summary>
    public static TimeSpan OfDescendants(int ancestor)
    {
        var processes = Processes();
        return TimeSpan.FromSeconds(processes.Keys.Where(id => Descends(processes, id, ancestor)).Sum(id => processes[id].Ticks) / TicksPerSecond);
    }

    /// <summary>Looks for children again.</summary>
    public static void FindChildren()
    {
        Children.Clear();
        Children.UnionWith(Processes().Where(process => process.Value.Parent == Environment.ProcessId).Select(process => process.Key));
    }

    private static bool Descends(Dictionary<int, (int Parent, long Ticks)> processes, int id, int ancestor)
    {
        var parent = processes[id].Parent;
        while (parent != ancestor)
        {
            if (!processes.TryGetValue(parent, out var next))
            {
                return false;
            }

            parent = next.Parent;
        }

        return true;
    }

    private static Dictionary<int, (int Parent, long Ticks)> Processes()
    {
        var processes = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(folder) is { } facts)
            {
                processes[id] = facts;
            }
        }

        return processes;
    }

    // pid (name) state parent ... utime stime, fields 14 and 15
    private static (int Parent, long Ticks)? Read(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null; // it ended in this moment
        }
    }
}
