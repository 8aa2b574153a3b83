using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Tests.Completion;

/// <summary>A server with a few tables to complete.</summary>
public sealed class CompletionServer : IAsyncLifetime
{
    internal QueryServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await QueryServer.StartAsync();
        await Server.MakeAsync(new TableName("shop", "orders"), "SELECT 1::BIGINT AS id, 2::BIGINT AS customer_id, 3.5::DOUBLE AS total, DATE '2024-01-01' AS \"Ordered on\"");
        await Server.MakeAsync(new TableName("shop", "customers"), "SELECT 1::BIGINT AS id, 'Ann' AS name, 'north' AS region");
        await Server.MakeAsync(new TableName("main", "notes"), "SELECT 1 AS id, 'x' AS text");
        using var engineer = Server.Client("eve", [.. Roles.All]);
        using var made = await engineer.PostAsJsonAsync("/api/v1/query", new QueryRequest("create view shop.late as select id as order_id, total from shop.orders"));
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Proposals where the bar is.</summary>
    internal async Task<SqlCompletions> AtAsync(string marked)
    {
        var at = marked.IndexOf('|', StringComparison.Ordinal);
        using var answer = await Server.Ann.PostAsJsonAsync("/api/v1/sql/complete", new SqlPlaceRequest(marked.Remove(at, 1), at));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<SqlCompletions>())!;
    }

    /// <summary>Labels of the proposals of some kinds, in their order.</summary>
    internal async Task<string> NamesAsync(string marked, params string[] kinds) =>
        string.Join(' ', (await AtAsync(marked)).Items.Where(item => kinds.Length == 0 || kinds.Contains(item.Kind)).Select(item => item.Label));

    internal async Task<T?> AskAsync<T>(string path, string marked)
        where T : class
    {
        var at = marked.IndexOf('|', StringComparison.Ordinal);
        using var answer = await Server.Ann.PostAsJsonAsync($"/api/v1/sql/{path}", new SqlPlaceRequest(marked.Remove(at, 1), at));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer.StatusCode == System.Net.HttpStatusCode.NoContent ? null : await answer.Content.ReadFromJsonAsync<T>();
    }
}
