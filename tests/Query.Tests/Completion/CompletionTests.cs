using Talentys.Contracts;

namespace Talentys.Query.Tests.Completion;

public class CompletionTests(CompletionServer server) : IClassFixture<CompletionServer>
{
    [Theory]
    [InlineData("select | from shop.orders", "id customer_id total Ordered on")]
    [InlineData("select tot| from shop.orders o", "id customer_id total Ordered on")]
    [InlineData("select o.| from shop.orders o join shop.customers c on o.customer_id = c.id", "id customer_id total Ordered on")]
    [InlineData("select shop.customers.| from shop.customers", "id name region")]
    [InlineData("select * from shop.orders as \"My o\" where \"My o\".|", "id customer_id total Ordered on")]
    [InlineData("with t as (select id as key, total * 2 as twice from shop.orders) select t.| from t", "key twice")]
    [InlineData("with t(a, b) as (select id, total from shop.orders), u as (select a from t) select | from u", "a")]
    [InlineData("with recursive r as (select 1 as n union all select n + 1 from r) select | from r", "n")]
    [InlineData("select | from (select name as who, upper(region) place from shop.customers) x", "who place")]
    [InlineData("select | from (select * exclude (name) from shop.customers)", "id region")]
    [InlineData("select s.| from (from shop.customers) s", "id name region")]
    [InlineData("select | from shop.late", "order_id total")]
    [InlineData("select * from shop.orders where id in (select | from shop.customers)", "id name region customer_id total Ordered on")]
    [InlineData("select region, (select max(total) from shop.orders o where o.customer_id = c.|) from shop.customers c", "id name region")]
    [InlineData("select 1; select | from shop.customers; select 2 from shop.orders", "id name region")]
    [InlineData("select name from shop.customers union all select | from shop.late", "order_id total")]
    [InlineData("select id from shop.customers order by |", "id name region")]
    [InlineData("select \"Ord|\nfrom shop.orders", "id customer_id total Ordered on")]
    [InlineData("select extract(year from |) from shop.orders", "id customer_id total Ordered on")]
    [InlineData("update shop.customers set |", "id name region")]
    [InlineData("insert into shop.customers (|", "id name region")]
    [InlineData("select x.| from shop.customers as x(number, called)", "number called region")]
    public async Task Columns_are_those_of_the_tables_that_are_in_scope(string marked, string expected) =>
        Assert.Equal(expected, await server.NamesAsync(marked, "column"));

    [Fact]
    public async Task Columns_tell_their_type_and_table_and_those_of_several_tables_are_written_with_it()
    {
        var found = await server.AtAsync("select | from shop.orders o join shop.customers on o.customer_id = customers.id");

        Assert.Equal(["o.id", "customers.id"], found.Items.Where(item => item is { Kind: "column", Label: "id" }).Select(item => item.Insert));
        Assert.Equal(("\"Ordered on\"", "DATE", "o"), found.Items.Where(item => item.Label == "Ordered on").Select(item => (item.Insert, item.Detail, item.Of)).Single());
        Assert.Equal("o customers", string.Join(' ', found.Items.Where(item => item.Kind == "alias").Select(item => item.Label)));
    }

    [Fact]
    public async Task Columns_joined_by_using_are_there_once_and_using_proposes_what_both_have()
    {
        Assert.Equal("id", await server.NamesAsync("select * from shop.orders o join shop.customers c using (|", "column"));
        Assert.Equal("id customer_id total Ordered on name region", await server.NamesAsync("select | from shop.orders o join shop.customers c using (id)", "column"));
    }

    [Theory]
    [InlineData("select * from shop.orders o join shop.customers c on |", "o.customer_id = c.id o.id = c.id")]
    [InlineData("select * from shop.orders join shop.late l on |", "orders.id = l.order_id orders.total = l.total")]
    [InlineData("select * from shop.orders o join shop.customers c on o.id = |", "")]
    public async Task Conditions_of_a_join_are_proposed(string marked, string expected) => Assert.Equal(expected, await server.NamesAsync(marked, "condition"));

