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
        program.Write("models/schema.yml", "models: [{name: orders, columns: [{name: id, tests: [unique]}]}]\nmetrics: [{name: later}]\n");

        var parsed = await program.RunAsync("dbt", "parse");
        Assert.Equal((0, ""), (parsed.Code, parsed.Output));
        Assert.Contains("1 model, 1 seed, 1 test", parsed.Errors, StringComparison.Ordinal);
        Assert.Contains("Warning: 1 metrics are not read yet.", parsed.Errors, StringComparison.Ordinal);

        Assert.Equal(["shop.orders", "shop.raw_orders"], Lines(await program.GetAsync("dbt", "ls", "--select", "+tag:nightly", "--resource-type", "model", "seed")));
        Assert.Equal(["models/schema.yml"], Lines(await program.GetAsync("dbt", "list", "-s", "unique_orders_id", "--output", "path")));
        Assert.Contains("\"depends_on\":{\"nodes\":[\"seed.shop.raw_orders\"]}", await program.GetAsync("dbt", "ls", "-s", "orders", "--indirect-selection", "empty", "--json"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(program.Project, ".talentys")));

        program.Write("models/orders.sql", "select * from {{ ref('raw_order') }}");
        var wrong = await program.RunAsync("dbt", "parse");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("models/orders.sql", wrong.Errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean raw_orders?", wrong.Errors, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
