using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Transformation.Tests.Models;

/// <summary>What the API tells of the project that a server has in its folder.</summary>
public class ModelApiTests
{
    private static readonly (string File, string Text)[] Shop =
    [
        ("dbt_project.yml", "name: shop\nprofile: shop\nmodels:\n  +materialized: table\n"),
        ("seeds/raw_orders.csv", "id,customer,amount\n1,ann,10\n2,bob,\n3,bob,7\n"),
        ("models/staging/stg_orders.sql", "{{ config(materialized='view', tags=['staging']) }}\nselect id as order_id, customer, amount from {{ ref('raw_orders') }}"),
        ("models/orders.sql", "select customer, sum(amount) as total from {{ ref('stg_orders') }} group by customer"),
        ("models/schema.yml", """
            models:
              - name: stg_orders
                columns:
                  - {name: order_id, description: Number of the order., tests: [unique]}
                  - name: amount
                    tests: [not_null, {not_null: {name: amount_is_wished, config: {severity: warn}}}]
              - name: orders
                description: Money by customer.
                columns: [{name: gone, description: Was there once.}]
            """),
    ];

    [Fact]
    public async Task The_list_tells_what_is_there_and_how_it_went()
    {
        await using var host = await StartAsync(Shop);
        var before = await ListAsync(host);

        Assert.Equal("shop", before.Project);
        Assert.All(before.Nodes, node => Assert.Null(node.Last));
        var staging = before.Nodes.Single(node => node.Id == "model.shop.stg_orders");
        Assert.Equal(("view", "models/staging/stg_orders.sql", "main", "stg_orders"), (staging.Materialized, staging.Path, staging.Schema, staging.Table));
        Assert.Equal(["staging"], staging.Tags);
        Assert.Equal(["seed.shop.raw_orders"], staging.Needs);

        await host.RunAsync(new BuildRequest("build"));
        var after = await ListAsync(host);

        Assert.Equal("succeeded", after.Nodes.Single(node => node.Id == "model.shop.stg_orders").Last!.State);
        Assert.Equal(3, after.Nodes.Single(node => node.Kind == "seed").Last!.Rows);
        Assert.Equal("warned", after.Nodes.Single(node => node.Name == "amount_is_wished").Last!.State);
        Assert.Equal("skipped", after.Nodes.Single(node => node.Id == "model.shop.orders").Last!.State);
        var failed = after.Nodes.Single(node => node.Name == "not_null_stg_orders_amount");
        Assert.Equal(("failed", 1L, "model.shop.stg_orders"), (failed.Last!.State, failed.Last.Failures!.Value, failed.TestOf));
        Assert.Equal("dbt.test_failed", failed.Last.Fault!.Code);
    }

    [Fact]
    public async Task A_changed_file_is_read_again_and_other_commands_say_nothing_of_how_a_node_fares()
    {
        await using var host = await StartAsync(Shop);
        await host.RunAsync(new BuildRequest("run", ["stg_orders"]));
        var ran = (await ListAsync(host)).Nodes.Single(node => node.Id == "model.shop.stg_orders");
        host.Write("models/more.sql", "select 1 as one");
        await host.RunAsync(new BuildRequest("compile"));

        var list = await ListAsync(host);

        Assert.Contains("model.shop.more", list.Nodes.Select(node => node.Id));
        Assert.Equal(ran.Last!.RunId, list.Nodes.Single(node => node.Id == ran.Id).Last!.RunId);
    }

