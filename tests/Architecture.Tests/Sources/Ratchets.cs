using System.Text.RegularExpressions;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Sources;

/// <summary>The counts of rule 5 that may only fall.</summary>
internal static partial class Ratchets
{
    internal const string Location = "architecture/ratchets.json";

    /// <summary>Lines above which a file is long.</summary>
    internal const int LongFile = 400;

    /// <summary>Counts of the tree by name.</summary>
    public static SortedDictionary<string, int> Measure(IReadOnlyList<SourceFile> sources, IReadOnlyList<SourceFile> settings) => new(StringComparer.Ordinal)
    {
        ["filesOver400Lines"] = sources.Count(file => file.Lines.Count > LongFile),
        ["pragmas"] = sources.Sum(file => Pragma().Count(file.Text)),
        ["suppressMessages"] = sources.Sum(file => SuppressMessage().Count(file.Text)),
        ["todos"] = sources.Sum(file => Open().Count(file.Text)),
        ["notImplemented"] = sources.Sum(file => NotImplemented().Count(file.Text)),
        ["noWarns"] = settings.Sum(file => NoWarn().Count(file.Text)),
        ["rulesSwitchedOff"] = settings.Sum(file => SwitchedOff().Count(file.Text)),
    };

    /// <summary>What differs from the counts allowed, in either direction: a count that fell is written down, so that it stays.</summary>
    public static IEnumerable<string> Compare(IReadOnlyDictionary<string, int> allowed, IReadOnlyDictionary<string, int> measured)
    {
        foreach (var (name, count) in measured)
        {
            if (!allowed.TryGetValue(name, out var limit))
            {
                yield return $"{name} is not in {Location}";
            }
            else if (count > limit)
            {
                yield return $"{name} rose from {limit} to {count}";
            }
            else if (count < limit)
            {
                yield return $"{name} fell from {limit} to {count}: write it down with ./build.sh ratchet";
            }
        }
    }

    /// <summary>The lower of both for every count: an update can never raise one.</summary>
    public static SortedDictionary<string, int> Lower(IReadOnlyDictionary<string, int> allowed, IReadOnlyDictionary<string, int> measured) =>
        new(measured.ToDictionary(count => count.Key, count => Math.Min(count.Value, allowed.GetValueOrDefault(count.Key, count.Value))), StringComparer.Ordinal);

    [GeneratedRegex(@"^\s*#pragma\b", RegexOptions.Multiline)]
    private static partial Regex Pragma();

    [GeneratedRegex(@"\[[^\]\n]*\b(?:Unconditional)?SuppressMessage\b")]
    private static partial Regex SuppressMessage();

    [GeneratedRegex(@"\b(?:TODO|FIXME|HACK)\b")]
    private static partial Regex Open();

    [GeneratedRegex(@"\bNotImplementedException\b")]
    private static partial Regex NotImplemented();

    [GeneratedRegex(@"<(?:NoWarn|WarningsNotAsErrors)>|\bNoWarn=")]
    private static partial Regex NoWarn();

    [GeneratedRegex(@"^dotnet_diagnostic\.\w+\.severity\s*=\s*(?:none|silent)", RegexOptions.Multiline)]
    private static partial Regex SwitchedOff();
}
