using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Tests.Saved;

public class SavedQueryTests
{
    [Fact]
    public async Task A_query_is_ones_own_until_it_is_shared_and_is_found_by_all_that_it_says()
    {
        await using var server = await QueryServer.StartAsync();
        using var ben = server.Client("ben");
        var kept = await AddAsync(server.Ann, new SaveQuery("Überfällige Bestellungen", "select 1 as a", "what is late", ["shop", "Shop", " daily "]));
        await AddAsync(ben, new SaveQuery("b", "select 'needle' as b"));
        var shared = await AddAsync(ben, new SaveQuery("a", "select 2", Shared: true));

        var hers = await ListAsync(server.Ann, "");
        var found = new List<string>();
        foreach (var search in (string[])["überfällige", "LATE", "daily", "select%20as", "needle", "nothing"])
        {
            found.Add(string.Join(' ', (await ListAsync(server.Ann, $"search={search}")).Items.Select(item => item.Name)));
        }

        Assert.Equal(["a", "Überfällige Bestellungen"], hers.Items.Select(item => item.Name));
        Assert.Equal([(false, false, "ben"), (true, true, "ann")], hers.Items.Select(item => (item.IsMine, item.MayChange, item.Owner)));
        Assert.Equal(["shop", "daily"], kept.Tags);
        Assert.Equal(["Überfällige Bestellungen", "Überfällige Bestellungen", "Überfällige Bestellungen", "Überfällige Bestellungen", "", ""], found);
        Assert.Equal(shared.Id, (await server.GetAsync<SavedQuery>($"/api/v1/saved-queries/{shared.Id}")).Id);
        await QueryServer.ProblemAsync(await ben.GetAsync($"/api/v1/saved-queries/{kept.Id}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_change_says_which_version_it_is_of()
    {
        await using var server = await QueryServer.StartAsync();
        using var answer = await server.Ann.PostAsJsonAsync("/api/v1/saved-queries", new SaveQuery("one", "select 1"));
        var kept = (await answer.Content.ReadFromJsonAsync<SavedQuery>())!;
        Assert.Equal((HttpStatusCode.Created, $"/api/v1/saved-queries/{kept.Id}", "\"1\""), (answer.StatusCode, answer.Headers.Location!.ToString(), answer.Headers.ETag!.ToString()));

        using var changed = await PutAsync(server.Ann, kept.Id, new SaveQuery("one", "select 2"), "\"1\"");
        using var late = await PutAsync(server.Ann, kept.Id, new SaveQuery("one", "select 3"), "\"1\"");
        using var unsaid = await PutAsync(server.Ann, kept.Id, new SaveQuery("one", "select 3"), null);

        Assert.Equal("\"2\"", changed.Headers.ETag!.ToString());
        Assert.Equal("query.saved_changed", (await QueryServer.ProblemAsync(late, HttpStatusCode.Conflict)).Code);
        Assert.Equal("query.saved_precondition", (await QueryServer.ProblemAsync(unsaid, HttpStatusCode.BadRequest)).Code);
        Assert.Equal("select 2", (await server.GetAsync<SavedQuery>($"/api/v1/saved-queries/{kept.Id}")).Sql);

        using var stale = await DeleteAsync(server.Ann, kept.Id, "\"1\"");
        using var gone = await DeleteAsync(server.Ann, kept.Id, "\"2\"");
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NoContent), (stale.StatusCode, gone.StatusCode));
        Assert.Empty((await ListAsync(server.Ann, "")).Items);
    }

    [Fact]
    public async Task A_shared_query_is_changed_by_its_owner_and_by_administrators_alone()
    {
        await using var server = await QueryServer.StartAsync();
        using var ben = server.Client("ben", Roles.Reader, Roles.Engineer);
        using var root = server.Client("root", [.. Roles.All]);
        var kept = await AddAsync(server.Ann, new SaveQuery("one", "select 1", Shared: true));
        var own = await AddAsync(server.Ann, new SaveQuery("two", "select 1"));

        using var refused = await PutAsync(ben, kept.Id, new SaveQuery("mine", "select 2"), "*");
        using var byRoot = await PutAsync(root, kept.Id, new SaveQuery("one", "select 2", Shared: true), "*");
        using var hidden = await PutAsync(root, own.Id, new SaveQuery("x", "select 2"), "*");

        Assert.Equal("query.saved_denied", (await QueryServer.ProblemAsync(refused, HttpStatusCode.Forbidden)).Code);
        Assert.Equal(("root", "ann"), await byRoot.Content.ReadFromJsonAsync<SavedQuery>() is { } after ? (after.ChangedBy, after.Owner) : default);
        Assert.Equal("query.saved_unknown", (await QueryServer.ProblemAsync(hidden, HttpStatusCode.NotFound)).Code);
    }

    [Fact]
    public async Task Names_are_ones_own_and_faults_are_told_together()
    {
        await using var server = await QueryServer.StartAsync();
        using var ben = server.Client("ben");
        await AddAsync(server.Ann, new SaveQuery("one", "select 1"));
        await AddAsync(ben, new SaveQuery("ONE", "select 1"));

        using var taken = await server.Ann.PostAsJsonAsync("/api/v1/saved-queries", new SaveQuery("One ", "select 1"));
        using var empty = await server.Ann.PostAsJsonAsync("/api/v1/saved-queries", new SaveQuery(" ", "", Tags: [new string('x', 50)]));

        Assert.Equal("query.saved_exists", (await QueryServer.ProblemAsync(taken, HttpStatusCode.Conflict)).Code);
        Assert.Equal(["name", "sql", "tags"], (await QueryServer.ProblemAsync(empty, HttpStatusCode.BadRequest)).Faults.Select(fault => fault.Place));
    }

    [Fact]
    public async Task Long_lists_come_in_pages()
    {
        await using var server = await QueryServer.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await AddAsync(server.Ann, new SaveQuery($"q{i}", $"select {i}"));
        }

        var first = await ListAsync(server.Ann, "limit=3");
        var rest = await ListAsync(server.Ann, $"limit=3&cursor={first.Next}");

        Assert.Equal(["q0", "q1", "q2", "q3", "q4"], first.Items.Concat(rest.Items).Select(item => item.Name));
        Assert.Null(rest.Next);
    }

    private static async Task<SavedQuery> AddAsync(HttpClient client, SaveQuery query)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/saved-queries", query);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<SavedQuery>())!;
    }

    private static async Task<Page<SavedQuery>> ListAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<Page<SavedQuery>>($"/api/v1/saved-queries?{query}"))!;

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string id, SaveQuery query, string? match) =>
        SendAsync(client, HttpMethod.Put, id, JsonContent.Create(query), match);

    private static Task<HttpResponseMessage> DeleteAsync(HttpClient client, string id, string? match) => SendAsync(client, HttpMethod.Delete, id, null, match);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string id, HttpContent? content, string? match)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/saved-queries/{id}") { Content = content };
        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        return await client.SendAsync(request);
    }
}
