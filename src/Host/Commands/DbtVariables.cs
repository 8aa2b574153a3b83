namespace Talentys.Host.Commands;

/// <summary>Variables of the process that stand for flags of dbt that are not given: <c>DBT_TARGET</c>, <c>DBT_FULL_REFRESH</c>.</summary>
internal static class DbtVariables
{
    private static readonly string[] True = ["1", "true", "yes", "on", "y", "t"];

    public static string? Text(string flag) => Environment.GetEnvironmentVariable("DBT_" + flag) is { Length: > 0 } text ? text : null;

    /// <summary>Whether it is true; null where it is not there.</summary>
    public static bool? Truth(string flag) => Text(flag) is { } text ? True.Contains(text, StringComparer.OrdinalIgnoreCase) : null;
}
