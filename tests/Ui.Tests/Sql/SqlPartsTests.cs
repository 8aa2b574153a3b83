using Talentys.Ui.Features.Sql;

namespace Talentys.Ui.Tests.Sql;

public sealed class SqlPartsTests
{
    [Theory]
    [InlineData("select $a, $B, $a from t where x = $c", "a B c")]
    [InlineData("select $2 + $1", "2 1")]
    [InlineData("select '$a', \"$b\", $$ $c $$, $t$ $d $t$ -- $e", "")]
    [InlineData("select a$b, 1", "")]
    public void Parameters_are_found_outside_of_texts(string sql, string expected) => Assert.Equal(expected, string.Join(' ', SqlParameters.Of(sql)));

    [Fact]
    public void Values_are_sent_by_name_or_by_number_with_their_types()
    {
        var values = new Dictionary<string, ParameterValue>
        {
            ["n"] = new("number", "1.50"),
            ["t"] = new("text", "it's"),
            ["b"] = new("truth", "true"),
            ["z"] = new("none", "x"),
            ["2"] = new("number", "7"),
        };

        Assert.Equal("""{"n":1.50,"t":"it\u0027s","b":true,"z":null,"other":null}""", SqlParameters.Values("select $n, $t, $b, $z, $other", values)!.Value.GetRawText());
        Assert.Equal("[null,7]", SqlParameters.Values("select $2", values)!.Value.GetRawText());
        Assert.Null(SqlParameters.Values("select 1", values));
    }

    [Theory]
    [InlineData("select a,b from t -- x\n", "select\n  a,\n  b\nfrom\n  t -- x", true)]
    [InlineData("select a /* one */ from t", "select a from t /* one */", true)]
    [InlineData("select a /* one */ from t", "select a from t", false)]
    [InlineData("select 'a  b'", "select 'a b'", false)]
    [InlineData("select a<=b", "select a < = b", false)]
    [InlineData("select a from t", "SELECT a FROM t", false)]
    [InlineData("select a from t", "select a from t, u", false)]
    public void A_text_that_was_laid_out_must_say_the_same(string one, string other, bool same) => Assert.Equal(same, SqlFormatter.IsSame(one, other));

    [Fact]
    public void A_plan_is_read_as_a_tree_and_told_as_text()
    {
        var measured = PlanTree.Read("""
            {"latency": 0.2, "rows_returned": 3, "extra_info": {}, "children": [
              {"operator_name": "HASH_GROUP_BY", "operator_type": "HASH_GROUP_BY", "operator_timing": 0.15, "operator_cardinality": 3, "extra_info": {"Groups": "#0", "Estimated Cardinality": "4"}, "children": [
                {"operator_name": "SEQ_SCAN ", "operator_timing": 0.05, "operator_cardinality": 1000, "extra_info": {"Table": "orders", "Projections": ["a", "b"]}, "children": []}]}]}
            """)!;
        var expected = PlanTree.Read("""[{"name": "PROJECTION", "children": [{"name": "DUMMY_SCAN", "children": [], "extra_info": {}}], "extra_info": {"__projections__": "1", "Estimated Cardinality": "1"}}]""")!;

        Assert.Equal("HASH_GROUP_BY (3 rows, 150 ms) Groups: #0\n  SEQ_SCAN (1000 rows, 50 ms) Table: orders; Projections: a, b", PlanTree.Text(measured));
        Assert.Equal(("PROJECTION", 1L, "projections"), (expected.Name, expected.Estimate, expected.Details[0].Name));
        Assert.Null(PlanTree.Read("┌──┐"));
        Assert.True(PlanTree.Explains(" explain select 1"));
    }
}
