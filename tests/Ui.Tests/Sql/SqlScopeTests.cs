using Talentys.Ui.Features.Sql;

namespace Talentys.Ui.Tests.Sql;

public sealed class SqlScopeTests
{
    [Fact]
    public void Tables_and_aliases_of_the_statement_are_known_before_they_are_written()
    {
        var scope = At("select o.| from shop.orders o join \"Sales 2024\".\"Lines\" as l using (id), web.events where 1 = 1");

        Assert.Equal(["o"], scope.Path);
        Assert.Equal(
            [new SqlTable("shop", "orders", "o"), new SqlTable("Sales 2024", "Lines", "l"), new SqlTable("web", "events", null)],
            scope.Tables);
        Assert.False(scope.WantsTable);
    }

    [Theory]
    [InlineData("select * from |", true, "")]
    [InlineData("select * from ord|", true, "ord")]
    [InlineData("select * from a, |", true, "")]
    [InlineData("select * from a join b|", true, "b")]
    [InlineData("select a, |", false, "")]
    [InlineData("select * from a where x|", false, "x")]
    public void A_table_is_wanted_after_from_and_join(string marked, bool expected, string prefix)
    {
        var scope = At(marked);

        Assert.Equal((expected, prefix), (scope.WantsTable, scope.Prefix));
    }

    [Fact]
    public void A_name_whose_quote_is_open_is_closed_and_others_are_quoted_where_they_must_be()
    {
        var open = At("select \"Uni|");
        var plain = At("select Uni|");

        Assert.Equal(("Uni", 7), (open.Prefix, open.From));
        Assert.Equal("\"Unit \"\"price\"\"\"", open.Quote("Unit \"price\""));
        Assert.Equal("\"order_id\"", open.Quote("order_id"));
        Assert.Equal(["\"Unit price\"", "order_id"], [plain.Quote("Unit price"), plain.Quote("order_id")]);
    }

    [Theory]
    [InlineData("select 'a te|xt'")]
    [InlineData("select 1 -- a rem|ark")]
    [InlineData("select 1 /* a rem|")]
    [InlineData("select 12|")]
    public void Nothing_is_proposed_in_texts_remarks_and_numbers(string marked) => Assert.Null(Find(marked));

    [Fact]
    public void Names_of_with_are_proposed()
    {
        Assert.Equal(["a", "b"], At("with a as (select 1), b as (select 2) select * from |").Names);
    }

    private static SqlScope At(string marked) => Find(marked) ?? throw new InvalidOperationException("nothing is proposed there");

    private static SqlScope? Find(string marked)
    {
        var cursor = marked.IndexOf('|', StringComparison.Ordinal);
        return SqlScope.At(marked.Remove(cursor, 1), cursor);
    }
}
