using Talentys.Kernel;
using YamlDotNet.Core;

namespace Talentys.Projects.Yaml;

/// <summary>Tells what is wrong with YAML that cannot be parsed.</summary>
internal static class YamlFaults
{
    internal static Fault Malformed(Mark start, Mark end, string message, string text, string path)
    {
        var line = (int)Math.Max(1, start.Line);
        var column = (int)Math.Max(1, start.Column);

        // the parser may name the line above the one whose indentation it could not take
        for (var near = line; near <= end.Line + 1; near++)
        {
            if (TabIn(text, near) is { } tab)
            {
                return Fault.Invalid(
                    "projects.tab", "A tab indents this line; YAML indents with spaces.", $"{path}:{near}:{tab}", "Replace the tab with spaces.");
            }
        }

        return Fault.Invalid(
            "projects.yaml", $"The YAML is not well-formed: {message.TrimEnd('.')}.", $"{path}:{line}:{column}",
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
