using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Talentys.Contracts;
using Talentys.Kernel;
using static Talentys.Web.Tests.WebServer;

namespace Talentys.Web.Tests;

public sealed class PagingTests
{
    [Theory]
    [InlineData("", 100)]
    [InlineData("?limit=1", 1)]
    [InlineData("?limit=1000", 1000)]
    public async Task Pages_walk_the_whole_list_once(string query, int size)
    {
        await using var server = await StartAsync(app => app.MapApi("n", "N", Roles.Reader).MapGet("/", Numbers));
        using var client = server.Client();
        var seen = new List<int>();
        string? next = null;
        var parts = 0;
        do
        {
            var separator = query.Length == 0 ? "?" : "&";
            var page = await client.GetFromJsonAsync<Page<int>>($"/api/v1/n{query}{(next is null ? "" : $"{separator}cursor={next}")}");
            seen.AddRange(page!.Items);
            next = page.Next;
            parts++;
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(0, 205), seen);
        Assert.Equal((204 / size) + 1, parts);
    }

    [Theory]
    [InlineData("limit=0", "paging.limit_invalid")]
    [InlineData("limit=1001", "paging.limit_invalid")]
    [InlineData("limit=ten", "paging.limit_invalid")]
    [InlineData("cursor=!!!", "paging.cursor_invalid")]
    [InlineData("cursor=AAAA", "paging.cursor_invalid")]
    [InlineData("cursor=W10", "paging.cursor_invalid")]
    [InlineData("cursor=W251bGxd", "paging.cursor_invalid")]
    public async Task A_limit_or_cursor_that_cannot_be_is_told(string query, string code)
    {
        await using var server = await StartAsync(app => app.MapApi("n", "N", Roles.Reader).MapGet("/", Numbers));
        using var client = server.Client();

        Assert.Equal(code, (await ProblemAsync(await client.GetAsync($"/api/v1/n?{query}"))).Code);
    }

    [Fact]
    public void A_cursor_gives_its_keys_back_whatever_they_hold() =>
        Gen.String.Array[1, 4].Where(keys => keys.All(key => !key.Any(char.IsSurrogate))).Sample(keys =>
            keys.SequenceEqual(PageCursor.Read(PageCursor.Write(keys), keys.Length)));

    [Fact]
    public void No_text_makes_a_cursor_fail_other_than_by_its_fault() => Gen.String.Sample(text =>
    {
        try
        {
            PageCursor.Read(text, 1);
        }
        catch (FaultException exception)
        {
            Assert.Equal("paging.cursor_invalid", exception.Fault.Code);
        }
    });

    [Fact]
    public async Task The_description_of_the_api_names_routes_and_paging()
    {
        await using var server = await StartAsync(app =>
            app.MapApi("n", "N", Roles.Reader).MapGet("/", Numbers).WithName("ListNumbers").Produces<Page<int>>());
        using var client = server.Client();

        var description = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;

        var operation = description["paths"]!["/api/v1/n"]!["get"]!;
        Assert.Equal("ListNumbers", (string?)operation["operationId"]);
        Assert.Equal(["limit", "cursor"], operation["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!));
        Assert.Equal("Talentys Data Platform", (string?)description["info"]!["title"]);
    }

    private static Page<int> Numbers(PageRequest page)
    {
        var after = page.After(1) is [var last] ? int.Parse(last, System.Globalization.CultureInfo.InvariantCulture) : -1;
        int[] rows = [.. Enumerable.Range(0, 205).Where(number => number > after).Take(page.Limit + 1)];
        return page.Of(rows, number => [number.ToString(System.Globalization.CultureInfo.InvariantCulture)], number => number);
    }
}
