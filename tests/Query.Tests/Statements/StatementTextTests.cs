using CsCheck;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Statements;

namespace Talentys.Query.Tests.Statements;

public class StatementTextTests
{
    [Theory]
    [InlineData("select 1")]
    [InlineData("  -- a comment\n select 1 ;; ")]
    [InlineData("/* a /* nested */ comment */ from t")]
    [InlineData("(select 1) union (select 2)")]
    [InlineData("select ';', $$;$$, $x$ ; $x$, E'\\';'")]
    [InlineData("describe t")]
    [InlineData("explain analyze select 1")]
    public void One_reading_statement_passes(string sql) => Assert.True(StatementText.Read(sql).Ok);

    [Theory]
    [InlineData("attach 'x.db'")]
    [InlineData("COPY t TO 'x'")]
    [InlineData("install httpfs")]
    [InlineData("load httpfs")]
    [InlineData("pragma version")]
    [InlineData("set memory_limit = '1TB'")]
    [InlineData("call pragma_version()")]
    [InlineData("insert into t values (1)")]
    [InlineData("explain copy t to 'x'")]
    [InlineData("/**/drop table t")]
    [InlineData("checkpoint")]
    [InlineData("export database 'x'")]
    public void Statements_that_do_more_than_read_are_refused_by_name(string sql)
    {
        var fault = Assert.Single(StatementText.Read(sql).Faults);

        Assert.Equal("query.statement_denied", fault.Code);
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.NotNull(fault.Mend);
    }

    [Theory]
    [InlineData("select 1; select 2", "line 1, column 11")]
    [InlineData("select 1;\n  drop table t", "line 2, column 3")]
    public void A_second_statement_is_refused_with_its_place(string sql, string place)
    {
        var fault = Assert.Single(StatementText.Read(sql).Faults);

        Assert.Equal("query.several_statements", fault.Code);
        Assert.Equal(place, fault.Place);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ;; ")]
    [InlineData("-- nothing")]
    public void An_empty_text_is_told(string sql) =>
        Assert.Equal("query.empty", Assert.Single(StatementText.Read(sql).Faults).Code);

    [Fact]
    public void Brackets_nested_too_deep_are_refused_before_the_parser_sees_them()
    {
        var sql = $"select {new string('(', 100_000)}1{new string(')', 100_000)}";

        Assert.Equal("query.too_deep", Assert.Single(StatementText.Read(sql).Faults).Code);
    }

    [Fact]
    public void Brackets_inside_quotes_and_comments_do_not_count() =>
        Assert.True(StatementText.Read($"select '{new string('(', 1000)}' /* {new string('[', 1000)} */").Ok);

    [Fact]
    public void Tokens_never_overlap_and_stay_inside_any_text() => Gen.String.Sample(sql =>
    {
        var end = 0;
        foreach (var token in SqlTokenizer.Tokens(sql))
        {
            Assert.True(token.Start >= end && token.Length > 0);
            end = token.Start + token.Length;
        }

        Assert.True(end <= sql.Length);
    });

    [Fact]
    public void Quoted_text_is_one_token_whatever_it_holds() => Gen.String.Sample(text =>
    {
        var sql = SqlText.Literal(text.Replace("\0", "", StringComparison.Ordinal));

        var token = Assert.Single(SqlTokenizer.Tokens(sql));
        Assert.Equal(SqlTokenKind.Text, token.Kind);
        Assert.Equal(sql.Length, token.Length);
    });
}
