using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Sources;

public class SourceRulesTests
{
    private static readonly IReadOnlyList<SourceFile> All = Repository.WrittenSources();

    [Fact]
    public void Files_are_named_after_their_main_type() => Rule.Holds(SourceRules.FileNames(All));

    [Fact]
    public void Names_say_what_a_thing_is() => Rule.Holds(SourceRules.VagueNames(All));

    [Fact]
    public void Nothing_catches_everything_without_a_word() =>
        Rule.Holds(SourceRules.BareCatches(All.Where(file => file.Name != nameof(SourceRulesTests))));

    [Fact]
    public void The_sources_are_found() => Assert.Contains(All, file => file.Path == "src/Foundation/Kernel/Ids.cs");

    [Theory]
    [InlineData("public sealed class Order\n{\n}")]
    [InlineData("internal static partial class Order;")]
    [InlineData("public record struct Order(int Id);")]
    [InlineData("public readonly record struct Order<T>(T Id);")]
    [InlineData("internal enum Other { A }\n\ninternal interface Order;")]
    [InlineData("public delegate void Order(int id);")]
    public void A_file_may_hold_more_than_the_type_that_it_is_named_after(string text) =>
        Rule.Holds(SourceRules.FileNames([new SourceFile("src/Order.cs", text)]));

    [Theory]
    [InlineData("public sealed class Sale;")]
    [InlineData("public sealed class Sale\n{\n    private sealed class Order;\n}")]
    public void Planted_a_file_named_after_another_type(string text) =>
        Assert.Equal(["src/Order.cs has no type Order"], SourceRules.FileNames([new SourceFile("src/Order.cs", text)]));

    [Fact]
    public void Rows_and_mapping_of_a_feature_may_be_together_in_its_storage() =>
        Rule.Holds(SourceRules.FileNames([new SourceFile("src/OrderStorage.cs", "class OrderRow;\nclass OrderMapping;")]));

    [Theory]
    [InlineData("src/Common/Order.cs", "class Order;", "Common")]
    [InlineData("src/StringUtils.cs", "class StringUtils;", "StringUtils")]
    [InlineData("src/Order.cs", "class Order;\nclass OrderManager;", "OrderManager")]
    [InlineData("src/SqlHelpers.cs", "class SqlHelpers;", "SqlHelpers")]
    public void Planted_a_name_that_says_nothing(string path, string text, string word) =>
        Assert.Equal([$"{path} is named {word}"], SourceRules.VagueNames([new SourceFile(path, text)]));

    [Theory]
    [InlineData("try { A(); } catch { }")]
    [InlineData("try { A(); }\ncatch\n{\n}")]
    public void Planted_a_bare_catch(string text) =>
        Assert.Single(SourceRules.BareCatches([new SourceFile("src/Order.cs", text)]));

    [Fact]
    public void A_catch_with_a_type_or_a_filter_is_none() =>
        Rule.Holds(SourceRules.BareCatches([new SourceFile("src/Order.cs", "catch (IOException)\n{\n}\ncatch (Exception e) when (e is X)\n{\n}")]));
}
