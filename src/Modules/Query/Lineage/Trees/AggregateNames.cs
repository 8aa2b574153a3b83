namespace Talentys.Query.Lineage.Trees;

/// <summary>The engine's aggregate functions, from <c>aggregate-functions.txt</c>; a test compares it with the engine.</summary>
internal static class AggregateNames
{
    private static readonly Lazy<HashSet<string>> Names = new(Read);

    public static IReadOnlySet<string> All => Names.Value;

    public static bool Contains(string function) => Names.Value.Contains(function);

    private static HashSet<string> Read()
    {
        using var stream = typeof(AggregateNames).Assembly.GetManifestResourceStream("aggregate-functions.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
