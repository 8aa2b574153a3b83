using System.Globalization;

namespace Talentys.Benchmarks;

/// <summary>What the command line asks for beside names.</summary>
internal static class BenchArguments
{
    /// <summary>How often each side runs.</summary>
    public static int Rounds { get; private set; } = 5;

    /// <summary>A tenth of the data and fewer rounds.</summary>
    public static bool Quick { get; private set; }

    /// <summary>Size of the data of the workloads; null takes each one's own.</summary>
    public static double? Scale { get; private set; }

    /// <summary>Names of the queries that alone are asked; empty for all.</summary>
    public static IReadOnlySet<string> Only { get; private set; } = new HashSet<string>();

    /// <summary>Reads them, and gives the names of the benchmarks that are asked for.</summary>
    public static IReadOnlySet<string> Read(string[] arguments)
    {
        Quick = arguments.Contains("--quick");
        Rounds = After(arguments, "--rounds") is { } rounds ? int.Parse(rounds, CultureInfo.InvariantCulture) : Quick ? 3 : 5;
        Scale = After(arguments, "--scale") is { } scale ? double.Parse(scale, CultureInfo.InvariantCulture) : null;
        Only = (After(arguments, "--only")?.Split(',') ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        SideBySide.ProcessorTime = arguments.Contains("--cpu");
        return arguments.TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static string? After(string[] arguments, string name) => arguments.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault();
}
