using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Sources;

public class CompilerRulesTests
{
    [Fact]
    public void Waiting_sleeping_and_the_wall_clock_are_banned() => Rule.Holds(CompilerRules.BannedSymbols(Repository.Read("BannedSymbols.txt")));

    [Fact]
    public void Forgetting_the_token_is_an_error() => Rule.Holds(CompilerRules.Severities(Repository.Read(".editorconfig")));

    [Fact]
    public void Warnings_are_errors_in_every_project()
    {
        Rule.Holds(CompilerRules.Properties(Repository.Read("Directory.Build.props")));
        Rule.Holds(CompilerRules.Exceptions(Repository.Files()
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => new SourceFile(file, Repository.Read(file)))));
    }

    [Fact]
    public void Planted_a_symbol_that_is_no_longer_banned() =>
        Assert.Equal(
            ["P:System.DateTime.Now is not banned"],
            CompilerRules.BannedSymbols(Repository.Read("BannedSymbols.txt").Replace("P:System.DateTime.Now;", "", StringComparison.Ordinal)));

    [Fact]
    public void Planted_a_rule_that_is_only_a_suggestion() =>
        Assert.Equal(
            ["CA2016 is not an error"],
            CompilerRules.Severities(Repository.Read(".editorconfig").Replace("CA2016.severity = error", "CA2016.severity = suggestion", StringComparison.Ordinal)));

    [Fact]
    public void Planted_properties_that_let_warnings_through()
    {
        Assert.Contains("TreatWarningsAsErrors>true is missing", CompilerRules.Properties("<Nullable>enable</Nullable>"));
        Assert.Equal(
            ["a.csproj sets Nullable"],
            CompilerRules.Exceptions([new SourceFile("a.csproj", "<Nullable>disable</Nullable>")]));
    }
}
