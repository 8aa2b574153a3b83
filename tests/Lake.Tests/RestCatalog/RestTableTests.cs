using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Lake.Tests.RestCatalog;

public sealed class RestTableTests
{
    private static readonly TableName Orders = new("shop", "orders");

    [Fact]
    public async Task A_table_is_made_loaded_listed_renamed_and_dropped()
    {
        await using var server = await RestServer.StartAsync();
        var made = await server.OrdersAsync(
            """
            , "partition-spec": {"fields": [{"source-id": 1, "name": "id_bucket", "transform": "bucket[4]"}]},
            "write-order": {"order-id": 1, "fields": [{"source-id": 2, "transform": "identity", "direction": "asc", "null-order": "nulls-first"}]},
            "properties": {"owner": "ann", "format-version": "2"}
            """);
        var metadata = made["metadata"]!;
        Assert.Equal(2, (int)metadata["format-version"]!);
        Assert.True(Guid.TryParse((string)metadata["table-uuid"]!, out _));
        Assert.Equal((0, 0, 1), ((int)metadata["current-schema-id"]!, (int)metadata["default-spec-id"]!, (int)metadata["default-sort-order-id"]!));
        Assert.Equal("bucket[4]", (string)metadata["partition-specs"]!.AsArray().Single()!["fields"]![0]!["transform"]!);
        Assert.Equal((2, 1000), ((int)metadata["last-column-id"]!, (int)metadata["last-partition-id"]!));
        Assert.Equal("ann", (string)metadata["properties"]!["owner"]!);
        Assert.Null(metadata["properties"]!["format-version"]);
        Assert.Empty(made["config"]!.AsObject());
        Assert.True(File.Exists(((string)made["metadata-location"]!)["file://".Length..]));

        var loaded = await RestServer.SendAsync(server.Reader, HttpMethod.Get, "dev/namespaces/shop/tables/orders");
        Assert.True(JsonNode.DeepEquals(made, loaded));
        Assert.Equal("", await server.RowsAsync(Orders, "select id, name from $t"));
        await server.SendAsync(HttpMethod.Head, "namespaces/shop/tables/orders", null, HttpStatusCode.NoContent);
        var list = await server.SendAsync(HttpMethod.Get, "namespaces/shop/tables");
        Assert.Equal("""[{"namespace":["shop"],"name":"orders"}]""", list["identifiers"]!.ToJsonString());
        await server.RefusedAsync(
            HttpMethod.Post, "namespaces/shop/tables", 409, "AlreadyExistsException", $$"""{"name": "ORDERS", "schema": {{RestServer.OrdersSchema}}}""");

        const string rename = """{"source": {"namespace": ["shop"], "name": "orders"}, "destination": {"namespace": ["erp"], "name": "sales"}}""";
        await server.RefusedAsync(HttpMethod.Post, "tables/rename", 404, "NoSuchNamespaceException", rename);
        await server.SendAsync(HttpMethod.Post, "namespaces", """{"namespace": ["erp"]}""");
        await server.SendAsync(HttpMethod.Post, "tables/rename", rename, HttpStatusCode.NoContent);
        await server.RefusedAsync(HttpMethod.Post, "tables/rename", 404, "NoSuchTableException", rename);
        await server.RefusedAsync(HttpMethod.Get, "namespaces/shop/tables/orders", 404, "NoSuchTableException");
        var renamed = await server.SendAsync(HttpMethod.Get, "namespaces/erp/tables/sales");
        Assert.Equal((string)made["metadata-location"]!, (string)renamed["metadata-location"]!);
        Assert.Equal(new TableName("erp", "sales"), (await server.Lake.FindAsync(RestServer.Scope, new("erp", "sales"), TableAt.Current, default))!.Name);

        await server.SendAsync(HttpMethod.Delete, "namespaces/erp/tables/sales?purgeRequested=true", null, HttpStatusCode.NoContent);
        await server.RefusedAsync(HttpMethod.Delete, "namespaces/erp/tables/sales", 404, "NoSuchTableException");
        await server.SendAsync(HttpMethod.Head, "namespaces/erp/tables/sales", null, HttpStatusCode.NotFound);
        Assert.Empty(Directory.GetFiles(server.LakeFolder, "*.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_not_taken_again()
    {
        await using var server = await RestServer.StartAsync();
        await server.WriteAsync(Orders, "select 1 as id");
        await server.WriteAsync(new("shop", "returns"), "select 2 as id");
        const string rename = """{"source": {"namespace": ["shop"], "name": "orders"}, "destination": {"namespace": ["shop"], "name": "Returns"}}""";
        await server.RefusedAsync(HttpMethod.Post, "tables/rename", 409, "AlreadyExistsException", rename);
        Assert.Equal("1", await server.RowsAsync(Orders, "select id from $t"));
        Assert.Equal("2", await server.RowsAsync(new("shop", "returns"), "select id from $t"));
    }

    [Fact]
    public async Task A_table_that_did_not_change_is_not_sent_again()
    {
        await using var server = await RestServer.StartAsync();
        await server.WriteAsync(Orders, "select 1 as id");
        using var first = await RestServer.RawAsync(server.Reader, HttpMethod.Get, "namespaces/shop/tables/orders");
        using var refs = await RestServer.RawAsync(server.Reader, HttpMethod.Get, "namespaces/shop/tables/orders?snapshots=refs");
        var etag = first.Headers.ETag!.ToString();
        Assert.NotEqual(etag, refs.Headers.ETag!.ToString());

        using var same = await RestServer.RawAsync(server.Reader, HttpMethod.Get, "namespaces/shop/tables/orders", null, ("If-None-Match", etag));
        Assert.Equal((HttpStatusCode.NotModified, ""), (same.StatusCode, await same.Content.ReadAsStringAsync()));
        await server.WriteAsync(Orders, "select 2 as id");
        using var later = await RestServer.RawAsync(server.Reader, HttpMethod.Get, "namespaces/shop/tables/orders", null, ("If-None-Match", etag));
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);

        var all = await server.SendAsync(HttpMethod.Get, "namespaces/shop/tables/orders?snapshots=all");
        var referenced = await server.SendAsync(HttpMethod.Get, "namespaces/shop/tables/orders?snapshots=refs");
        Assert.Equal((2, 1), (all["metadata"]!["snapshots"]!.AsArray().Count, referenced["metadata"]!["snapshots"]!.AsArray().Count));
        await server.RefusedAsync(HttpMethod.Get, "namespaces/shop/tables/orders?snapshots=some", 400, "BadRequestException");
    }

    [Fact]
    public async Task Tables_are_listed_in_pages()
    {
        await using var server = await RestServer.StartAsync();
        foreach (var name in new[] { "b", "a", "c" })
        {
            await server.WriteAsync(new("shop", name), "select 1 as id");
        }

        var first = await server.SendAsync(HttpMethod.Get, "namespaces/shop/tables?pageToken=&pageSize=2");
        Assert.Equal(["a", "b"], first["identifiers"]!.AsArray().Select(one => (string)one!["name"]!));
        var second = await server.SendAsync(HttpMethod.Get, $"namespaces/shop/tables?pageToken={first["next-page-token"]}&pageSize=2");
        Assert.Equal(["c"], second["identifiers"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Null(second["next-page-token"]);
        await server.RefusedAsync(HttpMethod.Get, "namespaces/none/tables", 404, "NoSuchNamespaceException");
    }

    [Fact]
    public async Task Columns_get_ids_of_their_own_at_every_depth()
    {
        await using var server = await RestServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "namespaces", """{"namespace": ["shop"]}""");
        var made = await server.SendAsync(HttpMethod.Post, "namespaces/shop/tables", """
            {"name": "nested", "schema": {"type": "struct", "identifier-field-ids": [0], "fields": [
              {"id": 0, "name": "id", "type": "long", "required": true},
              {"id": 5, "name": "lines", "required": false, "type": {"type": "list", "element-id": 9, "element-required": false, "element":
                {"type": "struct", "fields": [{"id": 7, "name": "sku", "type": "string", "required": false}]}}},
              {"id": 6, "name": "tags", "required": false, "type": {"type": "map", "key-id": 20, "key": "string", "value-id": 21, "value": "decimal(9, 2)", "value-required": false}}]},
             "partition-spec": {"fields": [{"source-id": 0, "name": "id", "transform": "identity"}]}}
            """);
        var schema = made["metadata"]!["schemas"]![0]!;
        Assert.Equal([1, 2, 3], schema["fields"]!.AsArray().Select(field => (int)field!["id"]!));
        Assert.Equal([1], schema["identifier-field-ids"]!.AsArray().Select(id => (int)id!));
        Assert.Equal((4, 5), ((int)schema["fields"]![1]!["type"]!["element-id"]!, (int)schema["fields"]![1]!["type"]!["element"]!["fields"]![0]!["id"]!));
        Assert.Equal((6, 7), ((int)schema["fields"]![2]!["type"]!["key-id"]!, (int)schema["fields"]![2]!["type"]!["value-id"]!));
        Assert.Equal(1, (int)made["metadata"]!["partition-specs"]![0]!["fields"]![0]!["source-id"]!);
    }

    [Fact]
    public async Task A_location_is_the_clients_choice_only_below_its_environment()
    {
        await using var server = await RestServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "namespaces", """{"namespace": ["shop"]}""");
        var root = $"file://{server.LakeFolder}/acme/dev";
        var made = await server.SendAsync(HttpMethod.Post, "namespaces/shop/tables", Body("orders", $"{root}/mine/orders-1/"));
        Assert.Equal($"{root}/mine/orders-1", (string)made["metadata"]!["location"]!);
        foreach (var location in new[]
        {
            $"{root}/mine/orders-1", $"{root}/mine", root, $"{root}/mine/a/b", $"{root}/../prod/a", $"{root}/a/..", $"{root}/a/%2e%2e",
            $"file://{server.LakeFolder}/umbrella/dev/a/b", "s3://bucket/a/b", "/etc/a/b", "",
        })
        {
            await server.RefusedAsync(HttpMethod.Post, "namespaces/shop/tables", 400, "BadRequestException", Body("other", location));
        }

        static string Body(string name, string location) => $$"""{"name": "{{name}}", "location": "{{location}}", "schema": {{RestServer.OrdersSchema}}}""";
    }

    [Fact]
    public async Task A_dropped_table_whose_files_stayed_is_registered_again()
    {
        await using var server = await RestServer.StartAsync();
        await server.WriteAsync(Orders, "select 7 as id");
        var location = (string)(await server.SendAsync(HttpMethod.Get, "namespaces/shop/tables/orders"))["metadata-location"]!;
        var body = $$"""{"name": "again", "metadata-location": "{{location}}"}""";
        await server.RefusedAsync(HttpMethod.Post, "namespaces/shop/register", 400, "BadRequestException", body);
        await server.SendAsync(HttpMethod.Post, "namespaces", """{"namespace": ["kept"]}""");
        await server.SendAsync(HttpMethod.Delete, "namespaces/shop/tables/orders", null, HttpStatusCode.NoContent);

        var back = await server.SendAsync(HttpMethod.Post, "namespaces/kept/register", body);
        Assert.Equal(location, (string)back["metadata-location"]!);
        Assert.Equal("7", await server.RowsAsync(new("kept", "again"), "select id from $t"));
        await server.RefusedAsync(HttpMethod.Post, "namespaces/kept/register", 409, "AlreadyExistsException", body);
        await server.RefusedAsync(HttpMethod.Post, "namespaces/none/register", 404, "NoSuchNamespaceException", body);

        // the next version is written where it was, and the one before can be named again by its owner
        await server.WriteAsync(new("kept", "again"), "select 8 as id");
        await server.SendAsync(HttpMethod.Post, "namespaces/kept/register", $$"""{"name": "again", "metadata-location": "{{location}}", "overwrite": true}""");
        Assert.Equal("7", await server.RowsAsync(new("kept", "again"), "select id from $t"));
    }

    [Fact]
    public async Task Nothing_outside_of_the_environment_is_registered()
    {
        await using var server = await RestServer.StartAsync();
        await server.WriteAsync(Orders, "select 7 as secret", new Scope("umbrella", "dev"));
        await server.SendAsync(HttpMethod.Post, "namespaces", """{"namespace": ["shop"]}""");
        var theirs = Directory.GetFiles($"{server.LakeFolder}/umbrella", "*.metadata.json", SearchOption.AllDirectories).Single();
        foreach (var location in new[] { $"file://{theirs}", theirs, $"file://{server.LakeFolder}/acme/dev/../../umbrella/dev/x/metadata/y.json", "file:///etc/passwd" })
        {
            await server.RefusedAsync(
                HttpMethod.Post, "namespaces/shop/register", 400, "BadRequestException", $$"""{"name": "theirs", "metadata-location": "{{location}}"}""");
        }

        await server.RefusedAsync(HttpMethod.Get, "namespaces/shop/tables/orders", 404, "NoSuchTableException");
    }

    [Fact]
    public async Task What_no_table_can_be_made_of_is_refused()
    {
        await using var server = await RestServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "namespaces", """{"namespace": ["shop"]}""");
        foreach (var body in new[]
        {
            """{"schema": {"type": "struct", "fields": []}}""",
            """{"name": "t"}""",
            """{"name": 7, "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}]}}""",
            """{"name": "", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": []}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int"}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "geometry", "required": false}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "decimal(77, 2)", "required": false}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "timestamp_ns", "required": false}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}, {"id": 1, "name": "b", "type": "int", "required": false}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}, {"id": 2, "name": "a", "type": "int", "required": false}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 99999999999, "name": "a", "type": "int", "required": false}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}]}, "partition-spec": {"fields": [{"source-id": 9, "name": "p", "transform": "identity"}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}]}, "partition-spec": {"fields": [{"source-id": 1, "name": "p", "transform": "hour"}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}]}, "partition-spec": {"fields": [{"source-id": 1, "name": "p", "transform": "zorder"}]}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}]}, "properties": {"format-version": "3"}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}]}, "properties": {"write.data.path": "s3://elsewhere/data"}}""",
            """{"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": false}]}, "stage-create": "yes"}""",
        })
        {
            await server.RefusedAsync(HttpMethod.Post, "namespaces/shop/tables", 400, "BadRequestException", body);
        }

        Assert.Empty((await server.SendAsync(HttpMethod.Get, "namespaces/shop/tables"))["identifiers"]!.AsArray());
    }

    [Fact]
    public async Task A_table_of_another_engine_is_only_read()
    {
        await using var server = await RestServer.StartAsync();
        await server.WriteAsync(Orders, "select 7 as id");
        await using (var db = server.Get<IPlatformDbFactory>().Create())
        {
            await db.Set<LakeTableRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Foreign, true));
        }

