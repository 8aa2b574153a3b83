using System.Runtime.InteropServices;

namespace Talentys.DuckDb.Native;

/// <summary>Priorities of threads, which the runtime does not set on Linux.</summary>
internal static partial class NativePriority
{
    /// <summary><c>PRIO_PROCESS</c>: the number is that of a process or thread.</summary>
    public const int Process = 0;

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    public static partial int Set(int which, int id, int nice);
}
