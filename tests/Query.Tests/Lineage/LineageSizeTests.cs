using System.Globalization;
using System.Text;
using Talentys.Kernel;
using Talentys.Query.Lineage.Statements;
using Talentys.Query.Public;
using Talentys.Query.Syntax;

namespace Talentys.Query.Tests.Lineage;

/// <summary>Large and deep statements: an answer or one fault, in time that grows with the text.</summary>
public sealed class LineageSizeTests : IDisposable
{
    private readonly SqlParser parser = new();

    public void Dispose() => parser.Dispose();

    [Fact]
    public async Task Each_part_is_read_once_however_often_it_is_used()
    {
        var sql = new StringBuilder("with c0 as (select a, b from t)");
        for (var i = 1; i <= 80; i++)
        {
            sql.Append(CultureInfo.InvariantCulture, $", c{i} as (select x.a + y.b as a, y.b from c{i - 1} x join c{i - 1} y on x.a = y.b where exists (select 1 from c{i - 1} z where z.a = x.b))");
        }

        var column = Assert.Single(await Columns(sql.Append(" select a from c80").ToString()));

        Assert.Equal(["t.a", "t.b"], column.Sources.Select(source => source.Name));
    }

    [Fact]
    public async Task Recursion_in_recursion_is_read_once()
    {
        var sql = "select a from t";
        for (var i = 0; i < 40; i++)
        {
            sql = $"with recursive r{i}(a) as (select a from u union all select r{i}.a + x.a from r{i}, ({sql}) x where x.a < 9) select a from r{i}";
        }

        var column = Assert.Single(await Columns(sql));

        Assert.Equal(["t.a", "u.a"], column.Sources.Select(source => source.Name));
    }

    [Fact]
    public async Task Views_over_views_are_read_once()
    {
        var sql = new StringBuilder("create view v0 as select a, b from t;");
        for (var i = 1; i <= 100; i++)
        {
            sql.Append(CultureInfo.InvariantCulture, $"create view v{i} as select x.a, y.b from v{i - 1} x, v{i - 1} y;");
        }

        Assert.Equal(203, (await Columns(sql.Append("select a from v100").ToString())).Count);
    }

    [Fact]
    public async Task Long_lists_and_long_unions_are_read()
    {
        var columns = await Columns($"select {string.Join(", ", Enumerable.Range(0, 2000).Select(i => $"a + {i} as c{i}"))} from t");
        Assert.Equal(2000, columns.Count);

        var union = Assert.Single(await Columns(string.Join(" union all ", Enumerable.Repeat("select a from t", 500))));
        Assert.Equal(LineageKind.Copied, union.Kind);
    }

    [Theory]
    [InlineData(190)]
    [InlineData(205)]
    public async Task Deep_nesting_is_an_answer_or_a_fault(int depth)
    {
        var sql = $"{string.Concat(Enumerable.Repeat("select a from (", depth))}select a from t{new string(')', depth)}";
        if (depth > 200)
        {
            Assert.Equal("query.too_deep", (await Fault(sql)).Code);
        }
        else
        {
            Assert.Equal(["t.a"], Assert.Single(await Columns(sql)).Sources.Select(source => source.Name));
        }
    }

    [Fact]
    public async Task Long_chains_of_operators_are_an_answer_or_a_fault()
    {
        Assert.Equal(LineageKind.Computed, Assert.Single(await Columns($"select {string.Join(" + ", Enumerable.Repeat("a", 900))} as x from t")).Kind);

        Assert.StartsWith("query.", (await Fault($"select {string.Join(" + ", Enumerable.Repeat("a", 20_000))} as x from t")).Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_a_fault()
    {
        Assert.Equal("query.too_long", (await Fault($"select '{new string('x', 1_000_000)}'")).Code);
        Assert.Equal("query.syntax", (await Fault("select '\0'")).Code);
    }

    private async Task<IReadOnlyList<ColumnLineage>> Columns(string sql) =>
        (await new LineageReader(parser).ReadAsync(sql, LineageCase.Catalog, new LineageOptions(), TestContext.Current.CancellationToken)).Columns;

    private async Task<Fault> Fault(string sql) => (await Assert.ThrowsAsync<FaultException>(() => Columns(sql))).Fault;
}
