using Talentys.Contracts;
using Talentys.Ui.Features.Sql;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Tests.Sql;

public sealed class ChartDataTests
{
    private static readonly ResultColumn[] Sales = [new("order_id", "BIGINT"), new("day", "DATE"), new("channel", "VARCHAR"), new("amount", "DECIMAL(18,2)")];

    [Fact]
    public void Times_suggest_a_line_and_keys_are_not_drawn()
    {
        var choice = ChartData.Suggest(Sales)!;

        Assert.Equal((ChartKind.Line, 1, Aggregation.Sum), (choice.Type, choice.X, choice.By));
        Assert.Equal([3], choice.Y);
    }

    [Fact]
    public void What_was_grouped_by_suggests_bars_though_a_time_is_told_of_each_group()
    {
        var choice = ChartData.Suggest([Sales[2], Sales[3], new ResultColumn("last_at", "TIMESTAMP")])!;

        Assert.Equal((ChartKind.Bar, 0), (choice.Type, choice.X));
        Assert.Equal([1], choice.Y);
    }

    [Fact]
    public void Rows_of_the_same_label_are_put_together()
    {
        string?[][] rows = [["web", "2.5", null], [null, "1", "3"], ["web", "0.5", "4"]];
        var columns = new[] { Sales[2], Sales[3], Sales[0] };

        Assert.Equal([[3, 1], [4, 3]], Values(Aggregation.Sum, columns, rows));
        Assert.Equal([[1.5, 1], [4, 3]], Values(Aggregation.Average, columns, rows));
        Assert.Equal([[2, 1]], Values(Aggregation.Count, columns, rows));
    }

    [Fact]
    public void A_pie_of_many_shares_puts_the_small_ones_together()
    {
        var rows = Enumerable.Range(1, 20).Select(i => (IReadOnlyList<string?>)[$"part {i}", $"{i}"]).ToList();

        var chart = ChartData.Of(new ChartChoice(ChartKind.Pie, 0, [1], Aggregation.None), [Sales[2], Sales[3]], rows, "Parts", "Others");

        Assert.Equal(12, chart.Labels.Count);
        Assert.Equal(("part 20", "Others"), (chart.Labels[0], chart.Labels[^1]));
        Assert.Equal(210, chart.Series[0].Values.Sum());
    }

    private static double?[][] Values(Aggregation by, ResultColumn[] columns, string?[][] rows) =>
        [.. ChartData.Of(new ChartChoice(ChartKind.Bar, 0, [1, 2], by), columns, rows, "", "").Series.Select(series => series.Values.ToArray())];
}
