namespace Talentys.Query.Public;

/// <summary>What a surface knows of the session that a statement belongs to, for the system tables.</summary>
/// <param name="ProcessId">Number of the session.</param>
/// <param name="Program">What the client says it is.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Settings">Its settings.</param>
public sealed record OrderSession(int ProcessId, string Program, DateTimeOffset StartedAt, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Settings where there is no session.</summary>
    internal static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>
    {
        ["TimeZone"] = "UTC",
        ["search_path"] = "main",
        ["server_encoding"] = "UTF8",
        ["standard_conforming_strings"] = "on",
    };
}
