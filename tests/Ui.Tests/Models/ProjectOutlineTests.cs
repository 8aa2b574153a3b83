using Talentys.Contracts;
using Talentys.Ui.Features.Models;

namespace Talentys.Ui.Tests.Models;

public class ProjectOutlineTests
{
    [Theory]
    [InlineData("succeeded", "succeeded", "succeeded")]
    [InlineData("succeeded", "failed", "failed")]
    [InlineData("succeeded", "warned", "warned")]
    [InlineData("running", "failed", "running")]
    [InlineData("skipped", "succeeded", "skipped")]
    [InlineData(null, null, "never")]
    [InlineData(null, "failed", "failed")]
    public void A_node_fares_as_it_went_and_where_that_is_well_as_its_tests_went(string? own, string? test, string fares)
    {
        var outline = Outline((Sample.Orders.Id, own), (Sample.Unique.Id, test));

        Assert.Equal(fares, outline.StateOf(Sample.Orders));
    }

    [Fact]
    public void Neighbours_are_found_above_and_below_and_tests_are_none()
    {
        var outline = Outline();

        Assert.Equal([Sample.Raw.Id, Sample.Orders.Id, Sample.Report.Id], outline.Around(Sample.Orders.Id, 1).OrderBy(id => id == Sample.Raw.Id ? 0 : id == Sample.Orders.Id ? 1 : 2));
        Assert.Equal(2, outline.Around(Sample.Raw.Id, 1).Count);
        Assert.Equal(3, outline.Around(Sample.Raw.Id, 5).Count);
        Assert.Equal([Sample.Unique], outline.TestsOf(Sample.Orders.Id));
    }

    private static ProjectOutline Outline(params (string Id, string? State)[] states) =>
        new(Sample.All, node => states.FirstOrDefault(one => one.Id == node.Id).State is { } state ? Sample.Result(state) : (NodeResultDto?)null);
}
