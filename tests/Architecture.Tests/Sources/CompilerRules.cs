using System.Text.RegularExpressions;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Sources;

/// <summary>Rule 6, as far as the compiler holds it: the settings that make it do so are in place, everywhere.</summary>
internal static class CompilerRules
{
    private static readonly string[] Banned =
    [
        "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow",
        "M:System.Threading.Tasks.Task.Wait", "P:System.Threading.Tasks.Task`1.Result",
        "M:System.Threading.Thread.Sleep(System.Int32)", "M:System.Console.WriteLine(System.String)",
    ];

    private static readonly string[] Errors = ["CA2016", "IDE0005", "CA1848"];

    /// <summary>Interfaces that are not forbidden though they should be.</summary>
    public static IEnumerable<string> BannedSymbols(string text)
    {
        var listed = text.Split('\n').Select(line => line.Split(';')[0].Trim()).ToHashSet();
        return Banned.Where(symbol => !listed.Contains(symbol)).Select(symbol => $"{symbol} is not banned");
    }

    /// <summary>Analyzer rules that are not errors though they should be.</summary>
    public static IEnumerable<string> Severities(string editorConfig) =>
        from rule in Errors
        where !Regex.IsMatch(editorConfig, $@"^dotnet_diagnostic\.{rule}\.severity\s*=\s*error", RegexOptions.Multiline)
        select $"{rule} is not an error";

    /// <summary>Properties of all projects that are not as they should be.</summary>
    public static IEnumerable<string> Properties(string props) =>
        from wanted in new[]
        {
            "<TreatWarningsAsErrors>true<", "<Nullable>enable<", "<Deterministic>true<", "<EnforceCodeStyleInBuild>true<",
            "<AnalysisLevel>latest-recommended<", "Microsoft.CodeAnalysis.BannedApiAnalyzers",
        }
        where !props.Contains(wanted, StringComparison.Ordinal)
        select $"{wanted.Trim('<')} is missing";

    /// <summary>Projects that lift one of them again.</summary>
    public static IEnumerable<string> Exceptions(IEnumerable<SourceFile> projects) =>
        from project in projects
        from property in new[] { "TreatWarningsAsErrors", "Nullable", "AnalysisLevel", "EnforceCodeStyleInBuild", "TargetFramework", "RunAnalyzers" }
        where project.Text.Contains($"<{property}>", StringComparison.Ordinal)
        select $"{project.Path} sets {property}";
}
