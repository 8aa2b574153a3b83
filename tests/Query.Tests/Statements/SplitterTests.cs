using CsCheck;
using Talentys.Contracts;
using Talentys.Query.Statements;

namespace Talentys.Query.Tests.Statements;

public class SplitterTests
{
    private static readonly string[] Examples =
    [
        "INSERT INTO t SELECT * FROM s",
        "insert into main.t as x (a, \"b c\") values (1, 'it''s'), (default, $$;$$) on conflict (a) do update set b = excluded.b returning a, b",
        "INSERT INTO t BY NAME (SELECT 1 AS a)",
        "INSERT OR REPLACE INTO t DEFAULT VALUES",
        "WITH x AS (SELECT 1 AS returning_), y(a) AS MATERIALIZED (SELECT 2) INSERT INTO t SELECT * FROM x, y",
        "with update as (select 1) update t set a = (select 1 from update), b.c = case when x then 1 else 2 end from s where t.id = s.id",
        "UPDATE t u SET (a, b) = (1, f(2, 3)), c = d IS DISTINCT FROM e WHERE u.a IN (SELECT 1 FROM s WHERE true) RETURNING *",
        "DELETE FROM t AS d USING s, (SELECT 1) r WHERE d.id = s.id",
        "delete from t",
        "MERGE INTO t USING (SELECT * FROM s) AS s ON t.id = s.id AND CASE WHEN true THEN 1 ELSE 2 END = 1 WHEN MATCHED AND s.x > 1 THEN UPDATE SET a = s.a, b = DEFAULT WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, a) VALUES (s.id, s.a) WHEN NOT MATCHED BY SOURCE THEN DO NOTHING",
        "merge into t x using s join r on s.a = r.a on x.id = s.id when not matched by target then insert * when matched then error 'twice'",
        "MERGE INTO t USING s USING (id) WHEN MATCHED THEN UPDATE WHEN NOT MATCHED THEN INSERT BY NAME",
        "CREATE OR REPLACE TABLE s.t (id BIGINT NOT NULL COMMENT 'key', p DECIMAL(10, 2) DEFAULT (1 + 2), ts TIMESTAMP WITH TIME ZONE, l STRUCT(a INT, b VARCHAR[])[]) PARTITIONED BY (day(ts), bucket(16, id)) SORTED BY (id DESC) TBLPROPERTIES ('write.delete.mode' = 'merge-on-read') COMMENT 'orders'",
        "create table if not exists t as select 1 as a with no data",
        "CREATE TABLE t (a, b) WITH (\"k\" = 1) AS (SELECT 1, 2)",
        "CREATE VIEW v (a COMMENT 'x', b) SECURITY INVOKER COMMENT = 'about' AS SELECT 1, 2",
        "create or replace view v with (security_invoker = true) as from t",
        "ALTER TABLE t ADD COLUMN a INT COMMENT 'c' AFTER b, DROP COLUMN IF EXISTS c, RENAME COLUMN d TO e, ALTER COLUMN f TYPE DECIMAL(12, 2), ALTER g DROP NOT NULL, SET ('a.b' = 'c')",
        "alter table t rename to u",
        "ALTER TABLE t SET PARTITIONED BY (month(ts)), SET SORTED BY (), UNSET TBLPROPERTIES ('x')",
        "ALTER VIEW v AS SELECT 2",
        "DROP TABLE IF EXISTS a, b.c CASCADE",
        "drop schema s",
        "CREATE SCHEMA IF NOT EXISTS s",
        "TRUNCATE TABLE t",
        "COMMENT ON COLUMN s.t.c IS 'text'",
        "comment on table t is null",
        "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ WRITE",
        "commit",
        "ROLLBACK",
        "SELECT ';' FROM t",
        "EXPLAIN SELECT 1",
        "explain (format json) with s as (select 1) insert into t from s returning id",
        "CREATE TABLE c (a int, LIKE s.t INCLUDING ALL EXCLUDING COMMENTS, b int)",
    ];

    public static TheoryData<string> Statements() => [.. Examples];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Clauses_joined_are_the_statement(string sql)
    {
        var text = $"/* before */ {sql} ; -- after";

        var statement = Assert.Single(SqlScript.Split(text).Value);

        Assert.Equal(sql, statement.Text(statement.Span));
        Assert.Equal(sql, string.Concat(statement.Clauses.Select(clause => statement.Text(clause.Span))));
        Assert.All(statement.Clauses, clause => Assert.True(clause.Span.Length > 0));
    }

