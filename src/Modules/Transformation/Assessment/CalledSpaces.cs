using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Assessment;

/// <summary>Names of which templates call something (<c>dbt_utils.star()</c>), and that no template sets itself.</summary>
internal static partial class CalledSpaces
{
    public static IEnumerable<string> Of(DbtProject project, CancellationToken cancellationToken)
    {
        var texts = project.Nodes.Where(node => node.ResourceType is "model" or "snapshot").Select(node => node.RawCode).OfType<string>().Concat(project.Context.Macros.All.Select(macro => macro.Text)).ToList();
        var own = texts.SelectMany(text => Set().Matches(text)).SelectMany(set => Word().Matches(set.Value)).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);
        var known = project.Context.Names(new JinjaRun(project.Environment, cancellationToken), project.Packages[0], null);
        return texts.SelectMany(text => Tag().Matches(text)).SelectMany(tag => Call().Matches(tag.Value)).Select(call => call.Groups[1].Value).Distinct().Where(name => !own.Contains(name) && !known.TryGet(name, out _));
    }

    [GeneratedRegex(@"\{[{%].*?[}%]\}", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<![\w.'""\])])([A-Za-z_]\w*)\.[A-Za-z_]\w*\s*\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"\bset\s+[^=%]+|\bfor\s+[^%]+?\bin\b|\b(?:macro|test|call|materialization|snapshot)\b[^%]*\([^%]*?\)\s*-?%")]
    private static partial Regex Set();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Word();
}
