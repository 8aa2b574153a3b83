using System.Text.RegularExpressions;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Sources;

/// <summary>Rules 5 and 6, as far as they are about the text of the sources.</summary>
internal static partial class SourceRules
{
    private static readonly string[] VagueWords = ["Utils", "Util", "Helpers", "Helper", "Manager", "Common", "Misc"];

    /// <summary>Files without a type of their name. A program is named after nothing; what a feature stores may be together in its <c>XStorage.cs</c>.</summary>
    public static IEnumerable<string> FileNames(IEnumerable<SourceFile> sources) =>
        from file in sources
        where file.Name is not ("Program" or "GlobalUsings" or "AssemblyInfo")
        let types = TopLevelType().Matches(file.Text).Select(type => type.Groups["name"].Value).ToList()
        where !types.Contains(file.Name) && !types.Contains(StoredRow(file.Name))
        select $"{file.Path} has no type {file.Name}";

    /// <summary>Names that say nothing: of files, folders and types.</summary>
    public static IEnumerable<string> VagueNames(IEnumerable<SourceFile> sources) =>
        from file in sources
        let words = file.Path.Split('/').SkipLast(1).Append(file.Name).Concat(TopLevelType().Matches(file.Text).Select(type => type.Groups["name"].Value))
        from word in words.Where(IsVague).Distinct()
        select $"{file.Path} is named {word}";

    /// <summary>A catch of everything that does not even name it.</summary>
    public static IEnumerable<string> BareCatches(IEnumerable<SourceFile> sources) =>
        from file in sources
        from line in file.Lines.Index()
        where BareCatch().IsMatch(line.Item) && !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
        select $"{file.Path}:{line.Index + 1} catches everything";

    private static string StoredRow(string fileName) =>
        fileName.EndsWith("Storage", StringComparison.Ordinal) ? $"{fileName[..^"Storage".Length]}Row" : fileName;

    private static bool IsVague(string name) => VagueWords.Any(word => name == word || name.EndsWith(word, StringComparison.Ordinal));

    // namespaces are file-scoped, so a type that is not nested starts at the margin
    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|interface|enum|record(?:\s+(?:struct|class))?|struct|delegate\s+[\w<>?\[\],. ]+?)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"\bcatch\s*(\{|$)")]
    private static partial Regex BareCatch();
}
