namespace Talentys.Kernel.Tests;

public class IdsTests
{
    [Fact]
    public void Identifiers_are_26_lower_case_characters_and_differ()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => Ids.New()).ToList();

        Assert.All(ids, id => Assert.Matches("^[0-9a-hjkmnp-tv-z]{26}$", id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }
}
