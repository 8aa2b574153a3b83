using System.Runtime.InteropServices;

namespace Talentys.DuckDb.Native;

/// <summary>The engine's <c>duckdb_query_progress_type</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeProgress
{
    /// <summary>0 to 100; -1 while it is not known.</summary>
    public readonly double Percentage;

    public readonly ulong Done;

    public readonly ulong Total;
}
