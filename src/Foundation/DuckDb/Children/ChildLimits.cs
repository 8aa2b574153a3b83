using System.Diagnostics;
using System.Globalization;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Children;

/// <summary>What the operating system is told about a child, and what it tells.</summary>
internal static class ChildLimits
{
    /// <summary>Ten steps: about a tenth of the processor time of one that does not give way.</summary>
    private const int Courtesy = 10;

    private static readonly long PageBytes = Environment.SystemPageSize;

    /// <summary>When the machine runs out of memory, the child goes before the server. Raising one's own score is always allowed.</summary>
    public static void OfferToOutOfMemoryKiller()
    {
        const string file = "/proc/self/oom_score_adj";
        if (File.Exists(file))
        {
            File.WriteAllText(file, "900");
        }
    }

    /// <summary>Ends this process at once, without waiting for threads inside the engine.</summary>
    public static void EndThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    /// <summary>Gives way to other programs for processors: threads that are started from now on are like this one.</summary>
    public static void GiveWay()
    {
        using var self = Process.GetCurrentProcess();
        if (!OperatingSystem.IsLinux())
        {
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
            return;
        }

        // on Linux each thread has a priority of its own, which the threads that it starts inherit
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            _ = NativePriority.Set(NativePriority.Process, int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), Courtesy);
        }
    }

    /// <summary>Free bytes of the disk of a folder; plenty when that is not known.</summary>
    public static long FreeBytes(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }

    /// <summary>Bytes of the files in a folder; 0 when it is gone.</summary>
    public static long FolderBytes(string? folder)
    {
        try
        {
            return folder is null ? 0 : new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Removes a folder of a child, as far as that can be done: the process that used it is ending.</summary>
    public static void RemoveFolder(string? folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // what is left is found in the temporary or spill folder
        }
    }

    /// <summary>Memory that a process occupies, in bytes; 0 when it is gone.</summary>
    public static long ResidentBytes(Process process)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                process.Refresh();
                return process.WorkingSet64;
            }

            // pages: total resident shared ...
            var fields = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/statm")).Split(' ');
            return long.Parse(fields[1], CultureInfo.InvariantCulture) * PageBytes;
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return 0;
        }
    }
}
