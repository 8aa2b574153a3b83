using System.Runtime.InteropServices;

namespace Talentys.DuckDb.Native;

/// <summary>Functions of the system's C library on Linux and macOS; the numbers are the same on both.</summary>
internal static partial class NativeFiles
{
    internal const int ReadOnly = 0;
    internal const int InputOutput = 5;
    internal const int Exists = 17;
    internal const int NoSpace = 28;

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Link(string file, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int handle);
}
