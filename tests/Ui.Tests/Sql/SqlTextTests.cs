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
    [InlineData("line 1, column 1", 0)]
    [InlineData("line 2, column 3", 11)]
    [InlineData("line 2, column 99", 16)]
    [InlineData("line 9, column 1", null)]
    [InlineData("field name", null)]
    [InlineData(null, null)]
    public void The_servers_place_is_found_in_the_text(string? place, int? expected) =>
        Assert.Equal(expected, SqlText.IndexOf("select a\nfrom b\n", place));
}
