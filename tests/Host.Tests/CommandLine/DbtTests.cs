using System.Text.Json;

namespace Talentys.Host.Tests.CommandLine;

public class DbtTests
{
    [Fact]
    public async Task A_dbt_project_is_read_and_listed_as_it_lies()
    {
        using var program = new Talentys();
        program.Write("dbt_project.yml", "name: shop\n");
        program.Write("models/orders.sql", "{{ config(tags=['nightly']) }} select * from {{ ref('raw_orders') }}");
        program.Write("seeds/raw_orders.csv", "id\n1\n");
        program.Write("models/schema.yml", "models: [{name: orders, columns: [{name: id, tests: [unique]}]}]\n");
        program.Write("selectors.yml", "selectors: [{name: night, definition: {tag: nightly}}]\n");
        program.Write("packages.yml", "packages: [{local: lib}]\n");
        program.Write("lib/dbt_project.yml", "name: lib\n");

        var parsed = await program.RunAsync("dbt", "parse");
        Assert.Equal((0, ""), (parsed.Code, parsed.Output));
        Assert.Contains("1 model, 1 seed, 1 test", parsed.Errors, StringComparison.Ordinal);
        Assert.Contains("lib is used where it lies", (await program.RunAsync("dbt", "deps")).Errors, StringComparison.Ordinal);

        Assert.Equal(["shop.orders", "shop.raw_orders"], Lines(await program.GetAsync("dbt", "ls", "--select", "+tag:nightly", "--resource-type", "model", "seed")));
        Assert.Equal(["models/schema.yml"], Lines(await program.GetAsync("dbt", "list", "-s", "unique_orders_id", "--output", "path")));
        Assert.Contains("\"depends_on\":{\"nodes\":[\"seed.shop.raw_orders\"]}", await program.GetAsync("dbt", "ls", "-s", "orders", "--indirect-selection", "empty", "--json"), StringComparison.Ordinal);
        Assert.Equal(
            "{\"name\":\"orders\",\"alias\":\"orders\",\"language\":\"sql\"}",
            (await program.GetAsync("dbt", "--no-partial-parse", "--log-level", "debug", "ls", "-s", "orders", "--indirect-selection", "empty", "--output", "json", "--output-keys", "name", "alias", "language", "--no-use-colors")).Trim());
        Assert.False(Directory.Exists(Path.Combine(program.Project, ".talentys")));

        var debug = await program.RunAsync("dbt", "debug");
        Assert.True(debug.Code == 0, debug.Errors);
        Assert.Contains("packages: lib [OK]", debug.Output, StringComparison.Ordinal);
        Directory.Move(Path.Combine(program.Project, "target"), Path.Combine(program.Project, "before"));
        program.Write("seeds/raw_orders.csv", "id\n2\n");
        Assert.Equal(["shop.raw_orders", "shop.orders"], Lines(await program.GetAsync("dbt", "ls", "--state", Path.Combine(program.Project, "before"), "-s", "state:modified+", "--exclude", "test_type:data")).OrderDescending());
        Assert.Equal(["orders"], Lines(await program.GetAsync("dbt", "ls", "--selector", "night", "--output", "name", "--exclude-resource-type", "test")));

        program.Write("models/orders.sql", "select * from {{ ref('raw_order') }}");
        var wrong = await program.RunAsync("dbt", "parse");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("models/orders.sql", wrong.Errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean raw_orders?", wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_is_assessed_and_its_lineage_told_without_a_lake()
    {
        using var program = new Talentys();
        program.Write("transform/dbt_project.yml", "name: shop\n");
        program.Write("transform/models/schema.yml", "sources: [{name: crm, tables: [{name: orders}]}]\n");
        program.Write("transform/models/orders.sql", "select id, amount / 100 as total from {{ source('crm', 'orders') }}");
        program.Write("transform/models/events.sql", "select\n  parse_json(payload) as p\nfrom {{ source('crm', 'orders') }}");

        var told = await program.RunAsync("dbt", "assess", program.Project);
        Assert.True(told.Code == 0, told.Errors);
        Assert.Contains("2 models: 1 (50 %) runs as it is, 1 (50 %) needs a mend.", told.Output, StringComparison.Ordinal);
        Assert.Contains("models/events.sql:2", told.Output, StringComparison.Ordinal);
        using (var json = JsonDocument.Parse(await program.GetAsync("dbt", "assess", "transform", "--json")))
        {
            var root = json.RootElement;
            Assert.Equal("""{"runs":1,"mend":1,"cannot":0,"unknown":0}""", root.GetProperty("summary").GetProperty("verdicts").GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
            Assert.Equal("function parse_json (Snowflake, BigQuery)", root.GetProperty("causes")[0].GetProperty("cause").GetString());
            Assert.True(root.GetProperty("projects")[0].GetProperty("target_assumed").GetBoolean());
        }

        Assert.Equal(
            """{"target":"orders.total","sources":["crm.orders.amount"],"kind":"computed","node":"model.shop.orders","file":"models/orders.sql"}""",
            Assert.Single(Lines(await program.GetAsync("lineage", "crm.orders.amount", "--downstream", "--json", "--project-dir", Path.Combine(program.Project, "transform")))));
        Assert.Equal(2, (await program.RunAsync("lineage", "orders.totl", "--project-dir", Path.Combine(program.Project, "transform"))).Code);
        Assert.False(Directory.Exists(Path.Combine(program.Project, "transform", ".talentys")));
        Directory.Delete(Path.Combine(program.Project, "transform"), true);
        Assert.Equal(2, (await program.RunAsync("dbt", "assess", program.Project)).Code);
    }

    [Fact]
    public async Task Macros_are_called_and_nodes_are_shown_without_being_built()
    {
        using var program = new Talentys();
        program.Write("dbt_project.yml", "name: shop\n");
        program.Write("models/orders.sql", "{{ config(materialized='ephemeral') }} select range as id from range(9)");
        program.Write("macros/fill.sql", "{% macro fill(n) %}{% do run_query('create table filled as select * from range(' ~ n ~ ')') %}{{ print('filled ' ~ n) }}{% endmacro %}");

        var called = await program.RunAsync("dbt", "run-operation", "fill", "--args", "{n: 3}");
        Assert.True(called.Code == 0, called.Errors);
        Assert.Equal(["filled 3"], Lines(called.Output));
        var shown = await program.GetAsync("dbt", "show", "--inline", "select count(*) as n, max(id) as top from {{ ref('orders') }}, filled", "--output", "json");
        using (var json = JsonDocument.Parse(shown))
        {
            Assert.Equal("""{"n":27,"top":8}""", json.RootElement.GetProperty("show")[0].GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        }

        var few = await program.RunAsync("dbt", "show", "-s", "orders", "--limit", "2");
        Assert.True(few.Code == 0, few.Errors);
        Assert.Contains("Previewing node 'orders'", few.Errors, StringComparison.Ordinal);
        Assert.Contains("│  1 │", few.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("│  2 │", few.Output, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
