using System.Xml.Linq;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Modules;

/// <summary>Finds the projects below <c>src</c>, so that nobody has to keep a list.</summary>
internal static class ProjectsOnDisk
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModuleProject> Read() =>
        [.. Repository.Files("src").Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(Read)];

    private static ModuleProject Read(string file)
    {
        var folder = Path.GetDirectoryName(file)!.Replace('\\', '/');
        var project = XDocument.Load(Repository.PathOf(file));
        return new ModuleProject(
            NameOf(file),
            folder,
            [.. Includes(project, "ProjectReference").SelectMany(include => Expand(folder, include)).Select(NameOf).Distinct().Order(StringComparer.Ordinal)],
            [.. Includes(project, "PackageReference")]);
    }

    private static IEnumerable<string> Includes(XDocument project, string element) =>
        project.Descendants(element).Select(item => (string?)item.Attribute("Include")).OfType<string>();

    // a reference may be a pattern such as ../Modules/*/Talentys.*.csproj: one * stands within one folder's name
    private static IEnumerable<string> Expand(string folder, string include)
    {
        var full = Path.GetFullPath(Path.Combine(Repository.Root, folder, include));
        var pattern = Path.GetRelativePath(Repository.Root, full).Replace('\\', '/');
        if (!pattern.Contains('*'))
        {
            return [pattern];
        }

        var expression = "^" + System.Text.RegularExpressions.Regex.Escape(pattern).Replace("\\*", "[^/]*", StringComparison.Ordinal) + "$";
        return Repository.Files("src").Where(file => System.Text.RegularExpressions.Regex.IsMatch(file, expression));
    }

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project)["Talentys.".Length..];
}
