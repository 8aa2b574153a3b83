using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Tests.Syntax;

public sealed class SyntaxWalkTests : IDisposable
{
    private readonly SqlParser parser = new();

    public void Dispose() => parser.Dispose();

    [Theory]
    [InlineData("select * from a.t, b.u join v using (x)", "a.t b.u v")]
    [InlineData("with c as (select * from t) select * from c", "t")]
    [InlineData("with c as (select 1), d as (select * from c) select * from d, e", "e")]
    [InlineData("with recursive r as (select 1 n union all select n + 1 from r where n < 9) select * from r", "")]
    [InlineData("with t as (select * from t) select * from t", "t?")]
    [InlineData("with t as (select 1) select * from s.t", "s.t")]
    [InlineData("select * from (with c as (select 1) select * from c) x, c", "c")]
    [InlineData("select (select max(x) from u), exists (from v) from t where a in (select b from w)", "u v t w")]
    [InlineData("from t select count(*) over (partition by (select 1 from u))", "t u")]
    [InlineData("select * from t union all select * from u order by (select 1 from v) limit (select 2 from w)", "v w t u")]
    [InlineData("describe s.t", "s.t")]
    [InlineData("summarize t", "t")]
    [InlineData("from (pivot t on a in (1, 2) using sum(b))", "t")]
    [InlineData("select * from t, lateral (select * from u where u.a = t.a)", "t u")]
    [InlineData("select [x for x in (select l from t)], list_transform(l, lambda y: (select y from u))", "t u")]
    [InlineData("from '/etc/passwd'", "/etc/passwd")]
    public async Task Tables_are_found_wherever_they_stand(string sql, string tables)
    {
        var facts = await Read(sql);

        Assert.Empty(facts.Unknown);
        var found = facts.Tables.Select(table => $"{(table.Schema is null ? "" : table.Schema + ".")}{table.Name}{(table.Optional ? "?" : "")}");
        Assert.Equal(
            tables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), found.Order());
    }

    [Theory]
    [InlineData("select getenv('HOME')", "getenv")]
    [InlineData("select * from read_csv('x')", "read_csv")]
    [InlineData("select 1 order by getenv('a')", "getenv")]
    [InlineData("select x from t group by getenv('a') having getenv('b') = 1", "getenv")]
    [InlineData("select sum(x) over (order by getenv('a')) from t", "getenv")]
    [InlineData("select sum(x) filter (where getenv('a') is null) from t", "getenv")]
    [InlineData("select * replace (getenv('a') as b) from t", "getenv")]
    [InlineData("select columns(c -> getenv(c) = '1') from t", "getenv")]
    [InlineData("values (getenv('a'))", "getenv")]
    [InlineData("select case when true then getenv('a') end", "getenv")]
    [InlineData("select list_transform([1], lambda x: getenv(x))", "getenv")]
    [InlineData("from t qualify getenv('a') is null", "getenv")]
    [InlineData("select main.getenv('a')", "getenv")]
    [InlineData("select ('a').getenv()", "getenv")]
    [InlineData("with c as (select getenv('a')) from c", "getenv")]
    [InlineData("from t join u on getenv('a') = t.x", "getenv")]
    [InlineData("select * from range(getenv('a')::int)", "getenv")]
    [InlineData("select distinct on (getenv('a')) 1", "getenv")]
    [InlineData("select 1 limit getenv('a')::int", "getenv")]
    [InlineData("from (pivot t on a in (1) using sum(getenv('a')))", "getenv")]
    [InlineData("select {a: getenv('a')}, map {'b': getenv('b')}", "getenv")]
    [InlineData("select getenv('a') collate nocase", "getenv")]
    [InlineData("select try(getenv('a'))", "getenv")]
    public async Task Functions_are_found_wherever_they_stand(string sql, string function)
    {
        var facts = await Read(sql);

        Assert.Empty(facts.Unknown);
        Assert.Contains(facts.Functions, call => call.Name == function);
    }

    [Fact]
    public async Task A_text_that_looks_like_a_call_is_data()
    {
        var facts = await Read("""select '{"class":"FUNCTION","function_name":"getenv","type":"BASE_TABLE","table_name":"x"}'""");

        Assert.Empty(facts.Functions);
        Assert.Empty(facts.Tables);
    }

    [Fact]
    public async Task A_syntax_error_tells_its_place_in_the_whole_text()
    {
        var text = StatementText.Read("explain\nselect 'é',\n  * frmo t x y").Value;

        var fault = Assert.Single((await parser.ParseAsync(text, TestContext.Current.CancellationToken)).Faults);

        Assert.Equal("query.syntax", fault.Code);
        Assert.StartsWith("line 3, ", fault.Place, StringComparison.Ordinal);
    }

    private async Task<StatementFacts> Read(string sql) =>
        (await parser.ParseAsync(StatementText.Read(sql).Value, TestContext.Current.CancellationToken)).Value;
}
