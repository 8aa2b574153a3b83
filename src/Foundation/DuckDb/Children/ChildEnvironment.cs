namespace Talentys.DuckDb.Children;

/// <summary>
/// What a child inherits of the server's environment: what a program needs to start, and none of the secrets that people
/// hand to servers this way.
/// </summary>
internal static class ChildEnvironment
{
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "HOME", "USER", "TMPDIR", "TMP", "TEMP", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
        "SYSTEMROOT", "WINDIR", "USERPROFILE", "LOCALAPPDATA", "DUCKDB_JE_MALLOC_CONF", "GLIBC_TUNABLES",
    };

    /// <summary>Removes everything else; settings of the runtime stay.</summary>
    public static void Trim(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => !IsKept(name)).ToList())
        {
            environment.Remove(name);
        }
    }

    /// <summary>Adds what makes an engine faster, and what a runtime or an allocator that is not there passes over.</summary>
    public static void Tune(IDictionary<string, string?> environment)
    {
        // a child lives for minutes: measuring its code to compile it better costs more than it gains
        environment.TryAdd("DOTNET_TieredPGO", "0");

        // what the engine's own allocator was given back is for the next statement for ten seconds, not one: asking the system for
        // it again takes a grouping of millions of rows up to a third of its time
        environment.TryAdd("DUCKDB_JE_MALLOC_CONF", "dirty_decay_ms:10000,muzzy_decay_ms:10000");

        // readers of Parquet take small pieces from the C library's, hundreds for each group of rows: most of them without a lock
        environment.TryAdd("GLIBC_TUNABLES", "glibc.malloc.tcache_count=127");
    }

    private static bool IsKept(string name) =>
        Kept.Contains(name)
        || name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("COMPlus_", StringComparison.OrdinalIgnoreCase);
}
