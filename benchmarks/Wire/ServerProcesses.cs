using System.Globalization;

namespace Talentys.Benchmarks.Wire;

/// <summary>Time that processors worked for the servers which this process started, and for what those started.</summary>
internal static class ServerProcesses
{
    /// <summary>Ticks of <c>/proc/PID/stat</c> in a second, on every Linux of today.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>All of it until now, without this process; in steps of ten milliseconds.</summary>
    public static TimeSpan ProcessorTime()
    {
        var processes = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(folder) is { } facts)
            {
                processes[id] = facts;
            }
        }

        return TimeSpan.FromSeconds(processes.Keys.Where(id => IsOurs(processes, id)).Sum(id => processes[id].Ticks) / TicksPerSecond);
    }

    private static bool IsOurs(Dictionary<int, (int Parent, long Ticks)> processes, int id)
    {
        var parent = processes[id].Parent;
        while (parent != Environment.ProcessId)
        {
            if (!processes.TryGetValue(parent, out var next))
            {
                return false;
            }

            parent = next.Parent;
        }

        return true;
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