    [Fact]
    public void An_insert_has_its_parts()
    {
        var insert = Split<InsertStatement>(Examples[1]);

        Assert.Equal(("main", "t", "x"), (insert.Target.Schema, insert.Target.Last, insert.Alias!.Text));
        Assert.Equal(["a", "b c"], insert.Columns!.Select(column => column.Text));
        var values = Assert.IsType<InsertSource.Values>(insert.Source);
        Assert.Equal([["1", "'it''s'"], ["default", "$$;$$"]], values.Rows.Select(row => row.Select(insert.Text).ToArray()));
        Assert.Equal("on conflict (a) do update set b = excluded.b", insert.Text(insert.OnConflict!.Value));
        Assert.Equal("a, b", insert.Text(insert.Returning!.Value));
    }

    [Fact]
    public void An_update_has_its_parts()
    {
        var update = Split<UpdateStatement>(Examples[5]);

        Assert.Equal("with update as (select 1)", update.Text(update.With!.Value));
        Assert.Equal(["a = (select 1 from update)", "b.c = case when x then 1 else 2 end"], update.Assignments.Select(one => $"{one.Column.Path} = {update.Text(one.Value)}"));
        Assert.Equal(("s", "t.id = s.id"), (update.Text(update.From!.Value), update.Text(update.Where!.Value)));

        update = Split<UpdateStatement>(Examples[6]);
        Assert.Equal(["a = 1", "b = f(2, 3)", "c = d IS DISTINCT FROM e"], update.Assignments.Select(one => $"{one.Column.Path} = {update.Text(one.Value)}"));
        Assert.Equal("u", update.Alias!.Text);
    }

    [Fact]
    public void A_merge_has_its_parts()
    {
        var merge = Split<MergeStatement>(Examples[9]);

        Assert.Equal("(SELECT * FROM s) AS s", merge.Text(merge.Source));
        Assert.Equal("t.id = s.id AND CASE WHEN true THEN 1 ELSE 2 END = 1", merge.Text(merge.On!.Value));
        Assert.Equal([MergeSort.Matched, MergeSort.Matched, MergeSort.NotMatched, MergeSort.NotMatchedBySource], merge.Whens.Select(when => when.Sort));
        Assert.Equal("s.x > 1", merge.Text(merge.Whens[0].Condition!.Value));
        Assert.Equal(["id", "a"], Assert.IsType<MergeAction.Insert>(merge.Whens[2].Action).Columns!.Select(column => column.Text));
        Assert.IsType<MergeAction.Nothing>(merge.Whens[3].Action);

        merge = Split<MergeStatement>(Examples[10]);
        Assert.Equal(("s join r on s.a = r.a", "x.id = s.id", "x"), (merge.Text(merge.Source), merge.Text(merge.On!.Value), merge.Alias!.Text));
        Assert.Null(Assert.IsType<MergeAction.Insert>(merge.Whens[0].Action).Values);
        Assert.Equal(["id"], Split<MergeStatement>(Examples[11]).UsingColumns!.Select(column => column.Text));
    }

    [Fact]
    public void A_table_has_columns_types_and_options()
    {
        var table = Split<CreateTable>(Examples[12]);

        Assert.True(table.OrReplace);
        Assert.Equal(
            ["BIGINT", "DECIMAL(10, 2)", "TIMESTAMP WITH TIME ZONE", "STRUCT(a INT, b VARCHAR[])[]"], table.Columns.Select(column => table.Text(column.Type!.Value)));
        Assert.Equal((true, "key", "(1 + 2)"), (table.Columns[0].NotNull, table.Columns[0].Comment, table.Text(table.Columns[1].Default!.Value)));
        Assert.Equal(["day(ts)", "bucket(16, id)"], table.Options.Partitions!.Select(table.Text));
        Assert.Equal(["id DESC"], table.Options.Sort!.Select(table.Text));
        Assert.Equal(("write.delete.mode", "merge-on-read"), (table.Options.Properties[0].Name, table.Options.Properties[0].Value));

        var made = Split<CreateTableAs>(Examples[13]);
        Assert.Equal((true, true, "select 1 as a"), (made.IfNotExists, made.WithoutData, made.Text(made.Query)));
        Assert.Equal(["a", "b"], Split<CreateTableAs>(Examples[14]).Columns!.Select(column => column.Name.Text));
        var view = Split<CreateView>(Examples[15]);
        Assert.Equal((true, "about", "x", "SELECT 1, 2"), (view.Invoker, view.Comment, view.Columns![0].Comment, view.Text(view.Query)));
    }

