using System.Text.Json;
using System.Text.RegularExpressions;
using Talentys.Architecture.Tests.Modules;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Documents;

public class DocumentTests
{
    private static readonly string[] ModuleHeadings = ["Purpose", "Owns", "Public", "Uses", "How to add"];

    [Fact]
    public void The_table_of_modules_shows_the_declared_ones()
    {
        const string page = "ARCHITECTURE.md";
        GeneratedFile.Check(page, GeneratedFile.Between(Repository.Read(page), "modules", ModuleTable.Render(ModulesFile.Read())));
    }

    [Fact]
    public void The_list_of_dependencies_is_complete_and_all_licences_are_permissive()
    {
        var packages = RestoredPackages.Read();
        var native = JsonSerializer.Deserialize<SortedDictionary<string, string>>(Repository.Read("architecture/native.json"))!;

        Rule.Holds(DependencyRules.Licences(packages));
        Assert.Contains(packages, package => package is { Name: "Apache.Arrow", Shipped: true });
        GeneratedFile.Check(DependencyRules.Location, DependencyRules.Render(packages, native));
    }

    [Fact]
    public void Settings_parse() =>
        Rule.Holds(TextRules.Syntax(Read(".json").Concat(Read(".yml")).Concat(Read(".yaml"))));

    [Fact]
    public void Links_lead_somewhere() =>
        Rule.Holds(TextRules.Links(Read(".md"), path => File.Exists(Repository.PathOf(path)) || Directory.Exists(Repository.PathOf(path))));

    [Fact]
    public void Every_module_has_a_readme_of_the_common_shape() =>
        Rule.Holds(
            from module in ModulesFile.Read()
            where module.Path.StartsWith("src/Modules/", StringComparison.Ordinal)
            let readme = $"{module.Path}/README.md"
            let text = File.Exists(Repository.PathOf(readme)) ? Repository.Read(readme) : ""
            from heading in ModuleHeadings
            where !Regex.IsMatch(text, $@"^(?:## |\*\*)(?:{heading})", RegexOptions.Multiline)
            select $"{readme} says nothing under {heading}");

    [Theory]
    [InlineData("GPL-3.0-only")]
    [InlineData("MIT AND GPL-2.0-only")]
    [InlineData("MPL-2.0")]
    [InlineData(null)]
    public void Planted_a_package_under_another_licence(string? licence) =>
        Assert.Single(DependencyRules.Licences([new Package("Bad", "1.0", licence, true), new Package("Good", "1.0", "MIT OR GPL-3.0-only", true)]));

    [Fact]
    public void Planted_a_file_that_does_not_parse_and_a_link_into_nowhere()
    {
        Assert.Equal(2, TextRules.Syntax([new SourceFile("a.json", "{"), new SourceFile("a.yml", "a: [1"), new SourceFile("b.yml", "a: [1]")]).Count());
        Assert.Equal(
            ["docs/a.md links to ../c.md, which is not there"],
            TextRules.Links([new SourceFile("docs/a.md", "[x](b.md#top) [y](../c.md) [z](https://example.com/)")], path => path == "docs/b.md"));
    }

    [Fact]
    public void Planted_a_new_module_changes_the_table() =>
        Assert.Contains(
            "| 3 | [Sales](src/Modules/Sales) | orders | Sells. | Kernel, Lake |\n",
            ModuleTable.Render([new DeclaredModule("Sales", 3, "src/Modules/Sales", ["Kernel", "Lake"], "orders", "Sells.")]));

    private static IEnumerable<SourceFile> Read(string extension) =>
        Repository.Files().Where(file => file.EndsWith(extension, StringComparison.Ordinal)).Select(file => new SourceFile(file, Repository.Read(file)));
}
