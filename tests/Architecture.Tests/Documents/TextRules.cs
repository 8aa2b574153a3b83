using System.Text.Json;
using System.Text.RegularExpressions;
using Talentys.Architecture.Tests.Tree;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Talentys.Architecture.Tests.Documents;

/// <summary>Settings that parse, and documents whose links lead somewhere.</summary>
internal static partial class TextRules
{
    /// <summary>JSON and YAML files that do not parse.</summary>
    public static IEnumerable<string> Syntax(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            var fault = file.Path.EndsWith(".json", StringComparison.Ordinal) ? JsonFault(file.Text) : YamlFault(file.Text);
            if (fault is not null)
            {
                yield return $"{file.Path}: {fault}";
            }
        }
    }

    /// <summary>Links of Markdown files to files that are not there.</summary>
    public static IEnumerable<string> Links(IEnumerable<SourceFile> documents, Func<string, bool> exists) =>
        from document in documents
        let folder = Path.GetDirectoryName(document.Path)!
        from link in Link().Matches(document.Text).Select(link => link.Groups["target"].Value)
        where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)
        let target = Path.GetRelativePath(".", Path.Combine(folder, link)).Replace('\\', '/')
        where !exists(target)
        select $"{document.Path} links to {link}, which is not there";

    private static string? JsonFault(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException fault)
        {
            return fault.Message;
        }
    }

    private static string? YamlFault(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext() && parser.Current is not StreamEnd)
            {
                // only parsed
            }

            return null;
        }
        catch (YamlException fault)
        {
            return fault.Message;
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
