namespace Talentys.Architecture.Tests.Tree;

/// <summary>A file, or a part of one, that is generated: compared, or written when <c>./build.sh update</c> asks for it.</summary>
internal static class GeneratedFile
{
    /// <summary>What may be rewritten: <c>all</c>, <c>ratchets</c> or nothing.</summary>
    private static string Update => Environment.GetEnvironmentVariable("TALENTYS_UPDATE") ?? "";

    /// <summary>Fails when the file differs from what it should be.</summary>
    public static void Check(string relative, string expected, string verb = "update")
    {
        var path = Repository.PathOf(relative);
        var asked = Update == "all" || (Update == "ratchets" && verb == "ratchet");
        if (asked)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
            return;
        }

        var actual = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(actual == expected, $"{relative} is not up to date: run ./build.sh {verb}");
    }

    /// <summary>The text with what stands between two markers replaced.</summary>
    public static string Between(string text, string marker, string content)
    {
        string start = $"<!-- {marker} -->\n", end = $"<!-- /{marker} -->";
        int from = text.IndexOf(start, StringComparison.Ordinal), to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"the markers {start.Trim()} and {end} are missing");
        return string.Concat(text.AsSpan(0, from + start.Length), content, text.AsSpan(to));
    }
}
