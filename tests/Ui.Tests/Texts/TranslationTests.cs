using System.Text.RegularExpressions;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Tests.Texts;

public partial class TranslationTests
{
    private static readonly string Sources = FindSources();
    private static readonly Dictionary<string, string> French = Words.Load("fr");

    [Fact]
    public void Every_text_of_the_page_is_there_in_French()
    {
        var missing = Used().Where(text => !French.ContainsKey(text.Text)).Select(text => $"{text.File}: {text.Text}").Distinct().ToList();

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void A_translation_has_the_places_of_its_text()
    {
        var wrong = French.Where(text => !Places(text.Key).SequenceEqual(Places(text.Value))).Select(text => $"{text.Key} -> {text.Value}").ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void No_page_writes_a_text_without_the_localizer()
    {
        var bare = Directory.EnumerateFiles(Sources, "*.razor", SearchOption.AllDirectories)
            .Where(file => !file.Contains("Gallery", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => BareTexts(File.ReadAllText(file)).Select(text => $"{Path.GetFileName(file)}: {text}"))
            .Where(text => !Allowed.Any(allowed => text.EndsWith(": " + allowed, StringComparison.Ordinal)))
            .ToList();

        Assert.True(bare.Count == 0, string.Join('\n', bare));
    }

    [Fact]
    public void Planted_a_text_without_the_localizer() => Assert.Equal(["Save it"], BareTexts("<button class=\"x\">Save it</button>@code { var x = \"<b>No text</b>\"; }"));

    // names and keys of the keyboard, which are the same everywhere
    private static readonly string[] Allowed = ["Talentys", "Ctrl K", "Ctrl", "Shift", "Enter", "Esc", "null", "NULL", "Space"];

    private static IEnumerable<string> BareTexts(string razor)
    {
        var markup = razor.Split("@code {")[0];
        return TextNode().Matches(markup).Select(node => node.Groups[1].Value.Trim()).Where(text => Word().IsMatch(text));
    }

    private static IEnumerable<(string File, string Text)> Used()
    {
        foreach (var file in Directory.EnumerateFiles(Sources, "*.*", SearchOption.AllDirectories).Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)))
        {
            if (file.Contains("/obj/", StringComparison.Ordinal) || file.Contains("/bin/", StringComparison.Ordinal) || file.Contains("Gallery", StringComparison.Ordinal))
            {
                continue;
            }

            var source = File.ReadAllText(file);
            foreach (Match use in Indexed().Matches(source))
            {
                yield return (Path.GetFileName(file), Regex.Unescape(use.Groups[1].Value));
            }

            foreach (Match use in Counted().Matches(source))
            {
                yield return (Path.GetFileName(file), Regex.Unescape(use.Groups[1].Value));
                yield return (Path.GetFileName(file), Regex.Unescape(use.Groups[2].Value));
            }
        }

        foreach (var entry in Shell.PageMap.All)
        {
            yield return ("PageMap.cs", entry.Title);
        }
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(place => place.Value).Distinct().Order(StringComparer.Ordinal);

    private static string FindSources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Talentys.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("Talentys.slnx"), "src", "Ui");
    }

    [GeneratedRegex(@"\b(?:T|L|words|Words)\[\s*""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Indexed();

    [GeneratedRegex(@"\b(?:T|L|words|Words)\.Count\([^""\n]*""((?:[^""\\]|\\.)*)"",\s*""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Counted();

    [GeneratedRegex(@"(?<=[^=\s@(])>([^<>@{}()=;]*)</")]
    private static partial Regex TextNode();

    [GeneratedRegex(@"\p{L}{2}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