        const string table = "namespaces/shop/tables/orders";
        await RestServer.SendAsync(server.Reader, HttpMethod.Get, table);
        await server.RefusedAsync(HttpMethod.Post, table, 403, "ForbiddenException", """{"requirements": [], "updates": []}""");
        await server.RefusedAsync(HttpMethod.Delete, $"{table}?purgeRequested=true", 403, "ForbiddenException");
        await server.SendAsync(HttpMethod.Delete, table, null, HttpStatusCode.NoContent);
        Assert.Single(Directory.GetFiles(server.LakeFolder, "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var server = await RestServer.StartAsync(services => services.Configure<WebOptions>(web => web.MaxBodyBytes = 1024));
        using var response = await RestServer.RawAsync(server.Engineer, HttpMethod.Post, "namespaces", $$"""{"namespace": ["{{new string('x', 2048)}}"]}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(413, (int)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["code"]!);
    }

    [Fact]
    public async Task Reports_are_taken_and_no_credentials_are_given()
    {
        await using var server = await RestServer.StartAsync();
        await server.WriteAsync(Orders, "select 1 as id");
        const string report = """
            {"report-type": "scan-report", "table-name": "shop.orders", "snapshot-id": 5, "filter": {"type": "true"}, "schema-id": 0,
             "projected-field-ids": [1], "projected-field-names": ["id"], "metrics": {}}
            """;
        await RestServer.SendAsync(server.Reader, HttpMethod.Post, "namespaces/shop/tables/orders/metrics", report, HttpStatusCode.NoContent);
        await server.RefusedAsync(HttpMethod.Post, "namespaces/shop/tables/none/metrics", 404, "NoSuchTableException", report);
        await server.RefusedAsync(HttpMethod.Post, "namespaces/shop/tables/orders/metrics", 400, "BadRequestException", "{}");
        Assert.Equal(
            """{"storage-credentials":[]}""",
            (await RestServer.SendAsync(server.Reader, HttpMethod.Get, "namespaces/shop/tables/orders/credentials")).ToJsonString());
    }

    [Fact]
    public async Task Whoever_knows_the_policies_can_refuse_the_files_of_a_table()
    {
        await using var server = await RestServer.StartAsync(services => services.AddSingleton<ITableFileAccess, NoReaders>());
        await server.WriteAsync(Orders, "select 1 as id");
        await server.SendAsync(HttpMethod.Get, "namespaces/shop/tables/orders");
        Assert.Contains("policy", await RestServer.RefusedAsync(server.Reader, HttpMethod.Get, "namespaces/shop/tables/orders", 403, "ForbiddenException"), StringComparison.Ordinal);
    }

    private sealed class NoReaders : ITableFileAccess
    {
        public ValueTask CheckAsync(Principal principal, Scope scope, TableName table, CancellationToken cancellationToken) => principal.Is(Roles.Engineer)
            ? ValueTask.CompletedTask
            : throw new FaultException(new Fault(FaultKind.Denied, "test.policy", $"Table {table} has an access policy."));
    }
}
