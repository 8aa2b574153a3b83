using System.Net;
using System.Text;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Features.Catalog;
using Talentys.Ui.Features.Models;
using Talentys.Ui.Features.Runs;
using Talentys.Ui.Shell;

namespace Talentys.Ui.Tests.Models;

public class NodePartsTests : PageContext
{
    public NodePartsTests()
    {
        Services.AddScoped<ModelsClient>();
        Services.AddScoped<TablesClient>();
    }

    [Fact]
    public void A_node_of_the_graph_is_a_link_that_tells_its_state_in_words()
    {
        var outline = new ProjectOutline(Sample.All, node => node == Sample.Unique ? Sample.Result("failed", 3) : node == Sample.Orders ? Sample.Result("succeeded") : null);
        var page = Render<NodeGraph>(parameters => parameters.Add(graph => graph.Outline, outline).Add(graph => graph.Label, "Graph").Add(graph => graph.Current, Sample.Orders.Id)
            .Add(graph => graph.Nodes, [Sample.Orders, Sample.Report, Sample.Raw]));

        var orders = page.Find($"[data-node='{Sample.Orders.Id}']");
        Assert.Equal("models/model.shop.orders", orders.GetAttribute("href"));
        Assert.Equal(["orders", "table · 1 test fails", "Model, needs 1 node, needed by 1 node"], orders.QuerySelectorAll("span").Select(part => part.TextContent));
        Assert.Contains("failed", orders.ClassList);
        Assert.Equal("true", orders.GetAttribute("aria-current"));
        Assert.Contains("never", page.Find($"[data-node='{Sample.Report.Id}']").ClassList);
        Assert.Equal(2, page.FindAll("path[data-from]").Count);
    }

    [Fact]
    public void Steps_of_a_build_colour_its_nodes_while_it_runs_and_what_was_known_before_is_older()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://nobody.invalid/") };
        using var link = new ServerLink(http);
        using var follower = new BuildFollower(new LiveStreams(new ApiClient(http, link), link, new TabVisibility(JSInterop.JSRuntime)));
        var (moved, stale) = (0, 0);
        follower.Moved += () => moved++;
        follower.Stale += () => stale++;
        var before = Sample.Orders with { Last = Sample.Result("failed") };
        Assert.Equal("failed", follower.ResultOf(before)!.State);

        follower.Take(Build(null, Step("model orders", "running")));
        Assert.Equal(("running", 1, 0), (follower.ResultOf(before)!.State, moved, stale));
        Assert.Single(follower.Open);

        follower.Take(Build(Sample.Begin.AddSeconds(70), Step("model orders", "succeeded", ("warned", 1), ("rows", 12))));
        Assert.Equal(("warned", 12L, 1, 1), (follower.ResultOf(before)!.State, follower.ResultOf(before)!.Rows, moved, stale));
        Assert.Empty(follower.Open);
        Assert.Null(follower.ResultOf(Sample.Report));
        Assert.Equal("skipped", follower.ResultOf(before with { Last = Sample.Result("skipped", run: "later") with { StartedAt = Sample.Begin.AddHours(1) } })!.State);
    }

    [Fact]
    public void Tests_that_failed_stand_first_and_show_their_rows_when_asked()
    {
        var fine = Sample.Unique with { Id = "test.shop.a.2", Name = "a", Last = Sample.Result("succeeded") };
        var page = Render<NodeTests>(parameters => parameters.Add(tests => tests.Tests, [fine, Sample.Unique with { Last = Sample.Result("failed", 3) }]).Add(tests => tests.ResultOf, node => node.Last));

        Assert.Equal(["unique_orders_id", "a"], page.FindAll(".test-name").Select(link => link.TextContent));
        Assert.Contains("3 rows", page.FindAll(".test")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("Got 3 results.", page.Find(".why").TextContent);
        var button = Assert.Single(page.FindAll("button"));
        button.Click();
        Assert.Equal("true", page.Find("button").GetAttribute("aria-expanded"));
        Assert.NotNull(page.FindComponent<FailingRows>());
    }

    [Fact]
    public async Task Rows_that_fail_are_those_of_the_compiled_SQL_asked_as_any_statement_is()
    {
        var asked = new List<string>();
        using var http = new HttpClient(new Answers(asked)) { BaseAddress = new Uri("http://server.test/") };
        using var link = new ServerLink(http);
        var api = new ApiClient(http, link);
        Services.AddScoped(_ => new ModelsClient(api));
        Services.AddScoped(_ => new TablesClient(api));

        var page = Render<FailingRows>(parameters => parameters.Add(rows => rows.Test, Sample.Unique.Id));
        await page.WaitForAssertionAsync(() => Assert.Equal(2, page.FindAll("tbody tr").Count), TimeSpan.FromSeconds(30));

        Assert.Equal(["GET /api/v1/models/test.shop.unique_orders_id.1/compiled", "POST /api/v1/query"], asked);
        Assert.Equal(["7", "2", "null", "3"], page.FindAll("td").Select(cell => cell.TextContent.Trim()));
        Assert.Equal(Addresses.Sql("select id, n"), page.Find("a.t-button").GetAttribute("href"));
    }

    private static RunDto Build(DateTimeOffset? ended, params StepDto[] steps) =>
        new("r2", "build", ended is null ? "running" : "succeeded", "dbt build", "dev", "ann", Sample.Begin, Sample.Begin, ended, 1, steps, null);

    private static StepDto Step(string name, string state, params (string Name, double Value)[] metrics) =>
        new(name, state, null, null, null, null, metrics.ToDictionary(one => one.Name, one => one.Value), null, Sample.Begin.AddMinutes(1), state == "running" ? null : Sample.Begin.AddSeconds(70));

    /// <summary>A server that knows one test.</summary>
    private sealed class Answers(List<string> asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            var body = request.Method == HttpMethod.Get
                ? """{"uniqueId":"test.shop.unique_orders_id.1","name":"unique_orders_id","resourceType":"test","sql":"select id, n"}"""
                : """{"columns":[{"name":"id","type":"BIGINT"},{"name":"n","type":"BIGINT"}],"rows":[[7,2],[null,3]]}""";
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
