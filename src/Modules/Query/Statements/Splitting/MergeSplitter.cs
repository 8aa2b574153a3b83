namespace Talentys.Query.Statements;

/// <summary>Splits MERGE, whose word was taken.</summary>
internal static class MergeSplitter
{
    /// <summary>MERGE INTO target USING source ON condition WHEN ...</summary>
    public static MergeStatement Merge(TokenCursor cursor)
    {
        cursor.Expect("INTO");
        cursor.Mark(ClauseKind.Target);
        var target = cursor.Name("the name of a table");
        var alias = RowSplitter.Alias(cursor, "USING");
        cursor.Mark(ClauseKind.Source);
        cursor.Expect("USING");
        var (source, on, columns) = Source(cursor);
        var whens = new List<MergeWhen>();
        while (cursor.Is("WHEN"))
        {
            cursor.Mark(ClauseKind.When);
            whens.Add(When(cursor));
        }

        return whens.Count > 0
            ? new MergeStatement(target, source, whens) { Alias = alias, On = on, UsingColumns = columns, Returning = RowSplitter.Returning(cursor) }
            : throw cursor.Expected("WHEN");
    }

    /// <summary>The source, and by what its rows are told: the last ON outside of brackets before the first WHEN, for a source may join.</summary>
    private static (SqlSpan Source, SqlSpan? On, IReadOnlyList<SqlIdentifier>? Columns) Source(TokenCursor cursor)
    {
        var ons = 0;
        var look = cursor.Copy();
        look.Until("a table or a query in brackets", here =>
        {
            ons += here.Is("ON") ? 1 : 0;
            return here.Is("WHEN");
        });
        if (ons > 0)
        {
            var seen = 0;
            var source = cursor.Until("a table or a query in brackets", here => here.Is("ON") && ++seen == ons);
            cursor.Mark(ClauseKind.Where);
            cursor.Expect("ON");
            return (source, cursor.Until("a condition", static here => here.Is("WHEN")), null);
        }

        var plain = cursor.Until("a table or a query in brackets", static here => here.Is("USING") || here.Is("WHEN"));
        cursor.Mark(ClauseKind.Where);
        if (!cursor.Take("USING"))
        {
            throw cursor.Expected("ON");
        }

        return (plain, null, cursor.Identifiers("the name of a column"));
    }

    private static MergeWhen When(TokenCursor cursor)
    {
        var start = cursor.Position;
        cursor.Expect("WHEN");
        var sort = MergeSort.Matched;
        if (cursor.Take("NOT"))
        {
            cursor.Expect("MATCHED");
            sort = cursor.Take("BY", "SOURCE") ? MergeSort.NotMatchedBySource : MergeSort.NotMatched;
            if (sort == MergeSort.NotMatched)
            {
                cursor.Take("BY", "TARGET");
            }
        }
        else
        {
            cursor.Expect("MATCHED");
        }

        SqlSpan? condition = cursor.Take("AND") ? cursor.Until("a condition", static here => here.Is("THEN")) : null;
        cursor.Expect("THEN");
        var place = cursor.Position;
        var action = Action(cursor);
        if (sort == MergeSort.NotMatched ? action is MergeAction.Update or MergeAction.Delete : action is MergeAction.Insert)
        {
            throw cursor.Fail(
                sort == MergeSort.NotMatched ? "A row of the source without one in the table can only be inserted." : "A row that the table has cannot be inserted.",
                place, sort == MergeSort.NotMatched ? "Write INSERT, DO NOTHING or ERROR." : "Write UPDATE, DELETE, DO NOTHING or ERROR.");
        }

        return new MergeWhen(sort, condition, action, new SqlSpan(start, cursor.PreviousEnd));
    }

    private static MergeAction Action(TokenCursor cursor)
    {
        if (cursor.Take("DELETE"))
        {
            return new MergeAction.Delete();
        }

        if (cursor.Take("DO", "NOTHING"))
        {
            return new MergeAction.Nothing();
        }

        if (cursor.Take("ERROR"))
        {
            return new MergeAction.Error(IsOver(cursor) ? null : cursor.Until("a text", IsOver));
        }

        if (cursor.Take("UPDATE"))
        {
            return Update(cursor);
        }

        return cursor.Take("INSERT") ? Insert(cursor) : throw cursor.Expected("UPDATE, DELETE, INSERT or DO NOTHING");
    }

    private static MergeAction.Update Update(TokenCursor cursor)
    {
        if (IsOver(cursor))
        {
            return new MergeAction.Update(null);
        }

        if (cursor.Take("BY", "NAME"))
        {
            return new MergeAction.Update(null, ByName: true);
        }

        if (cursor.Take("BY", "POSITION"))
        {
            return new MergeAction.Update(null, ByPosition: true);
        }

        cursor.Expect("SET");
        return new MergeAction.Update(cursor.TakeSymbol('*') ? null : RowSplitter.Assignments(cursor, IsOver));
    }

    private static MergeAction.Insert Insert(TokenCursor cursor)
    {
        if (cursor.TakeSymbol('*') || IsOver(cursor))
        {
            return new MergeAction.Insert(null, null);
        }

        if (cursor.Take("BY", "NAME"))
        {
            cursor.TakeSymbol('*');
            return new MergeAction.Insert(null, null, ByName: true);
        }

        if (cursor.Take("BY", "POSITION"))
        {
            cursor.TakeSymbol('*');
            return new MergeAction.Insert(null, null, ByPosition: true);
        }

        if (cursor.Take("DEFAULT", "VALUES"))
        {
            return new MergeAction.Insert(null, null, Defaults: true);
        }

        var start = cursor.Position;
        var columns = cursor.IsSymbol('(') ? cursor.Identifiers("the name of a column") : null;
        cursor.Expect("VALUES");
        var values = cursor.Group("a value");
        return columns is null || columns.Count == values.Count
            ? new MergeAction.Insert(columns, values)
            : throw cursor.Fail($"{columns.Count} columns get {values.Count} values.", start);
    }

    private static bool IsOver(TokenCursor cursor) => cursor.AtEnd || cursor.Is("WHEN") || cursor.Is("RETURNING");
}
