using Talentys.Ui.Features.Models;

namespace Talentys.Ui.Tests.Models;

public class GraphLayoutTests
{
    [Fact]
    public void Each_node_stands_to_the_right_of_what_it_needs_and_what_needs_nothing_stands_near_to_its_use()
    {
        var layout = Of(("a", []), ("b", ["a"]), ("c", ["b"]), ("late", []), ("d", ["c", "late"]), ("alone", []));

        Assert.Equal([0, 1, 2, 2, 3, 0], new[] { "a", "b", "c", "late", "d", "alone" }.Select(id => layout.Nodes[id].Column));
        Assert.Equal(4, layout.Lines.Count);
    }

    [Fact]
    public void A_flat_graph_is_no_single_tall_column()
    {
        var nodes = Enumerable.Range(0, 200).Select(i => ($"a{i}", (IReadOnlyList<string>)[])).Append(("all", (IReadOnlyList<string>)[.. Enumerable.Range(0, 200).Select(i => $"a{i}")])).ToList();
        var layout = GraphLayout.Of(nodes);

        Assert.All(layout.Nodes.Values.GroupBy(spot => spot.Column), column => Assert.InRange(column.Count(), 1, 30));
        Assert.All(layout.Nodes.Values.Where(spot => spot.Id != "all"), spot => Assert.True(spot.Column < layout.Nodes["all"].Column));
        Assert.True(layout.Width > layout.Height);
    }

    [Fact]
    public void Lines_that_need_not_cross_do_not_cross()
    {
        // in the order of their names each of these lines would cross the others
        var layout = Of(("a1", []), ("a2", []), ("a3", []), ("b1", ["a3"]), ("b2", ["a2"]), ("b3", ["a1"]));

        Assert.Equal(layout.Nodes["a1"].Y, layout.Nodes["b3"].Y);
        Assert.Equal(layout.Nodes["a2"].Y, layout.Nodes["b2"].Y);
        Assert.Equal(layout.Nodes["a3"].Y, layout.Nodes["b1"].Y);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public void No_two_nodes_touch_and_all_are_within(int count)
    {
        var random = new Random(7);
        var layout = GraphLayout.Of([.. Enumerable.Range(0, count).Select(i => ($"n{i}", (IReadOnlyList<string>)[.. Enumerable.Range(0, Math.Min(i, 1 + (i % 3))).Select(_ => $"n{random.Next(Math.Max(0, i - 40), i)}")]))]);

        foreach (var column in layout.Nodes.Values.GroupBy(spot => spot.X))
        {
            var rows = column.OrderBy(spot => spot.Y).ToList();
            Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.Second.Y - pair.First.Y >= GraphLayout.NodeHeight));
            Assert.All(rows, spot => Assert.InRange(spot.Y, -0.01, layout.Height - GraphLayout.NodeHeight + 0.01));
            Assert.InRange(column.Key, 0, layout.Width - GraphLayout.NodeWidth);
        }
    }

    [Fact]
    public void A_line_over_several_columns_passes_between_the_nodes_on_its_way()
    {
        var layout = Of(("a", []), ("b", ["a"]), ("c", ["b", "a"]));

        var far = layout.Lines.Single(line => line is { From: "a", To: "c" });
        Assert.Equal(2, far.Path.Count(letter => letter == 'C'));
        var spot = layout.Nodes["b"];
        var passes = double.Parse(far.Path.Split('L')[1].Split('C')[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(passes > spot.Y && passes < spot.Y + GraphLayout.NodeHeight, $"{passes} within {spot.Y}");
    }

    [Fact]
    public void What_is_needed_and_not_shown_is_passed_over() => Assert.Empty(Of(("a", ["hidden"])).Lines);

    private static GraphLayout Of(params (string Id, IReadOnlyList<string> Needs)[] nodes) => GraphLayout.Of(nodes);
}
