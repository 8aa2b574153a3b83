using Bunit;
using Talentys.Contracts;
using Talentys.Ui.Features.Runs;

namespace Talentys.Ui.Tests.Runs;

public sealed class StepAxisTests : PageContext
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_step_is_a_row_of_a_table_with_its_bar_where_it_worked()
    {
        var page = Show(Run("sync", "succeeded", 10, Step("erp.stock", "succeeded", 0, 4, rows: 1200, rejected: 0), Step("erp.products", "succeeded", 4, 10, rows: 8, rejected: 2)));
        Assert.Equal(3, page.FindAll("[role=row]").Count);
        var bars = page.FindAll(".axis-bar");
        Assert.Equal("inset-inline-start: 0%; inline-size: 40%", bars[0].GetAttribute("style"));
        Assert.Equal("inset-inline-start: 40%; inline-size: 60%", bars[1].GetAttribute("style"));
        Assert.Contains(page.FindAll("a"), link => link.GetAttribute("href") == "t/erp/stock");
        Assert.Equal("sources/erp?tab=rejected&stream=products", page.Find(".axis-rejected").GetAttribute("href"));
    }

    [Fact]
    public void A_step_at_work_reaches_to_now_and_shows_how_far_it_is()
    {
        var run = Run("sync", "running", null, Step("erp.stock", "running", 0, null) with { Done = 30, Total = 120, Unit = "rows" });
        var page = Show(run, now: 8);
        Assert.Equal("inline-size: 25%", page.Find(".axis-done").GetAttribute("style"));
        Assert.Contains("30 of 120 rows", page.Find(".axis-note").TextContent, StringComparison.Ordinal);
        Assert.Equal("8 s", page.Find(".axis-duration").TextContent);
    }

    [Fact]
    public void A_failed_step_says_why_and_where_and_how_it_is_mended()
    {
        var failed = Step("erp.stock", "failed", 0, 1) with { Fault = new ProblemFault("x", "The file is damaged.", "drop/stock.parquet", "Deliver it again.") };
        var page = Show(Run("sync", "failed", 1, failed));
        Assert.Equal("The file is damaged.drop/stock.parquetDeliver it again.", string.Concat(page.FindAll(".axis-fault p").Select(line => line.TextContent)));
        Assert.DoesNotContain(page.FindAll("a"), link => link.GetAttribute("href") == "t/erp/stock");
    }

    [Fact]
    public void Steps_of_a_build_lead_to_their_nodes_and_a_failed_test_to_its_rows()
    {
        var test = Models.Sample.Unique;
        var failed = Step("test unique_orders_id", "failed", 0, 1) with { Fault = new ProblemFault("dbt.test_failed", "Got 3 results.", null, null) };
        var skipped = Step("model orders", "skipped", 1, 1) with { Summary = "for raw failed" };
        var warned = Step("test not_null", "succeeded", 1, 2) with { Metrics = new Dictionary<string, double> { ["warned"] = 1 } };
        var run = Run("build", "failed", 2, failed, skipped, warned);
        var page = Render<StepAxis>(parameters => parameters.Add(axis => axis.Run, run).Add(axis => axis.Now, Begin.AddSeconds(3)).Add(axis => axis.NodeOf, step => step == failed ? test : null));

        Assert.Equal(["models/test.shop.unique_orders_id.1", "models/test.shop.unique_orders_id.1?tab=rows"], page.FindAll("a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Skipped: for raw failed", page.FindAll(".axis-note")[0].TextContent);
        Assert.Equal(["failed", "skipped", "warned"], page.FindAll(".axis-dot").Select(dot => dot.ClassList[1]));
        Assert.DoesNotContain("Rejected", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.004, "0,1 ms,2 ms,3 ms,4 ms")]
    [InlineData(10, "0,2 s,4 s,6 s,8 s,10 s")]
    [InlineData(200, "0,1 min,2 min,3 min")]
    [InlineData(5400, "0,30 min,1 h,1:30 h")]
    [InlineData(90_000, "0,6 h,12 h,18 h,1 d")]
    public void The_marks_of_the_axis_are_few_and_round(double seconds, string marks)
    {
        var axis = new TimeAxis(Begin, Begin.AddSeconds(seconds));
        Assert.Equal(marks, string.Join(',', axis.Ticks().Select(tick => TimeAxis.Label(tick.At))));
    }

    [Fact]
    public void A_clock_that_goes_after_the_servers_makes_no_bar_negative()
    {
        var run = Run("sync", "running", null, Step("erp.stock", "running", 5, null));
        var axis = TimeAxis.Of(run, Begin.AddSeconds(-30));
        var (from, width) = axis.BarOf(run.Steps[0]);
        Assert.InRange(from, 0, 100);
        Assert.InRange(width, 0, 100);
    }

    private IRenderedComponent<StepAxis> Show(RunDto run, double now = 60) =>
        Render<StepAxis>(parameters => parameters.Add(axis => axis.Run, run).Add(axis => axis.Now, Begin.AddSeconds(now)));

    private static RunDto Run(string kind, string state, double? ended, params StepDto[] steps) =>
        new("r1", kind, state, "Sync erp", "dev", "admin", Begin, Begin, ended is { } end ? Begin.AddSeconds(end) : null, 1, steps, null);

    private static StepDto Step(string name, string state, double from, double? to, double? rows = null, double? rejected = null)
    {
        Dictionary<string, double> metrics = [];
        if (rows is { } some)
        {
            metrics["rows"] = some;
        }

        if (rejected is { } bad)
        {
            metrics["rejected"] = bad;
        }

        return new StepDto(name, state, null, null, null, null, metrics, null, Begin.AddSeconds(from), to is { } end ? Begin.AddSeconds(end) : null);
    }
}
