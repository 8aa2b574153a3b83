using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Lineage.Statements;
using Talentys.Query.Lineage.Trees;
using Talentys.Query.Public;
using Talentys.Query.Syntax;

namespace Talentys.Query.Tests.Lineage;

public sealed class LineageCaseTests : IDisposable
{
    private readonly SqlParser parser = new();

    public static TheoryData<string> Files => [.. LineageCase.All.Select(one => one.File).Distinct()];

    public void Dispose() => parser.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Columns_have_the_lineage_that_is_written(string file)
    {
        var lineage = new LineageReader(parser);
        var wrong = new List<string>();
        foreach (var one in LineageCase.All.Where(one => one.File == file))
        {
            var actual = await LineageCase.ActualAsync(lineage, one.Sql, TestContext.Current.CancellationToken);
            if (actual != one.Expected)
            {
                wrong.Add($"# {one.Name}\n{one.Sql}\n----\n{actual}\nexpected:\n{one.Expected}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public void There_are_many_cases_of_distinct_names()
    {
        Assert.True(LineageCase.All.Count >= 300, $"{LineageCase.All.Count} cases");
        Assert.DoesNotContain(LineageCase.All.CountBy(one => (one.File, one.Name)), pair => pair.Value > 1);
    }

    /// <summary>The engine itself, over empty tables of the catalog: the same columns, and a fault where we have one.</summary>
    [Fact]
    public async Task Columns_and_faults_are_those_of_the_engine()
    {
        var token = TestContext.Current.CancellationToken;
        using var engine = DuckInstance.Open(new DuckOptions { MemoryBytes = 256L << 20, Threads = 1 });
        using var connection = engine.Connect();
        await connection.ExecuteAsync("CREATE SCHEMA raw; CREATE SCHEMA tpch;", token);
        foreach (var (table, columns) in LineageCase.Catalog.Tables)
        {
            await connection.ExecuteAsync($"CREATE TABLE {table} ({string.Join(", ", columns.Select(column => $"\"{column.Column}\" {column.Type}"))})", token);
        }

        var wrong = new List<string>();
        var compared = 0;
        foreach (var one in LineageCase.All.Where(IsQuery))
        {
            var fault = one.Expected.StartsWith("ERR", StringComparison.Ordinal);
            string engineSays;
            try
            {
                var rows = await connection.RowsAsync($"DESCRIBE {one.Sql}", [], token);
                engineSays = string.Join('|', rows.Select(row => (string)row[0]!));
            }
            catch (FaultException failure)
            {
                engineSays = $"ERR {failure.Fault.Message}";
            }

            var here = string.Join('|', one.Expected.Split('\n').Select(line => line.Split(" copied <-")[0].Split(" computed <-")[0].Split(" aggregated <-")[0]));
            compared++;
            if (fault != engineSays.StartsWith("ERR", StringComparison.Ordinal) || (!fault && here != engineSays))
            {
                wrong.Add($"{one.Sql}\n  here:   {here}\n  engine: {engineSays}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
        Assert.True(compared > 200, $"only {compared} were compared");
    }

    [Fact]
    public async Task The_list_of_aggregates_is_the_engines()
    {
        using var engine = DuckInstance.Open(new DuckOptions { MemoryBytes = 128L << 20, Threads = 1 });
        using var connection = engine.Connect();
        var rows = await connection.RowsAsync(
            "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type = 'aggregate'", [], TestContext.Current.CancellationToken);

        Assert.DoesNotContain(rows.Select(row => (string)row[0]!), name => !AggregateNames.Contains(name));
    }

    [Fact]
    public async Task What_a_statement_reads_is_told_by_table()
    {
        var answer = await new LineageReader(parser).ReadAsync(
            "select a from t where exists (select s, d from v where v.a = t.b)", LineageCase.Catalog, new LineageOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b", "s"], answer.Reads["t"]);
        Assert.Equal(["a", "d"], answer.Reads["v"]);
    }

    [Fact]
    public async Task An_unknown_table_is_a_fault_when_that_is_asked_for()
    {
        var failure = await Assert.ThrowsAsync<FaultException>(() => new LineageReader(parser).ReadAsync(
            "select id from raw.ordrs", LineageCase.Catalog, new LineageOptions { AllowUnknownTables = false }, TestContext.Current.CancellationToken));

        Assert.Equal(("lineage.table_unknown", "line 1, column 16", "Did you mean raw.orders?"), (failure.Fault.Code, failure.Fault.Place, failure.Fault.Mend));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"tables": {"t": ["a"]}}""")]
    [InlineData("""{"tables": {"t": {"a": 1}}}""")]
    [InlineData("""{"tables": {"t": {"a": "INTEGER", "A": "INTEGER"}}}""")]
    public void A_catalog_that_is_none_is_a_fault(string json)
    {
        var failure = Assert.Throws<FaultException>(() => LineageCatalog.Read(json));

        Assert.Equal("lineage.catalog_invalid", failure.Fault.Code);
    }

    // what the engine cannot DESCRIBE: several statements, those that write, tables and files that are not there, PIVOT without values
    private static bool IsQuery(LineageCase one) =>
        one.File is not ("writes" or "faults") && !one.Sql.Contains(';', StringComparison.Ordinal) && !one.Expected.Contains("\n! ", StringComparison.Ordinal)
        && !one.Sql.Contains('$', StringComparison.Ordinal) && !one.Sql.Contains("data/x", StringComparison.Ordinal)
        && !one.Name.StartsWith("PIVOT without", StringComparison.Ordinal)
        && !new[] { "describe", "summarize", "explain" }.Any(word => one.Sql.StartsWith(word, StringComparison.Ordinal));
}
