using System.Text.Json;

namespace Talentys.Transformation.Tests.Models;

public class WatchTests
{
    [Fact]
    public async Task All_who_follow_the_project_are_told_how_it_is_and_what_a_save_changes()
    {
        await using var host = await BuildHost.StartAsync();
        host.Become([("dbt_project.yml", "name: shop\n"), ("models/a.sql", "select 1 as id"), ("models/b.sql", "select * from {{ ref('a') }}")]);
        await using var one = await host.FollowAsync("/api/v1/models/changes");
        Assert.Equal("shop 2 ", Told(await one.NextAsync("change")));
        await using var other = await host.FollowAsync("/api/v1/models/changes");
        Assert.Equal("shop 2 ", Told(await other.NextAsync("change")));

        host.Write("models/a.sql", "select 2 as id");
        Assert.Equal("shop 2 model.shop.a", Told(await one.NextAsync("change")));
        Assert.Equal("shop 2 model.shop.a", Told(await other.NextAsync("change")));

        await one.DisposeAsync();
        host.Write("models/c.sql", "select * from {{ ref('nosuch') }}");
        Assert.Contains("nosuch", await other.NextAsync("change"), StringComparison.Ordinal);
        host.Write("models/c.sql", "select 3 as id");
        Assert.Equal("shop 3 model.shop.c", Told(await other.NextAsync("change")));

        // who comes when nobody is left begins anew
        await other.DisposeAsync();
        await using var last = await host.FollowAsync("/api/v1/models/changes");
        Assert.Equal("shop 3 ", Told(await last.NextAsync("change")));
    }

    private static string Told(string data)
    {
        using var read = JsonDocument.Parse(data);
        var root = read.RootElement;
        return $"{root.GetProperty("project").GetString()} {root.GetProperty("counts").GetProperty("model").GetInt32()} {string.Join(' ', root.GetProperty("changed").EnumerateArray().Select(node => node.GetProperty("id").GetString()))}";
    }
}
