using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Talentys.TestSupport;

namespace Talentys.Host.Tests.CommandLine;

/// <summary>A project whose tables are in a bucket, as a person and another engine see it from outside.</summary>
public class BucketTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_in_a_bucket_loads_answers_keeps_its_tables_up_and_goes_back()
    {
        var swift = await SwiftServer.SharedAsync();
        var bucket = await swift.CreateBucketAsync();
        var program = new Talentys();
        program.Settings["TALENTYS_LAKE__STORES__S3__ENDPOINT"] = swift.Endpoint();
        program.Settings["TALENTYS_LAKE__STORES__S3__ACCESSKEY"] = SwiftServer.AccessKey;
        program.Settings["TALENTYS_LAKE__STORES__S3__SECRETKEY"] = SwiftServer.SecretKey;
        program.Settings["TALENTYS_LAKE__PLANFILESABOVE"] = "1";
        program.Settings["TALENTYS_LAKE__MAINTENANCE__COMPACTATFILES"] = "2";
        program.Write("talentys.yml", $"envs:\n  dev: {{lake: \"s3://{bucket}/lake\"}}\n");
        await using var server = await ServeTests.Server.StartAsync(program);

        // loaded and asked by the command line through the server, whose engine is a child process
        for (var i = 0; i < 2; i++)
        {
            program.Write("data/orders.csv", $"id,amount,word\n{i},{i}.50,a\n{i + 10},2.25,b\n");
            await program.GetAsync("load", "data", "--mode", "append");
        }

        Assert.Equal("[[4]]", await RowsAsync(server, "select count(*) from orders"));
        Assert.Equal("[[1,1.50,\"a\"]]", await RowsAsync(server, "select id, amount, word from orders where id in (1, 99)"));
        Assert.Equal("[[2,2]]", await RowsAsync(server, "select count(*), count(distinct version) from main.orders$snapshots where operation = 'append'"));
        Assert.Equal("[[2]]", await RowsAsync(server, $"select count(*) from main.orders$files where starts_with(file_path, 's3://{bucket}/lake/')"));
        Assert.Equal("[[2]]", await RowsAsync(server, "select count(*) from orders at (version => 1)"));
        Assert.False(Directory.Exists(Path.Combine(program.Project, ".talentys/lake/default")));

        // a run of upkeep, then back
        var run = await PostAsync(server, "/api/v1/maintenance", new { tables = new[] { "main.orders" }, actions = new[] { "compact", "manifests", "orphans" } }, HttpStatusCode.Accepted);
        Assert.Equal("succeeded", await EndAsync(server, (string)run["runId"]!));
        Assert.Equal("[[1]]", await RowsAsync(server, "select count(*) from main.orders$files"));
        Assert.Equal("[[4]]", await RowsAsync(server, "select count(*) from orders where amount > 0"));
        await PostAsync(server, "/api/v1/tables/main/orders/rollback", new { to = 1 }, HttpStatusCode.OK);
        Assert.Equal("[[2,2.75]]", await RowsAsync(server, "select count(*), sum(amount)::decimal(9, 2) from orders where word in ('a', 'b')"));

        // another engine finds the files in the bucket and changes the table
        var loaded = JsonNode.Parse(await server.Owner.GetStringAsync("/iceberg/v1/namespaces/main/tables/orders", Token))!;
        Assert.StartsWith($"s3://{bucket}/lake/", (string)loaded["metadata-location"]!, StringComparison.Ordinal);
        var committed = await PostAsync(
            server, "/iceberg/v1/namespaces/main/tables/orders",
            new { requirements = Array.Empty<object>(), updates = new[] { new { action = "set-properties", updates = new { owner = "ada" } } } }, HttpStatusCode.OK);
        Assert.Equal("ada", (string)committed["metadata"]!["properties"]!["owner"]!);
        Assert.NotEqual((string)loaded["metadata-location"]!, (string)committed["metadata-location"]!);
        using var dropped = await server.Owner.DeleteAsync("/iceberg/v1/namespaces/main/tables/orders?purgeRequested=true", Token);
        Assert.Equal(HttpStatusCode.NoContent, dropped.StatusCode);
        using var gone = await server.QueryAsync(server.Owner, "select 1 from orders");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task<string> RowsAsync(ServeTests.Server server, string sql)
    {
        using var answer = await server.QueryAsync(server.Owner, sql);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{sql}: {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("rows").GetRawText();
    }

    private static async Task<JsonNode> PostAsync(ServeTests.Server server, string path, object body, HttpStatusCode expected)
    {
        using var answer = await server.Owner.PostAsJsonAsync(path, body, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<string> EndAsync(ServeTests.Server server, string run)
    {
        while (true)
        {
            var state = (string)JsonNode.Parse(await server.Owner.GetStringAsync($"/api/v1/runs/{run}", Token))!["state"]!;
            if (state is not ("queued" or "running"))
            {
                return state;
            }

            await Task.Delay(100, Token);
        }
    }
}
