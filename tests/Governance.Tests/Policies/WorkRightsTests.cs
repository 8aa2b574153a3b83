using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;

namespace Talentys.Governance.Tests.Policies;

/// <summary>Grants hold for loads, for what runs and sources tell of them, for upkeep and for lists with views.</summary>
public class WorkRightsTests
{
    private const string Access = """
        groups: {loaders: {members: [eve]}}
        grants:
          - {to: everyone, can: read, on: ["shop.*"]}
          - {to: "group:loaders", can: write, on: ["raw.*", "marts.*"]}
        """;

    [Fact]
    public async Task A_load_needs_the_right_to_write_and_only_those_who_see_the_table_learn_of_it()
    {
        await using var server = await PolicyServer.StartWithRunsAsync();
        server.Write("access.yml", Access);
        server.Write("in/orders.csv", "id,v\n1,zztop\n2,x\n3,y\n");

        var denied = await LoadAsync(server, "mia engineer");
        Assert.Equal("failed", denied.State);
        Assert.Empty(denied.Steps); // the table is not there for her
        var loaded = await LoadAsync(server, "eve engineer");
        Assert.Equal(("succeeded", 3), (loaded.State, loaded.Steps.Single().Metrics["rows"]));
        Assert.Equal("[[3]]", await server.AskAsync("eve engineer", "select count(*) from raw.orders"));
        var refused = await GetAsync<RunDto>(server, "eve engineer", $"/api/v1/runs/{denied.Id}");
        Assert.Equal("ingestion.write_denied", refused.Steps.Single().Fault?.Code);

        foreach (var who in new[] { "ann", "mia engineer" })
        {
            var seen = await GetAsync<RunDto>(server, who, $"/api/v1/runs/{loaded.Id}");
            Assert.Empty(seen.Steps);
            Assert.DoesNotContain("3 rows", await server.GetAsync(who, $"/api/v1/runs/{loaded.Id}/log"), StringComparison.Ordinal);
            Assert.DoesNotContain("raw.orders", await server.GetAsync(who, "/api/v1/runs"), StringComparison.Ordinal);
            Assert.Empty((await GetAsync<Page<RunDto>>(server, who, "/api/v1/runs?about=raw.orders")).Items);
            Assert.Equal(0, (await GetAsync<RunCounts>(server, who, "/api/v1/runs/counts?about=raw.orders")).Succeeded);
            Assert.DoesNotContain("raw.orders", await server.GetAsync(who, $"/api/v1/runs/{loaded.Id}/events"), StringComparison.Ordinal);
        }

        Assert.Single((await GetAsync<Page<RunDto>>(server, "eve engineer", "/api/v1/runs?about=raw.orders&state=succeeded")).Items);
        foreach (var path in new[] { "/api/v1/maintenance", "/api/v1/maintenance/plan" })
        {
            Assert.Equal(await UpkeepAsync(server, "mia engineer", path, "raw.nothing"), (await UpkeepAsync(server, "mia engineer", path, "raw.orders")).Replace("orders", "nothing", StringComparison.Ordinal));
        }

        Assert.Equal("202", await UpkeepAsync(server, "eve engineer", "/api/v1/maintenance", "raw.orders"));
    }

    [Fact]
    public async Task Views_are_listed_and_their_text_is_for_those_from_whom_nothing_is_kept()
    {
        await using var server = await PolicyServer.StartAsync();
        await server.MakeAsync("shop.orders", "select 1 as id, 'zztop' as card");
        Assert.Equal("[[0]]", await server.AskAsync("eve engineer", "create view shop.few as select id, 'x' as mark from shop.orders where card = 'zztop'"));
        await server.AskAsync("eve engineer", "create view marts.hidden as select id from shop.orders");
        Assert.Equal(["hidden view", "few view", "orders table"], (await GetAsync<Page<TableListItem>>(server, "ann", "/api/v1/tables")).Items.Select(item => $"{item.Name} {item.Type}"));
        Assert.Equal("select id, 'x' as mark from shop.orders where card = 'zztop'", (await GetAsync<TableDetail>(server, "ann", "/api/v1/tables/shop/few")).View?.Sql);

        server.Write("access.yml", Access);
        server.Write("policies/marks.yml", "masks: [{columns: \"shop.few.mark\", mask: constant, value: hidden}]");
        Assert.Equal(["few view", "orders table"], (await GetAsync<Page<TableListItem>>(server, "ann", "/api/v1/tables")).Items.Select(item => $"{item.Name} {item.Type}"));
        var window = await GetAsync<ListWindow<TableListItem>>(server, "ann", "/api/v1/tables/window?search=few&sort=rows");
        Assert.Equal(("few", 1), (window.Items.Single().Name, window.Total));
        Assert.Equal(2, (await GetAsync<SchemaListItem[]>(server, "ann", "/api/v1/tables/schemas")).Single().Tables);
        var few = await GetAsync<TableDetail>(server, "ann", "/api/v1/tables/shop/few");
        Assert.Equal((null, "constant", "eve"), (few.View!.Sql, few.Columns[1].Mask, few.View.Definer));
        Assert.NotNull((await GetAsync<TableDetail>(server, "eve engineer", "/api/v1/tables/shop/few")).View!.Sql);
        Assert.StartsWith("404", await server.GetAsync("ann", "/api/v1/tables/marts/hidden"), StringComparison.Ordinal);
        Assert.Equal("[[\"shop.few\",null]]", await server.AskAsync("ann", "show create view shop.few"));
        Assert.Equal("query.table_not_found", await server.AskAsync("ann", "show create view marts.hidden"));
    }

    private static async Task<RunDto> LoadAsync(PolicyServer server, string who)
    {
        using var started = await server.Client(who).PostAsJsonAsync("/api/v1/loads", new LoadRequest(["in/orders.csv"], "raw"));
        Assert.True(started.StatusCode == HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
        var id = (await started.Content.ReadFromJsonAsync<StartedRunDto>())!.RunId;
        await server.GetAsync(who, $"/api/v1/runs/{id}/events"); // it ends with the run
        return await GetAsync<RunDto>(server, who, $"/api/v1/runs/{id}");
    }

    private static async Task<string> UpkeepAsync(PolicyServer server, string who, string path, string table)
    {
        using var answer = await server.Client(who).PostAsJsonAsync(path, new MaintenanceRequest([table]));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? $"{(int)answer.StatusCode}" : $"{(int)answer.StatusCode} {JsonSerializer.Deserialize<Problem>(text, JsonSerializerOptions.Web)!.Detail}";
    }

    private static async Task<T> GetAsync<T>(PolicyServer server, string who, string path)
    {
        using var response = await server.Client(who).GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }
}
