using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Talentys.Contracts;
using Talentys.Ui.Features.Sql;
using Talentys.Ui.Shell;

namespace Talentys.Ui.Tests.Sql;

public class ResultViewTests : PageContext
{
    private static readonly ResultDto Running = new("one", "running", [], 0, false, DateTimeOffset.UnixEpoch, 10, null);

    public ResultViewTests()
    {
        Services.AddScoped<ResultsClient>();
        Services.AddScoped<DraftStore>();
        Services.AddScoped<SqlWorkspace>();
        Services.AddMudServices();
        Services.AddScoped<Notices>();
    }

    [Fact]
    public void A_statement_that_ended_with_the_server_is_told_from_a_result_that_was_kept_for_its_time()
    {
        var lost = Show("insert into t values (1)", new ResultRun(new SqlStatement(0, "insert into t values (1)"), "one") { Result = Running, IsGone = true });
        var old = Show("select 1", new ResultRun(new SqlStatement(0, "select 1"), "two") { Result = Running with { State = "succeeded" }, IsGone = true });

        Assert.Contains("The server ended before the statement did", lost.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("no longer on the server", lost.Markup, StringComparison.Ordinal);
        Assert.Contains("This result is no longer on the server", old.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-- a line before\nselect nosuch", "Line 2, column 8")]
    [InlineData("select another", "Line 1, column 8")]
    public void The_place_of_a_fault_is_told_in_the_words_of_the_page_also_when_the_draft_says_something_else_now(string draft, string told)
    {
        var fault = new ProblemFault("engine.sql_error", "Referenced column \"nosuch\" not found", "line 1, column 8", null);
        var view = Show(draft, new ResultRun(new SqlStatement(0, "select nosuch"), "one") { Result = Running with { State = "failed", Fault = fault } });

        Assert.Contains(told, view.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("line 1, column 8", view.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<ResultView> Show(string draft, ResultRun run) =>
        Render<ResultView>(parameters => parameters.Add(view => view.Draft, new Draft { Id = "d", Name = "Draft 1", Text = draft }).Add(view => view.Run, run));
}
