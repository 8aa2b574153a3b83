namespace Talentys.Kernel.Tests;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("orders", "orders", 0)]
    [InlineData("orders", "order", 1)]
    [InlineData("orders", "ordres", 2)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("customers", "orders", 6)]
    [InlineData("Orders", "orders", 1)]
    public void It_counts_the_letters_that_are_put_in_left_out_or_changed_from_either_side(string left, string right, int edits)
    {
        Assert.Equal(edits, EditDistance.Of(left, right));
        Assert.Equal(edits, EditDistance.Of(right, left));
    }
}
