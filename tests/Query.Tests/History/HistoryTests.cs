using System.Net.Http.Json;
using Talentys.Contracts;

namespace Talentys.Query.Tests.History;

public class HistoryTests
{
    [Fact]
    public async Task The_history_is_filtered_by_who_asked_and_by_text_page_after_page()
    {
        await using var server = await QueryServer.StartAsync();
        using var ben = server.Client("ben");
        for (var i = 0; i < 5; i++)
        {
            await server.QueryAsync($"select {i} as Überzahl");
            await server.QueryAsync($"select {i} as other");
        }

        using var bens = await ben.PostAsJsonAsync("/api/v1/query", new QueryRequest("select 7 as überzahl"));
        await bens.Content.ReadAsStringAsync();
        await server.RunAsync("select 'of the page'");
        for (var tries = 0; (await ListAsync(server, "")).Items.Count(item => item.State == "succeeded") < 12; tries++)
        {
            Assert.True(tries < 3000); // written in the background
            await Task.Delay(20);
        }

        var found = await ListAsync(server, "search=überZAHL&limit=4");
        var rest = await ListAsync(server, $"search=überZAHL&limit=4&cursor={found.Next}");
        var mine = await ListAsync(server, "search=überzahl&mine=true");
        var page = await ListAsync(server, "search=OF%20THE&mine=true");

        Assert.Equal((4, 2, null), (found.Items.Count, rest.Items.Count, rest.Next));
        Assert.Equal(["ben", "ann", "ann", "ann", "ann", "ann"], found.Items.Concat(rest.Items).Select(item => item.Principal));
        Assert.Equal(["4", "3", "2", "1", "0"], mine.Items.Select(item => item.Sql.Split(' ')[1]));
        Assert.Equal("select 'of the page'", Assert.Single(page.Items).Sql);
        Assert.Empty((await ListAsync(server, "search=100%25")).Items);
    }

    private static Task<Page<QueryHistoryDto>> ListAsync(QueryServer server, string query) =>
        server.GetAsync<Page<QueryHistoryDto>>($"/api/v1/queries?{query}");
}
