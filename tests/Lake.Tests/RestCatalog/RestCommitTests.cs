using System.Net;
using System.Text.Json.Nodes;
using Talentys.Kernel;

namespace Talentys.Lake.Tests.RestCatalog;

public sealed class RestCommitTests
{
    private const string Table = "namespaces/shop/tables/orders";
    private static readonly TableName Orders = new("shop", "orders");

    [Fact]
    public async Task What_another_engine_appends_is_read_by_ours_and_the_other_way_round()
    {
        await using var server = await RestServer.StartAsync();
        var loaded = await server.OrdersAsync();
        var done = await server.SendAsync(HttpMethod.Post, Table, await OtherEngine.AppendAsync(server, loaded, "select 1::bigint as id, 'a' as name"));
        Assert.Equal("1,a", await server.RowsAsync(Orders, "select id, name from $t"));
        Assert.NotEqual((string)loaded["metadata-location"]!, (string)done["metadata-location"]!);
        Assert.Equal(1, (long)done["metadata"]!["last-sequence-number"]!);

        await server.WriteAsync(Orders, "select 2::bigint as id, 'b' as name");
        var now = await server.SendAsync(HttpMethod.Get, Table);
        await server.SendAsync(HttpMethod.Post, Table, await OtherEngine.AppendAsync(server, now, "select 3::bigint as id, 'c' as name"));
        Assert.Equal("1,a; 2,b; 3,c", await server.RowsAsync(Orders, "select id, name from $t order by id"));
        var summary = Assert.Single(await server.Lake.ListAsync(RestServer.Scope, false, default));
        Assert.Equal((3, 3L), (summary.Version, summary.Rows));
    }

