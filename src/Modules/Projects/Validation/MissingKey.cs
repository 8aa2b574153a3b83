using Talentys.Kernel;

namespace Talentys.Projects.Validation;

/// <summary>The fault of a key that must be there.</summary>
internal static class MissingKey
{
    internal const string Code = "projects.missing_key";
    private const string Before = "The key '";
    private const string After = "' is missing.";

    internal static string Message(string key) => $"{Before}{key}{After}";

    /// <summary>The key that a fault misses, or null when it is another fault.</summary>
    internal static string? Of(Fault fault) =>
        fault.Code == Code && fault.Message.StartsWith(Before, StringComparison.Ordinal) && fault.Message.EndsWith(After, StringComparison.Ordinal)
            ? fault.Message[Before.Length..^After.Length]
            : null;
}