    [Fact]
    public async Task A_node_is_told_with_its_text_its_tests_and_its_runs()
    {
        await using var host = await StartAsync(Shop);
        await host.RunAsync(new BuildRequest("run", ["stg_orders"], Vars: "{}"));
        await host.RunAsync(new BuildRequest("build"));

        var (detail, _) = await host.GetAsync<NodeDetailDto>("/api/v1/models/model.shop.stg_orders");

        Assert.Contains("ref('raw_orders')", detail!.Sql, StringComparison.Ordinal);
        Assert.Equal("shop.staging.stg_orders", detail.Selector);
        Assert.Equal(3, detail.Tests.Count);
        Assert.Equal(["succeeded", "failed"], detail.Runs.Select(run => run.State));
        Assert.True(detail.Runs[0].StartedAt >= detail.Runs[1].StartedAt);
        var (compiled, _) = await host.GetAsync<CompiledNodeDto>("/api/v1/models/model.shop.stg_orders/compiled");
        Assert.Contains("\"raw_orders\"", compiled!.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_are_told_with_types_lineage_and_tests()
    {
        await using var host = await StartAsync(Shop);
        var (early, _) = await host.GetAsync<NodeColumnsDto>("/api/v1/models/model.shop.orders/columns");

        Assert.False(early!.IsBuilt);
        Assert.Equal(["customer", "total", "gone"], early.Columns.Select(column => column.Name));
        Assert.Equal(new NodeColumnLinkDto("model.shop.stg_orders", "amount", "aggregated"), Assert.Single(early.Columns[1].From));

        await host.RunAsync(new BuildRequest("seed"));
        await host.RunAsync(new BuildRequest("run"));
        var (staging, _) = await host.GetAsync<NodeColumnsDto>("/api/v1/models/model.shop.stg_orders/columns");
        var (orders, _) = await host.GetAsync<NodeColumnsDto>("/api/v1/models/model.shop.orders/columns");

        Assert.True(staging!.IsBuilt);
        Assert.Equal(["order_id", "customer", "amount"], staging.Columns.Select(column => column.Name));
        var id = staging.Columns[0];
        Assert.Equal(("Number of the order.", new NodeColumnLinkDto("seed.shop.raw_orders", "id", "copied")), (id.Description, Assert.Single(id.From)));
        Assert.NotNull(id.Type);
        Assert.StartsWith("test.shop.unique_stg_orders_order_id", Assert.Single(id.Tests), StringComparison.Ordinal);
        Assert.Equal(new NodeColumnLinkDto("model.shop.orders", "total", "aggregated"), Assert.Single(staging.Columns[2].To));
        var gone = orders!.Columns.Single(column => !column.IsThere);
        Assert.Equal(("gone", "Was there once."), (gone.Name, gone.Description));
    }

    [Fact]
    public async Task The_rows_that_fail_a_test_are_those_of_its_SQL()
    {
        await using var host = await StartAsync(Shop);
        await host.RunAsync(new BuildRequest("build"));
        var test = (await ListAsync(host)).Nodes.Single(node => node.Name == "not_null_stg_orders_amount");

        var (compiled, _) = await host.GetAsync<CompiledNodeDto>($"/api/v1/models/{test.Id}/compiled");

        Assert.Equal("1", await host.QueryAsync($"select count(*) from ({compiled!.Sql})"));
    }

    [Fact]
    public async Task A_folder_without_a_project_has_no_nodes_and_faults_are_told_with_their_places()
    {
        await using var host = await StartAsync([]);
        var none = await ListAsync(host);

        Assert.Null(none.Project);
        Assert.Empty(none.Nodes);
        Assert.Empty(none.Faults);

        host.Become([.. Shop, ("models/bad.sql", "select * from {{ ref('nowhere') }}"), ("models/open.sql", "select {{ 1 ")]);
        var faulty = await ListAsync(host);

        Assert.Empty(faulty.Nodes);
        Assert.Contains(faulty.Faults, fault => fault.Place?.Contains("models/open.sql", StringComparison.Ordinal) == true);
        var (_, text) = await host.GetAsync<NodeDetailDto>("/api/v1/models/model.shop.orders");
        Assert.Contains("models/open.sql", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_seen_is_not_there_and_the_text_that_names_it_is_kept()
    {
        await using var host = await StartAsync(Shop);
        await host.RunAsync(new BuildRequest("build"));
        host.Policies.Tables.Add(new TableName("main", "stg_orders"));

        var (list, _) = await host.GetAsync<ProjectNodesDto>("/api/v1/models", Roles.Engineer);

        Assert.Equal(["model.shop.orders", "seed.shop.raw_orders"], list!.Nodes.Select(node => node.Id));
        Assert.Empty(list.Nodes[0].Needs);
        var (hidden, refused) = await host.GetAsync<NodeDetailDto>("/api/v1/models/model.shop.stg_orders", Roles.Engineer);
        var (_, missing) = await host.GetAsync<NodeDetailDto>("/api/v1/models/model.shop.nothing", Roles.Engineer);
        Assert.Null(hidden);
        Assert.Equal(Plain(missing, "model.shop.nothing"), Plain(refused, "model.shop.stg_orders"));
        var (orders, _) = await host.GetAsync<NodeDetailDto>("/api/v1/models/model.shop.orders", Roles.Engineer);
        Assert.Null(orders!.Sql);
        Assert.False(orders.HasRows);
        var (columns, _) = await host.GetAsync<NodeColumnsDto>("/api/v1/models/model.shop.orders/columns", Roles.Engineer);
        Assert.All(columns!.Columns, column => Assert.Empty(column.From));
        var (sql, _) = await host.GetAsync<CompiledNodeDto>("/api/v1/models/model.shop.orders/compiled", Roles.Engineer);
        Assert.Null(sql);
        Assert.NotNull((await host.GetAsync<NodeDetailDto>("/api/v1/models/model.shop.orders", Roles.Administrator)).Answer!.Sql);
        Assert.Null((await host.GetAsync<NodeDetailDto>("/api/v1/models/seed.shop.raw_orders", Roles.Reader)).Answer!.Sql);
    }

    private static async Task<BuildHost> StartAsync((string File, string Text)[] files)
    {
        var host = await BuildHost.StartAsync();
        host.Become(files);
        return host;
    }

    private static async Task<ProjectNodesDto> ListAsync(BuildHost host) => (await host.GetAsync<ProjectNodesDto>("/api/v1/models")).Answer!;

    /// <summary>A problem without what is its own.</summary>
    private static string Plain(string problem, string id) => System.Text.RegularExpressions.Regex.Replace(problem.Replace(id, "ID", StringComparison.Ordinal), "\"requestId\":\"[^\"]*\"", "");
}
