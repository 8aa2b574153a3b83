using System.Text.Json;

namespace Talentys.Host.Tests.CommandLine;

public class LineageTests
{
    private const string Catalog = """{"tables": {"raw.orders": {"id": "INTEGER", "amount": "DECIMAL(10,2)"}}}""";

    [Fact]
    public async Task The_lineage_of_a_file_is_told_without_a_project()
    {
        using var program = new Talentys();
        program.Write("catalog.json", Catalog);
        program.Write("models.sql", "create table totals as select id, sum(amount) as total from raw.orders group by id; select total / 2 as half from totals");

        var json = await program.GetAsync("lineage", "--sql", "models.sql", "--catalog", "catalog.json", "--json");
        Assert.Equal(
            [
                """{"target":"totals.id","sources":["raw.orders.id"],"kind":"copied"}""",
                """{"target":"totals.total","sources":["raw.orders.amount"],"kind":"aggregated"}""",
                """{"target":"half","sources":["raw.orders.amount"],"kind":"aggregated"}""",
            ],
            json.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.False(Directory.Exists(Path.Combine(program.Project, ".talentys")));

        var table = await program.GetAsync("lineage", "--sql", "models.sql", "--catalog", "catalog.json");
        Assert.Contains("grouped by raw.orders.id", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_name_their_place_and_warnings_go_beside_the_data()
    {
        using var program = new Talentys();
        program.Write("catalog.json", Catalog);
        program.Write("wrong.sql", "select amonut\nfrom raw.orders");
        program.Write("unknown.sql", "select x from nowhere");

        var wrong = await program.RunAsync("lineage", "--sql", "wrong.sql", "--catalog", "catalog.json", "--json");
        Assert.Equal((2, ""), (wrong.Code, wrong.Output));
        Assert.Contains("line 1, column 8: There is no column amonut.", wrong.Errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean amount?", wrong.Errors, StringComparison.Ordinal);

        var unknown = await program.RunAsync("lineage", "--sql", "unknown.sql", "--json");
        Assert.Equal(0, unknown.Code);
        using var line = JsonDocument.Parse(unknown.Output);
        Assert.Equal("nowhere.x", line.RootElement.GetProperty("sources")[0].GetString());
        Assert.Contains("Warning: line 1, column 15", unknown.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await program.RunAsync("lineage", "--sql", "unknown.sql", "--strict")).Code);
        Assert.Equal(2, (await program.RunAsync("lineage", "--sql", "missing.sql")).Code);
    }
}