    [Theory]
    [InlineData("select * from |", "customers notes orders", "late", "main shop")]
    [InlineData("select * from ord|", "orders", "", "main shop")]
    [InlineData("select * from shop.|", "customers orders", "late", "")]
    [InlineData("select * from shop.orders, |", "customers notes orders", "late", "main shop")]
    [InlineData("select * from shop.orders left join |", "customers notes orders", "late", "main shop")]
    [InlineData("insert into |", "customers notes orders", "late", "main shop")]
    [InlineData("delete from shop.c|", "customers", "", "")]
    [InlineData("describe |", "customers notes orders", "late", "main shop")]
    [InlineData("select * from (|", "customers notes orders", "late", "main shop")]
    public async Task Tables_views_and_schemas_are_proposed_where_one_stands(string marked, string tables, string views, string schemas)
    {
        var found = await server.AtAsync(marked);

        Assert.Equal((tables, views, schemas), (Of("table"), Of("view"), Of("schema")));
        Assert.DoesNotContain(found.Items, item => item.Kind == "column");

        string Of(string kind) => string.Join(' ', found.Items.Where(item => item.Kind == kind).Select(item => item.Label).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_table_is_written_with_its_schema_and_a_name_of_with_comes_first()
    {
        var found = await server.AtAsync("with latest as (select 1) select * from |");

        Assert.Equal(("latest", "query"), (found.Items[0].Label, found.Items[0].Kind));
        Assert.Equal(["notes", "shop.orders"], found.Items.Where(item => item.Label is "notes" or "orders").Select(item => item.Insert).Order());
    }

    [Theory]
    [InlineData("|", "select")]
    [InlineData("select * |", "from")]
    [InlineData("select * from shop.orders |", "left join")]
    [InlineData("select * from shop.orders where id = 1 |", "group by")]
    [InlineData("select * from shop.orders order by id |", "desc")]
    [InlineData("with a as (select 1) |", "select")]
    public async Task Keywords_are_those_of_the_clause(string marked, string expected) =>
        Assert.Contains($" {expected} ", $" {await server.NamesAsync(marked, "keyword")} ", StringComparison.Ordinal);

    [Fact]
    public async Task Functions_come_with_parameters_and_what_they_do()
    {
        var found = (await server.AtAsync("select date_tr| from shop.orders")).Items.First(item => item.Kind == "function");

        Assert.Equal(("date_trunc", "date_trunc("), (found.Label, found.Insert));
        Assert.Contains("part", found.Detail, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(found.Description));
        Assert.Equal("", await server.NamesAsync("select * from date_tr|", "function"));
        Assert.StartsWith("generate_series", await server.NamesAsync("select * from generate_s|", "function"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select 'a te|xt' from shop.orders")]
    [InlineData("select 1 -- a rem|ark")]
    [InlineData("select 1 /* a rem|")]
    [InlineData("select 12|")]
    public async Task Nothing_is_proposed_in_texts_remarks_and_numbers(string marked) => Assert.Empty((await server.AtAsync(marked)).Items);

    [Theory]
    [InlineData("select o.tot|al from shop.orders o", "column o.total DOUBLE")]
    [InlineData("select * from shop.ord|ers", "table shop.orders 4")]
    [InlineData("select * from shop.la|te", "view shop.late 2")]
    [InlineData("select o|.id from shop.orders o", "alias o shop.orders")]
    [InlineData("select twi|ce from (select total * 2 as twice from shop.orders)", "column twice ")]
    [InlineData("select nothing| from shop.orders", null)]
    public async Task A_name_is_told(string marked, string? expected)
    {
        var told = await server.AskAsync<SqlDescription>("describe", marked);

        Assert.Equal(expected, told is null ? null : $"{told.Kind} {told.Name} {told.Detail}");
    }

    [Theory]
    [InlineData("select date_trunc(|", "date_trunc 0")]
    [InlineData("select date_trunc('day', coalesce(1, 2), [1, 2|", "date_trunc 2")]
    [InlineData("select greatest(1, (select 1, |", "greatest 1")]
    [InlineData("select (1 + |", null)]
    [InlineData("select date_trunc('day', x)|", null)]
    public async Task The_call_around_a_place_is_told(string marked, string? expected)
    {
        var told = await server.AskAsync<SqlCallSignature>("signature", marked);

        Assert.Equal(expected, told is null ? null : $"{told.Name} {told.Argument}");
    }

    /// <summary>Every beginning of statements of many forms is answered.</summary>
    [Fact]
    public async Task No_place_of_a_text_is_too_odd()
    {
        const string Text = "with a(b) as materialized (select distinct on (x) x: 1, * exclude (y), t.* from (((shop.orders t)) join lateral (select 1) using (id)), unnest([1])) "
            + "select \"a\"\"b\", 'x''y', $$t$$ from a at (version => 1) b where (( exists (from a) pivot x on y using sum(z) ); merge into x using y on (a = b) when matched then update set c = 1 ))";
        for (var at = 0; at <= Text.Length; at += 3)
        {
            await server.AtAsync(Text.Insert(at, "|"));
            await server.AtAsync(Text[..at] + "|");
        }

        await server.AtAsync(new string('(', 5000) + "|");
        await server.AtAsync(string.Concat(Enumerable.Repeat("(select ", 500)) + "|");
    }
}
