using System.Diagnostics;
using System.Globalization;

namespace Talentys.Benchmarks;

/// <summary>Time that processors worked for this process and those that it started: an engine child's queries too.</summary>
internal static class ProcessorTimes
{
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

    /// <summary>What the processes worked that a process started and that live.</summary>
    public static TimeSpan OfChildren(int parent)
    {
        var total = TimeSpan.Zero;
        foreach (var child in ChildrenOf(parent))
        {
            try
            {
                using var process = Process.GetProcessById(child);
                total += process.TotalProcessorTime;
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // it ended in this moment
            }
        }

        return total;
    }

    /// <summary>Looks for children again.</summary>
    public static void FindChildren()
    {
        Children.Clear();
        Children.UnionWith(ChildrenOf(Environment.ProcessId));
    }

    private static List<int> ChildrenOf(int parent)
    {
        var found = new List<int>();
        var own = parent.ToString(CultureInfo.InvariantCulture);
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                // pid (name) state parent ...
                var facts = File.ReadAllText(Path.Combine(folder, "stat"));
                if (facts[(facts.LastIndexOf(')') + 2)..].Split(' ')[1] == own)
                {
                    found.Add(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                // it ended in this moment
            }
        }

        return found;
    }
}