    [Fact]
    public async Task Of_two_commits_on_one_base_one_is_refused_and_can_be_repeated()
    {
        await using var server = await RestServer.StartAsync();
        var loaded = await server.OrdersAsync();
        var bodies = new[]
        {
            await OtherEngine.AppendAsync(server, loaded, "select 1::bigint as id, 'a' as name"),
            await OtherEngine.AppendAsync(server, loaded, "select 2::bigint as id, 'b' as name"),
        };
        var answers = await Task.WhenAll(bodies.Select(body => RestServer.RawAsync(server.Engineer, HttpMethod.Post, Table, body)));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        var refused = answers.Single(answer => answer.StatusCode == HttpStatusCode.Conflict);
        var error = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal("CommitFailedException", (string)error["type"]!);
        Assert.StartsWith("Requirement failed: branch or tag main", (string)error["message"]!, StringComparison.Ordinal);

        var now = await server.SendAsync(HttpMethod.Get, Table);
        await server.SendAsync(HttpMethod.Post, Table, await OtherEngine.AppendAsync(server, now, "select 3::bigint as id, 'c' as name"));
        Assert.Equal("2", await server.RowsAsync(Orders, "select count(*) from $t"));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_answered_again_and_done_once()
    {
        await using var server = await RestServer.StartAsync();
        var loaded = await server.OrdersAsync();
        var body = await OtherEngine.AppendAsync(server, loaded, "select 1::bigint as id, 'a' as name");
        var first = await server.SendAsync(HttpMethod.Post, Table, body);
        var again = await server.SendAsync(HttpMethod.Post, Table, body);
        Assert.Equal((string)first["metadata-location"]!, (string)again["metadata-location"]!);

        // also when others came since, and never taken for another one with the same number
        await server.WriteAsync(Orders, "select 2::bigint as id, 'b' as name");
        again = await server.SendAsync(HttpMethod.Post, Table, body);
        Assert.Equal(2, (long)again["metadata"]!["last-sequence-number"]!);
        Assert.Equal("1,a; 2,b", await server.RowsAsync(Orders, "select id, name from $t order by id"));
        await server.RefusedAsync(HttpMethod.Post, Table, 409, "CommitFailedException", body.Replace("/metadata/snap-", "/metadata/other-", StringComparison.Ordinal));
        Assert.Equal(2, (await server.Lake.VersionsAsync(RestServer.Scope, Orders, default)).Count);
    }

    [Fact]
    public async Task A_staged_table_is_there_after_its_first_commit()
    {
        await using var server = await RestServer.StartAsync();
        var staged = await server.OrdersAsync(
            """, "stage-create": true, "partition-spec": {"fields": [{"source-id": 1, "name": "id_part", "transform": "bucket[4]"}]}""");
        Assert.Null(staged["metadata-location"]);
        await server.RefusedAsync(HttpMethod.Get, Table, 404, "NoSuchTableException");

        var metadata = staged["metadata"]!;
        var body = $$"""
            {
              "requirements": [{"type": "assert-create"}],
              "updates": [
                {"action": "assign-uuid", "uuid": "{{metadata["table-uuid"]}}"},
                {"action": "upgrade-format-version", "format-version": 2},
                {"action": "add-schema", "last-column-id": 2, "schema": {{metadata["schemas"]![0]!.ToJsonString()}} },
                {"action": "set-current-schema", "schema-id": -1},
                {"action": "add-spec", "spec": {{metadata["partition-specs"]![0]!.ToJsonString()}} },
                {"action": "set-default-spec", "spec-id": -1},
                {"action": "add-sort-order", "sort-order": {"order-id": 0, "fields": []} },
                {"action": "set-default-sort-order", "sort-order-id": -1},
                {"action": "set-location", "location": "{{metadata["location"]}}"},
                {"action": "set-properties", "updates": {"owner": "ann"} }
              ]
            }
            """;
        var done = await server.SendAsync(HttpMethod.Post, Table, body);
        Assert.Equal((string)metadata["table-uuid"]!, (string)done["metadata"]!["table-uuid"]!);
        Assert.Equal((string)metadata["location"]!, (string)done["metadata"]!["location"]!);
        Assert.True(JsonNode.DeepEquals(metadata["partition-specs"], done["metadata"]!["partition-specs"]));
        Assert.StartsWith("Requirement failed", await server.RefusedAsync(HttpMethod.Post, Table, 409, "CommitFailedException", body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requirements_that_do_not_hold_are_told()
    {
        await using var server = await RestServer.StartAsync();
        await server.OrdersAsync();
        foreach (var requirement in new[]
        {
            """{"type": "assert-create"}""",
            """{"type": "assert-table-uuid", "uuid": "00000000-0000-0000-0000-000000000000"}""",
            """{"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": 5}""",
            """{"type": "assert-last-assigned-field-id", "last-assigned-field-id": 7}""",
            """{"type": "assert-current-schema-id", "current-schema-id": 7}""",
            """{"type": "assert-last-assigned-partition-id", "last-assigned-partition-id": 7}""",
            """{"type": "assert-default-spec-id", "default-spec-id": 7}""",
            """{"type": "assert-default-sort-order-id", "default-sort-order-id": 7}""",
        })
        {
            await server.RefusedAsync(HttpMethod.Post, Table, 409, "CommitFailedException", $$"""{"requirements": [{{requirement}}], "updates": []}""");
        }

        await server.SendAsync(HttpMethod.Post, Table, """
            {"requirements": [{"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": null}, {"type": "assert-last-assigned-field-id", "last-assigned-field-id": 2},
              {"type": "assert-current-schema-id", "current-schema-id": 0}, {"type": "assert-last-assigned-partition-id", "last-assigned-partition-id": 999},
              {"type": "assert-default-spec-id", "default-spec-id": 0}, {"type": "assert-default-sort-order-id", "default-sort-order-id": 0}],
             "updates": [{"action": "set-properties", "updates": {"a": "1"}}]}
            """);
    }

    [Fact]
    public async Task Every_update_of_the_document_does_what_it_says()
    {
        await using var server = await RestServer.StartAsync();
        var loaded = await server.OrdersAsync();
        await server.SendAsync(HttpMethod.Post, Table, await OtherEngine.AppendAsync(server, loaded, "select 1::bigint as id, 'a' as name"));
        loaded = await server.SendAsync(HttpMethod.Get, Table);
        await server.SendAsync(HttpMethod.Post, Table, await OtherEngine.AppendAsync(server, loaded, "select 2::bigint as id, 'b' as name"));
        loaded = await server.SendAsync(HttpMethod.Get, Table);
        var (first, second) = ((long)loaded["metadata"]!["snapshots"]![0]!["snapshot-id"]!, (long)loaded["metadata"]!["snapshots"]![1]!["snapshot-id"]!);
        var location = (string)loaded["metadata"]!["location"]!;

        var after = await CommitAsync(server, """
            {"action": "add-schema", "schema": {"type": "struct", "fields": [{"id": 1, "name": "key", "type": "long", "required": false},
              {"id": 2, "name": "name", "type": "string", "required": false}, {"id": 3, "name": "price", "type": "decimal(9, 2)", "required": false}]}},
            {"action": "set-current-schema", "schema-id": -1},
            {"action": "add-spec", "spec": {"fields": [{"source-id": 2, "name": "letter", "transform": "truncate[1]"}]}},
            {"action": "set-default-spec", "spec-id": -1},
            {"action": "add-sort-order", "sort-order": {"order-id": 1, "fields": [{"source-id": 3, "transform": "identity", "direction": "desc", "null-order": "nulls-last"}]}},
            {"action": "set-default-sort-order", "sort-order-id": -1},
            {"action": "set-properties", "updates": {"a": "1", "b": "2"}},
            {"action": "remove-properties", "removals": ["a", "none"]}
            """);
        Assert.Equal((1, 3, 1), ((int)after["current-schema-id"]!, (int)after["last-column-id"]!, (int)after["default-spec-id"]!));
        Assert.Equal((1000, 1, "2"), ((int)after["last-partition-id"]!, (int)after["default-sort-order-id"]!, (string)after["properties"]!["b"]!));
        Assert.Null(after["properties"]!["a"]);
        Assert.Equal("1,a,null; 2,b,null", await server.RowsAsync(Orders, "select key, name, price from $t order by key"));

        after = await CommitAsync(server, $$"""
            {"action": "set-snapshot-ref", "ref-name": "audit", "type": "tag", "snapshot-id": {{first}}, "max-ref-age-ms": 1000},
            {"action": "set-statistics", "statistics": {"snapshot-id": {{first}}, "statistics-path": "{{location}}/metadata/s.puffin", "file-size-in-bytes": 10, "file-footer-size-in-bytes": 5, "blob-metadata": []} },
            {"action": "set-partition-statistics", "partition-statistics": {"snapshot-id": {{second}}, "statistics-path": "{{location}}/metadata/p.parquet", "file-size-in-bytes": 10} }
            """);
        Assert.Equal(("tag", 1000), ((string)after["refs"]!["audit"]!["type"]!, (int)after["refs"]!["audit"]!["max-ref-age-ms"]!));
        Assert.Equal((1, 1), (after["statistics"]!.AsArray().Count, after["partition-statistics"]!.AsArray().Count));

        after = await CommitAsync(server, $$"""
            {"action": "remove-snapshot-ref", "ref-name": "audit"},
            {"action": "remove-snapshots", "snapshot-ids": [{{first}}]},
            {"action": "remove-partition-statistics", "snapshot-id": {{second}} },
            {"action": "remove-partition-specs", "spec-ids": [7]},
            {"action": "remove-schemas", "schema-ids": [7]},
            {"action": "set-location", "location": "{{location}}"}
            """);
        Assert.Equal(second, (long)Assert.Single(after["snapshots"]!.AsArray())!["snapshot-id"]!);
        Assert.Null(after["refs"]!["audit"]);
        Assert.Equal((0, 0), (after["statistics"]!.AsArray().Count, after["partition-statistics"]!.AsArray().Count));
        Assert.Equal("2", await server.RowsAsync(Orders, "select count(*) from $t"));
    }

    [Fact]
    public async Task An_update_that_cannot_be_is_refused_and_the_table_stays()
    {
        await using var server = await RestServer.StartAsync();
        var before = await server.OrdersAsync();
        foreach (var update in new[]
        {
            """{"action": "add-view-version"}""",
            """{"action": "launch"}""",
            """{"action": 7}""",
            """{}""",
            """{"action": "assign-uuid", "uuid": "no"}""",
            """{"action": "assign-uuid", "uuid": "11111111-1111-1111-1111-111111111111"}""",
            """{"action": "upgrade-format-version", "format-version": 3}""",
            """{"action": "upgrade-format-version", "format-version": 1}""",
            """{"action": "set-current-schema", "schema-id": 9}""",
            """{"action": "set-current-schema", "schema-id": -1}""",
            """{"action": "set-default-spec", "spec-id": 9}""",
            """{"action": "set-default-sort-order", "sort-order-id": 9}""",
            """{"action": "add-spec", "spec": {"fields": [{"source-id": 77, "name": "p", "transform": "identity"}]}}""",
            """{"action": "add-schema", "schema": {"type": "struct", "fields": [{"id": 0, "name": "a", "type": "int", "required": false}]}}""",
            """{"action": "set-snapshot-ref", "ref-name": "main", "type": "branch", "snapshot-id": 5}""",
            """{"action": "set-snapshot-ref", "ref-name": "x", "type": "twig", "snapshot-id": 5}""",
            """{"action": "set-location", "location": "file:///etc"}""",
            """{"action": "set-location", "location": "s3://bucket/elsewhere"}""",
            """{"action": "set-properties", "updates": {"write.metadata.path": "file:///tmp/x"}}""",
            """{"action": "set-properties", "updates": {"a": 1}}""",
            """{"action": "set-properties", "updates": {"format-version": "3"}}""",
            """{"action": "remove-partition-specs", "spec-ids": [0]}""",
            """{"action": "remove-schemas", "schema-ids": [0]}""",
            """{"action": "set-statistics", "statistics": {"snapshot-id": 1, "statistics-path": "file:///etc/passwd", "file-size-in-bytes": 1}}""",
            """{"action": "add-snapshot", "snapshot": {"snapshot-id": 1}}""",
            """{"action": "add-snapshot", "snapshot": {"snapshot-id": 1, "sequence-number": 1, "timestamp-ms": 1, "manifest-list": "file:///etc/passwd", "summary": {"operation": "append"}}}""",
        })
        {
            await server.RefusedAsync(HttpMethod.Post, Table, 400, "BadRequestException", $$"""{"requirements": [], "updates": [{{update}}]}""");
        }

        Assert.True(JsonNode.DeepEquals(before, await server.SendAsync(HttpMethod.Get, Table)));
    }

    [Fact]
    public async Task A_commit_that_is_none_is_refused()
    {
        await using var server = await RestServer.StartAsync();
        await server.OrdersAsync();
        foreach (var body in new[]
        {
            """{"updates": []}""",
            """{"requirements": []}""",
            """{"requirements": {}, "updates": []}""",
            """{"requirements": [{"type": "assert-moon-phase"}], "updates": []}""",
            """{"requirements": [{"type": "assert-ref-snapshot-id", "ref": "main"}], "updates": []}""",
            """{"identifier": {"namespace": ["shop"], "name": "returns"}, "requirements": [], "updates": []}""",
        })
        {
            await server.RefusedAsync(HttpMethod.Post, Table, 400, "BadRequestException", body);
        }
    }

    [Fact]
    public async Task A_snapshot_may_not_name_files_of_others()
    {
        await using var server = await RestServer.StartAsync();
        var loaded = await server.OrdersAsync();
        await server.WriteAsync(Orders, "select 9 as secret", new Scope("umbrella", "dev"));
        var theirs = Directory.GetFiles($"{server.LakeFolder}/umbrella", "snap-*.avro", SearchOption.AllDirectories).Single();
        var snapshot = $$$"""{"snapshot-id": 1, "sequence-number": 1, "timestamp-ms": 1, "manifest-list": "file://{{{theirs}}}", "summary": {"operation": "append"}}""";
        await server.RefusedAsync(
            HttpMethod.Post, Table, 400, "BadRequestException", OtherEngine.Body(loaded, Add(snapshot)));

        // nor through a list of its own
        var mine = $"{((string)loaded["metadata"]!["location"]!)["file://".Length..]}/metadata/stolen.avro";
        File.Copy(theirs, mine);
        await server.RefusedAsync(HttpMethod.Post, Table, 400, "BadRequestException", OtherEngine.Body(
            loaded, Add(snapshot.Replace(theirs, mine, StringComparison.Ordinal))));

        // nor through a manifest that says that it is an old one
        var data = Directory.GetFiles($"{server.LakeFolder}/umbrella", "*.parquet", SearchOption.AllDirectories).Single();
        var forged = mine.Replace("stolen", "forged", StringComparison.Ordinal);
        await OtherEngine.ForgeAsync(forged, data);
        await server.RefusedAsync(HttpMethod.Post, Table, 400, "BadRequestException", OtherEngine.Body(
            loaded, Add(snapshot.Replace(theirs, forged, StringComparison.Ordinal))));

        // nor one that is not there
        await server.RefusedAsync(HttpMethod.Post, Table, 400, "BadRequestException", OtherEngine.Body(
            loaded, Add(snapshot.Replace(theirs, mine + "x", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Only_engineers_change_and_only_what_is_there()
    {
        await using var server = await RestServer.StartAsync();
        await server.OrdersAsync();
        const string nothing = """{"requirements": [], "updates": []}""";
        await RestServer.RefusedAsync(server.Reader, HttpMethod.Post, Table, 403, "ForbiddenException", nothing);
        await RestServer.RefusedAsync(server.Reader, HttpMethod.Delete, Table, 403, "ForbiddenException");
        await server.RefusedAsync(HttpMethod.Post, "namespaces/shop/tables/none", 404, "NoSuchTableException", nothing);
        using var other = server.Client("engineer@umbrella");
        await RestServer.RefusedAsync(other, HttpMethod.Post, Table, 404, "NoSuchNamespaceException", nothing);
    }

    private static string Add(string snapshot) => $$"""{"action": "add-snapshot", "snapshot": {{snapshot}} }""";

    private static async Task<JsonObject> CommitAsync(RestServer server, string updates) =>
        (await server.SendAsync(HttpMethod.Post, Table, $$"""{"requirements": [], "updates": [{{updates}}]}"""))["metadata"]!.AsObject();
}
