using System.Text.RegularExpressions;
using Talentys.Transformation.Parsing;

namespace Talentys.Transformation.Manifests;

/// <summary>Which macros a text calls, as far as it can be seen without running it.</summary>
internal sealed partial class MacroFacts(MacroTable macros)
{
    private readonly Dictionary<string, IReadOnlyList<string>> known = new(StringComparer.Ordinal);

    public static string IdOf(MacroEntry macro) => $"macro.{macro.Package}.{macro.Name}";

    /// <summary>The macros that a macro calls, by their ids.</summary>
    public IReadOnlyList<string> Needs(MacroEntry macro)
    {
        var id = IdOf(macro);
        if (!known.TryGetValue(id, out var needs))
        {
            known[id] = needs = [.. Called(macro.Text, macro.Package).Where(other => other != id)];
        }

        return needs;
    }

    /// <summary>The macros that the template of a node calls: what it called when it was read, and what stands in it besides.</summary>
    public IReadOnlyList<string> Needs(Draft draft) =>
        [.. draft.Macros.Concat(draft.Code is { } code && code.Contains('{', StringComparison.Ordinal) ? (IEnumerable<string>)Called(code, draft.Package.Name) : []).Distinct().Order(StringComparer.Ordinal)];

    private SortedSet<string> Called(string text, string package)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Match call in Call().Matches(text))
        {
            var (space, name) = (call.Groups[1].Value, call.Groups[2].Value);
            if ((space.Length > 0 ? macros.In(space, name) : macros.Find(package, name)) is { } macro)
            {
                found.Add(IdOf(macro));
            }
        }

        foreach (Match call in Dispatch().Matches(text))
        {
            var (name, space) = (call.Groups[1].Value, call.Groups[2].Success ? call.Groups[2].Value : package);
            foreach (var prefix in NodeNames.Prefixes)
            {
                if ((macros.In(space, prefix + name) ?? macros.Find(package, prefix + name)) is { } macro)
                {
                    found.Add(IdOf(macro));
                    break;
                }
            }
        }

        return found;
    }

    [GeneratedRegex(@"(?<![\w.'""])(?:(\w+)\.)?(\w+)\s*\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"dispatch\(\s*(?:macro_name\s*=\s*)?['""](\w+)['""](?:\s*,\s*(?:macro_namespace\s*=\s*)?['""](\w+)['""])?")]
    private static partial Regex Dispatch();
}
