using Talentys.Ui.Features.Sql;

namespace Talentys.Ui.Tests.Sql;

public sealed class SqlTextTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData(" ;; -- only a remark\n ; ", new string[0])]
    [InlineData("select 1; select 2", new[] { "select 1", "select 2" })]
    [InlineData("select ';'; select \"a;b\";", new[] { "select ';'", "select \"a;b\"" })]
    [InlineData("select 'it''s; fine'; select 2", new[] { "select 'it''s; fine'", "select 2" })]
    [InlineData("select E'\\'; no'; select 2", new[] { "select E'\\'; no'", "select 2" })]
    [InlineData("select $$a;b$$; select $t$ $$; $t$", new[] { "select $$a;b$$", "select $t$ $$; $t$" })]
    [InlineData("select 1 /* a; /* b; */ c; */ + 2; -- d; e\nselect 3", new[] { "select 1 /* a; /* b; */ c; */ + 2", "select 3" })]
    [InlineData("select $1; select 2", new[] { "select $1", "select 2" })]
    [InlineData("select 'not closed; select 2", new[] { "select 'not closed; select 2" })]
    public void Statements_are_split_where_the_server_would(string sql, string[] expected)
    {
        var statements = SqlText.Statements(sql);

        Assert.Equal(expected, statements.Select(statement => statement.Sql));
        Assert.All(statements, statement => Assert.Equal(statement.Sql, sql[statement.Start..statement.End]));
    }

    [Theory]
    [InlineData("select 1;\n|select 2", "select 2")]
    [InlineData("sel|ect 1;\nselect 2", "select 1")]
    [InlineData("select 1;|\nselect 2", "select 1")]
    [InlineData("select 1;  |\nselect 2", "select 1")]
    [InlineData("select 1;\n\n|\nselect 2;", "select 2")]
    [InlineData("select 1;\nselect 2;\n\n|", "select 2")]
    [InlineData("| -- nothing yet", null)]
    public void The_statement_under_the_cursor_is_the_one_that_is_run(string marked, string? expected)
    {
        var cursor = marked.IndexOf('|', StringComparison.Ordinal);

        Assert.Equal(expected, SqlText.At(marked.Remove(cursor, 1), cursor)?.Sql);
    }

    [Theory]
    [InlineData("select 1; begin; delete from t; rollback; select 2", new[] { "select 1", "begin; delete from t; rollback", "select 2" })]
    [InlineData("START TRANSACTION; update t set a = 1;\n-- so far\nCOMMIT;", new[] { "START TRANSACTION; update t set a = 1;\n-- so far\nCOMMIT" })]
    [InlineData("begin; delete from t; select 2", new[] { "begin; delete from t; select 2" })]
    [InlineData("commit; select 1", new[] { "commit", "select 1" })]
    public void A_transaction_is_run_as_one(string sql, string[] expected) =>
        Assert.Equal(expected, SqlText.Units(sql).Select(one => one.Sql));

    [Fact]
    public void Within_a_transaction_the_whole_of_it_is_run_and_one_statement_is_explained()
    {
        const string Sql = "select 1; begin; delete from t; rollback;";
        var cursor = Sql.IndexOf("from", StringComparison.Ordinal);

        Assert.Equal("begin; delete from t; rollback", SqlText.At(Sql, cursor)?.Sql);
        Assert.Equal("delete from t", SqlText.StatementAt(Sql, cursor)?.Sql);
    }
}
