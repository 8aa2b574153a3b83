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
        "SYSTEMROOT", "WINDIR", "USERPROFILE", "LOCALAPPDATA",
    };

    /// <summary>Removes everything else; settings of the runtime stay.</summary>
    public static void Trim(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => !IsKept(name)).ToList())
        {
            environment.Remove(name);
        }
    }

    private static bool IsKept(string name) =>
        Kept.Contains(name)
        || name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("COMPlus_", StringComparison.OrdinalIgnoreCase);
}
