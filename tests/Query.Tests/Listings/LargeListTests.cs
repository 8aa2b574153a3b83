using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Query.Tests.Listings;

public class LargeListTests
{
    private const int Tables = 10_000;

    [Fact]
    public async Task Ten_thousand_tables_are_searched_sorted_and_scrolled()
    {
        await using var server = await QueryServer.StartAsync();
        await InsertAsync(server);
        using var engineer = server.Client("eve", Roles.Engineer, Roles.Reader);

        var middle = await WindowAsync(server, "offset=5000&count=3");
        var found = await WindowAsync(server, "search=S07.Table_00");
        var schema = await WindowAsync(server, "schema=S07&sort=name&desc=true&count=2");
        var largest = await WindowAsync(server, "sort=rows&desc=true&count=3&offset=1");
        var newest = await WindowAsync(server, "sort=changed&desc=true&count=1");
        var least = await WindowAsync(server, "sort=bytes&count=500&offset=9990");
        var hidden = await server.GetAsync<ListWindow<TableListItem>>("/api/v1/tables/window?hidden=true&count=1", engineer);
        var notForReaders = await WindowAsync(server, "hidden=true&count=1");
        var schemas = await server.GetAsync<SchemaListItem[]>("/api/v1/tables/schemas");
        var all = await server.GetAsync<SchemaListItem[]>("/api/v1/tables/schemas?hidden=true", engineer);

        Assert.Equal((Tables, "s50.table_00050 s50.table_00150 s50.table_00250"), (middle.Total, Names(middle)));
        Assert.Equal((10, "s07.table_00007"), (found.Total, Names(found).Split(' ')[0]));
        Assert.Equal((100, "s07.table_09907 s07.table_09807"), (schema.Total, Names(schema)));
        Assert.Equal([9998L, 9997, 9996], largest.Items.Select(item => item.Rows));
        Assert.Equal("s99.table_09999", Names(newest));
        Assert.Equal(10, least.Items.Count);
        Assert.Equal((Tables + 1, Tables), (hidden.Total, notForReaders.Total));
        Assert.Equal((100, new SchemaListItem("s00", 100)), (schemas.Length, schemas[0]));
        Assert.Equal("_rejects", Assert.Single(all.Except(schemas)).Name);
        foreach (var wrong in new[] { "count=501", "offset=-1", "sort=colour" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await server.Ann.GetAsync($"/api/v1/tables/window?{wrong}")).StatusCode);
        }
    }

    [Fact]
    public async Task Statements_find_and_list_tables_among_ten_thousand_and_see_new_ones_at_once()
    {
        await using var server = await QueryServer.StartAsync();
        await InsertAsync(server);

        using var missing = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest("select * from s42.tabel_00042"));
        Assert.Equal("Did you mean s42.table_00042?", (await QueryServer.ProblemAsync(missing, HttpStatusCode.NotFound)).Mend);
        Assert.Equal(Tables, (await server.QueryAsync("show all tables")).Length);
        await server.MakeAsync(new TableName("fresh", "one"), "select 1 as n");
        Assert.Equal(["fresh", "one", "1"], (await server.QueryAsync("show all tables"))[0][..3]);
        Assert.Equal(101, (await server.QueryAsync("show schemas")).Length);
        Assert.Equal("1", (await server.QueryAsync("select n from fresh.one"))[0][0]);
    }

    [Fact]
    public async Task A_table_of_any_name_is_found_by_its_address()
    {
        await using var server = await QueryServer.StartAsync();
        using var engineer = server.Client("eve", Roles.Engineer, Roles.Reader);
        string[] names = ["a/b", "a%2Fb", "50%", "c#d?e=f&g", "it's \"quoted\"", "😀", "جدول مبيعات", "x+y z", "a..b", "100%25", "\\back"];
        foreach (var name in names)
        {
            await server.MakeAsync(new TableName($"odd {name}", name), $"select {SqlText.Literal(name)} as name");
        }

        Assert.Equal(names.Length, (await WindowAsync(server, "search=ODD%20")).Total);
        Assert.Equal(2, (await WindowAsync(server, $"search={Uri.EscapeDataString("50%")}")).Total + (await WindowAsync(server, "search=%2525")).Total);
        foreach (var name in names)
        {
            var path = $"/api/v1/tables/{Uri.EscapeDataString($"odd {name}")}/{Uri.EscapeDataString(name)}";
            var table = await server.GetAsync<TableDetail>(path);
            Assert.Equal(($"odd {name}", name), (table.Schema, table.Name));
            Assert.Single((await server.GetAsync<Page<TableVersionItem>>($"{path}/versions?limit=5")).Items);
            Assert.Equal(HttpStatusCode.NoContent, (await engineer.DeleteAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await server.Ann.GetAsync(path)).StatusCode);
        }
    }

    [Fact]
    public async Task A_hidden_schema_is_for_engineers()
    {
        await using var server = await QueryServer.StartAsync();
        using var engineer = server.Client("eve", Roles.Engineer, Roles.Reader);
        await server.MakeAsync(new TableName("_rejects", "t"), "select 1 as n");

        Assert.Equal(HttpStatusCode.NotFound, (await server.Ann.GetAsync("/api/v1/tables/_rejects/t")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Ann.GetAsync("/api/v1/tables/_rejects/t/versions")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await engineer.GetAsync("/api/v1/tables/_rejects/t")).StatusCode);
    }

    private static Task<ListWindow<TableListItem>> WindowAsync(QueryServer server, string query) =>
        server.GetAsync<ListWindow<TableListItem>>($"/api/v1/tables/window?{query}");

    private static string Names(ListWindow<TableListItem> window) => string.Join(' ', window.Items.Select(item => $"{item.Schema}.{item.Name}"));

    /// <summary>Pointers alone, as a list needs them, and one of a hidden schema and one of another environment.</summary>
    private static async Task InsertAsync(QueryServer server)
    {
        await using var db = server.Services.GetRequiredService<IPlatformDbFactory>().Create();
        await db.Database.ExecuteSqlRawAsync(
            $$"""
            with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < {{Tables}}),
            named(i, environment, schema, name) as (
                select i, 'dev', printf('s%02d', i % 100), printf('table_%05d', i) from n
                union all select 100000, 'dev', '_rejects', 'r' union all select 100001, 'prod', 's00', 'elsewhere')
            insert into lake_tables ("Id", "Organisation", "Environment", "SchemaKey", "NameKey", "Schema", "Name", "Folder", "MetadataFile",
                "Version", "Rows", "Bytes", "ChangedAt", "Foreign")
            select i, 'default', environment, upper(schema), upper(name), schema, name, 'none/' || i, '00001-x.metadata.json', 1, i, {{Tables}} - i, 638000000000000000 + i * 10000000, false
            from named
            """);
    }
}
