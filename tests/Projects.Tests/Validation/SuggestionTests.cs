using Talentys.Projects.Validation;

namespace Talentys.Projects.Tests.Validation;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("incremntal", "incremental")]
    [InlineData("Full", "full")]
    [InlineData("fulll", "full")]
    [InlineData("flul", "full")]
    [InlineData("cdd", "cdc")]
    [InlineData("banana", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    public void What_is_near_is_suggested_and_what_is_far_is_not(string typed, string? meant) =>
        Assert.Equal(meant, Suggestion.Nearest(typed, ["full", "incremental", "cdc"]));

    [Fact]
    public void All_that_is_possible_is_listed_when_nothing_is_near() =>
        Assert.Equal("Possible are: full, cdc.", Suggestion.Mend("banana", ["full", "cdc"], "Possible are"));
}
