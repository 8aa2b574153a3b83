using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.Governance.Tests.Bypass;

namespace Talentys.Governance.Tests.Policies;

/// <summary>What the editor and the grid tell of masks, filters and what is hidden.</summary>
public class SeenNamesTests(PlantedServer planted) : IClassFixture<PlantedServer>
{
    [Fact]
    public async Task Completion_names_what_the_caller_sees_and_tells_masks()
    {
        var columns = (await CompleteAsync("ann", "select | from crm.customers c join shop.orders o using (id)")).Items.Where(item => item.Kind == "column").ToList();
        var tables = (await CompleteAsync("ann", "select * from |")).Items.Where(item => item.Kind is "table" or "schema").Select(item => item.Label).ToList();
        var hers = (await CompleteAsync("hugo", "select * from |")).Items.Select(item => item.Label).ToList();
        var looked = (await CompleteAsync("ada administrator", "select * from |", "ann")).Items.Where(item => item.Kind is "table" or "schema").Select(item => item.Label).ToList();

        Assert.Equal(("email", null), (columns.Single(item => item.Label == "email").Mask, columns.Single(item => item.Label == "name").Mask));
        Assert.DoesNotContain(columns, item => item.Label == "card");
        Assert.Contains("customers", tables);
        Assert.DoesNotContain("secrets", tables);
        Assert.DoesNotContain("hr", tables);
        Assert.Contains("salaries", hers);
        Assert.Equal(tables, looked);
    }

    [Fact]
    public async Task Only_administrators_complete_as_somebody_else()
    {
        using var refused = await planted.Server.Client("ann").PostAsJsonAsync("/api/v1/sql/complete", new SqlPlaceRequest("select ", 7, "cora"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_result_tells_which_columns_are_masked_also_under_another_name_and_whether_rows_are_filtered()
    {
        using var answer = await planted.Server.Client("ann").PostAsJsonAsync(
            "/api/v1/queries", new QueryRequest("with c as (select id, upper(email) as contact, phone || nick as pair from crm.customers) select id, contact, pair, 1 as one from c"));
        var result = (await answer.Content.ReadFromJsonAsync<ResultDto>())!;
        for (var polls = 0; result.State == "running"; polls++)
        {
            Assert.True(polls < 1000);
            result = (await planted.Server.Client("ann").GetFromJsonAsync<ResultDto>($"/api/v1/queries/{result.Id}?waitMs=20000"))!;
        }

        Assert.Equal("email", result.Columns[1].Mask);
        Assert.Null(result.Columns[3].Mask);
        Assert.True(result.HidesRows);
    }

    private async Task<SqlCompletions> CompleteAsync(string who, string marked, string? view = null)
    {
        var at = marked.IndexOf('|', StringComparison.Ordinal);
        using var answer = await planted.Server.Client(who).PostAsJsonAsync("/api/v1/sql/complete", new SqlPlaceRequest(marked.Remove(at, 1), at, view));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<SqlCompletions>())!;
    }
}