    [Fact]
    public void Alterations_follow_each_other()
    {
        var alter = Split<AlterTable>(Examples[17]);

        Assert.Equal(
            [typeof(AlterAction.AddColumn), typeof(AlterAction.DropColumn), typeof(AlterAction.RenameColumn), typeof(AlterAction.ChangeType), typeof(AlterAction.NotNull), typeof(AlterAction.SetProperties)],
            alter.Actions.Select(action => action.GetType()));
        Assert.Equal("ADD COLUMN a INT COMMENT 'c' AFTER b", alter.Text(alter.Actions[0].Span));
        Assert.Equal("DECIMAL(12, 2)", alter.Text(((AlterAction.ChangeType)alter.Actions[3]).Type));
    }

    [Theory]
    [InlineData("insert into t (a values (1)", "line 1, column 18", "')' is expected, not values.")]
    [InlineData("select 1;\nupdate t sett a = 1", "line 2, column 15", "SET is expected, not a.")]
    [InlineData("delete t", "line 1, column 8", "FROM is expected, not t.")]
    [InlineData("update t set a =", "line 1, column 17", "The statement ends where an expression is expected.")]
    [InlineData("update t set a = (1", "line 1, column 18", "A bracket is not closed.")]
    [InlineData("update t set a = case when 1", "line 1, column 18", "CASE is not closed.")]
    [InlineData("update t set (a, b) = (1)", "line 1, column 14", "2 columns are set to 1 values.")]
    [InlineData("create table t (a int, b)", "line 1, column 24", "The column b has no type.")]
    [InlineData("create table t", "line 1, column 15", "The statement ends where '(' with columns, or AS with a query is expected.")]
    [InlineData("drop tabel t", "line 1, column 6", "TABLE, VIEW or SCHEMA is expected, not tabel.")]
    [InlineData("merge into t using s on true", "line 1, column 29", "The statement ends where WHEN is expected.")]
    [InlineData("merge into t using s on true when not matched then delete", "line 1, column 52", "A row of the source without one in the table can only be inserted.")]
    [InlineData("comment on column c is 'x'", "line 1, column 19", "The column has no table before it.")]
    [InlineData("create temp view t as select 1", "line 1, column 13", "What can be temporary is tables.")]
    [InlineData("create temp table t (a int) on commit keep", "line 1, column 39", "DROP, DELETE ROWS or PRESERVE ROWS is expected, not keep.")]
    [InlineData("truncate t, u", "line 1, column 11", "The end of the statement is expected, not ,.")]
    [InlineData("insert into t values (1) 2", "line 1, column 26", null)]
    public void A_fault_tells_its_place(string sql, string place, string? message)
    {
        var split = SqlScript.Split(sql);
        if (message is null)
        {
            // what is wrong in a query is the engine's to tell
            Assert.IsType<InsertSource.Query>(((InsertStatement)Assert.Single(split.Value)).Source);
            return;
        }

        var fault = Assert.Single(split.Faults);
        Assert.Equal((place, message), (fault.Place, fault.Message));
    }

    [Fact]
    public void Statements_of_a_text_stand_at_their_places()
    {
        var statements = SqlScript.Split("select 1 ;; update t set a = ';' ;\n-- ;\ncommit;").Value;

        Assert.Equal(["SELECT", "UPDATE", "COMMIT"], statements.Select(statement => statement.Command));
        Assert.Equal(["select 1", "update t set a = ';'", "commit"], statements.Select(statement => statement.Text(statement.Span)));
    }

    [Fact]
    public void Whatever_is_written_is_split_or_refused()
    {
        var words = Examples.SelectMany(example => SqlTokenizer.Tokens(example).Select(token => token.In(example).ToString())).Append("/*").Append("'").Append("\"").Append("$$").ToArray();
        var cut = Gen.Select(Gen.Int[0, Examples.Length - 1].Select(i => Examples[i]), Gen.Int[0, 300], Gen.Int[0, 40], Gen.Int[0, words.Length - 1].Select(i => words[i]))
            .Select((example, at, length, word) => example[..Math.Min(at, example.Length)] + " " + word + " " + example[Math.Min(at + length, example.Length)..]);
        var drawn = Gen.Int[0, words.Length - 1].Select(i => words[i]).List[1, 30].Select(list => string.Join(' ', list));
        Gen.OneOf(cut, drawn).Sample(
            sql =>
            {
                var split = SqlScript.Split(sql);
                return !split.Ok || split.Value.All(statement =>
                    string.Concat(statement.Clauses.Select(clause => statement.Text(clause.Span))) == statement.Text(statement.Span));
            },
            iter: 20_000);
    }

    private static T Split<T>(string sql)
        where T : SplitStatement => Assert.IsType<T>(Assert.Single(SqlScript.Split(sql).Value));
}
