using System.Collections.Frozen;

namespace Talentys.Query.Functions;

/// <summary>The functions that statements may call, and the largest constants that some of them take.</summary>
internal static class AllowedFunctions
{
    /// <summary>Most characters or elements that one call may make out of constants.</summary>
    public const double MaxConstantSize = 10_000_000;

    private static readonly FrozenSet<string> Names = Read();

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> All => Names;

    /// <summary>Whether it may be called. Operators (names without letters, such as <c>||</c>) always may.</summary>
    public static bool Contains(string name) => !name.Any(char.IsAsciiLetterOrDigit) || Names.Contains(name);

    /// <summary>Whether constant arguments make the result too large: <c>repeat('x', 2e9)</c>.</summary>
    public static bool Explodes(string name, IReadOnlyList<double?> constants) => name switch
    {
        "repeat" or "lpad" or "rpad" or "list_resize" or "array_resize" => constants.Skip(1).FirstOrDefault() > MaxConstantSize,
        _ => false,
    };

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(AllowedFunctions).Assembly.GetManifestResourceStream("allowed-functions.txt")
            ?? throw new InvalidOperationException("The list of allowed functions is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('#'))
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
