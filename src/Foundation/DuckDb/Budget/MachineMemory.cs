using System.Globalization;

namespace Talentys.DuckDb.Budget;

/// <summary>How much memory this process may hope for.</summary>
internal static class MachineMemory
{
    /// <summary>Physical memory, or the limit of the control group (v2) or container when that is lower.</summary>
    public static long Bytes()
    {
        var machine = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return OperatingSystem.IsLinux() ? Math.Min(machine, ControlGroupLimit()) : machine;
    }

    private static long ControlGroupLimit()
    {
        var group = ReadOrNull("/proc/self/cgroup")?.Split('\n').FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal));
        var path = group is null ? "" : group[3..].Trim().TrimStart('/');
        var limit = long.MaxValue;
        for (string? folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var text = ReadOrNull(Path.Combine("/sys/fs/cgroup", folder, "memory.max"));
            if (long.TryParse(text, NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var bytes))
            {
                limit = Math.Min(limit, bytes);
            }
        }

        return limit;
    }

    private static string? ReadOrNull(string file) => File.Exists(file) ? File.ReadAllText(file) : null;
}
