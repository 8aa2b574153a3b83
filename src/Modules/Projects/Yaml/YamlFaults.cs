using Talentys.Kernel;
using YamlDotNet.Core;

namespace Talentys.Projects.Yaml;

/// <summary>Tells what is wrong with YAML that cannot be parsed.</summary>
internal static class YamlFaults
{
    internal static Fault Malformed(YamlException malformed, string text, string path)
    {
        var line = (int)Math.Max(1, malformed.Start.Line);
        var column = (int)Math.Max(1, malformed.Start.Column);
        if (TabIn(text, line) is { } tab)
        {
            return Fault.Invalid(
                "projects.tab", "A tab indents this line; YAML indents with spaces.", $"{path}:{line}:{tab}", "Replace the tab with spaces.");
        }

        var reason = malformed.Message.TrimEnd('.');
        return Fault.Invalid(
            "projects.yaml", $"The YAML is not well-formed: {reason}.", $"{path}:{line}:{column}",
            "Look for a missing quote, bracket, colon or space here and in the line above.");
    }

    private static int? TabIn(string text, int line)
    {
        var lines = text.Split('\n');
        if (line > lines.Length)
        {
            return null;
        }

        var indent = lines[line - 1].AsSpan();
        indent = indent[..(indent.Length - indent.TrimStart(" \t").Length)];
        var tab = indent.IndexOf('\t');
        return tab < 0 ? null : tab + 1;
    }
}
