namespace Talentys.Architecture.Tests.Tree;

/// <summary>The tree that the rules are about: the clone that these tests were built in.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", ".git", ".talentys", "artifacts", "node_modules", "TestResults", ".vs", ".idea", ".vscode"];

    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of a file of the tree.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Text of a file of the tree.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>All files that could be committed, with / and relative to the root, in a fixed order.</summary>
    public static IReadOnlyList<string> Files(string below = "")
    {
        var found = new List<string>();
        var start = PathOf(below);
        if (Directory.Exists(start))
        {
            Walk(new DirectoryInfo(start), found);
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>The C# files of a folder, read.</summary>
    public static IReadOnlyList<SourceFile> Sources(params string[] folders) =>
        [.. folders.SelectMany(Files).Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(file => new SourceFile(file, Read(file)))];

    /// <summary>All C# files that people write: migrations are generated.</summary>
    public static IReadOnlyList<SourceFile> WrittenSources() =>
        [.. Sources("src", "tests", "benchmarks").Where(file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal))];

    private static void Walk(DirectoryInfo folder, List<string> found)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            found.Add(Path.GetRelativePath(Root, file.FullName).Replace(Path.DirectorySeparatorChar, '/'));
        }

        foreach (var child in folder.EnumerateDirectories().Where(child => !Skipped.Contains(child.Name) && child.LinkTarget is null))
        {
            Walk(child, found);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Talentys.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Talentys.slnx above {AppContext.BaseDirectory}.");
    }
}
