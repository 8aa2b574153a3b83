using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>INSERT: the rows of a query are added to a table, as its columns are.</summary>
internal sealed class InsertWrite(WriteTargets targets, QueryReading reading, ConflictWrite conflicts)
{
    public async Task<long> RunAsync(QueryInFlight query, InsertStatement insert, CancellationToken cancellationToken)
    {
        var (table, named) = await BeginAsync(query, insert, cancellationToken);
        if (insert.OnConflict is not null)
        {
            return await conflicts.RunAsync(query, insert, table, named, cancellationToken);
        }

        var returns = insert.Returning is not null;
        var spool = await reading.SpoolAsync(query, await ComposeAsync(query, insert, table, named, cancellationToken), null, cancellationToken);
        var given = false;
        try
        {
            var columns = (returns ? table.Columns : named).Select((column, i) => (i, column)).ToList();
            if (!returns)
            {
                columns = insert.ByName ? ByName(insert, table, named, spool) : columns;
                if (!insert.ByName && spool.Names.Count != named.Count)
                {
                    throw WriteFaults.CountDiffers(insert, insert.Source.Span, table.Name, named.Count, spool.Names.Count);
                }

                await Casts.CheckAsync(insert, insert.Source.Span, spool, columns, cancellationToken);
            }

            if (spool.Rows > 0) // no version for nothing
            {
                var select = $"SELECT {string.Join(", ", columns.Select(one => Casts.To(one.column, Spool.Column(one.i))))} FROM {Spool.Table}";
                await targets.ChangeAsync(
                    query, insert, insert.Target,
                    async (change, token) =>
                    {
                        await change.WriteAsync(spool.Connection, select, null, token);
                        return true;
                    },
                    cancellationToken);
            }

            if (returns)
            {
                var rows = await SpooledResult.TakeAsync(spool, new Returned(table.Columns.Count, []), cancellationToken);
                given = true;
                await query.ReturnAsync(rows);
            }

            return spool.Rows;
        }
        finally
        {
            if (!given)
            {
                await spool.DisposeAsync();
            }
        }
    }

    /// <summary>The query by which it finds its rows.</summary>
    public async Task<WriteQuery> ComposeAsync(QueryInFlight query, InsertStatement insert, CancellationToken cancellationToken)
    {
        var (table, named) = await BeginAsync(query, insert, cancellationToken);
        return insert.OnConflict is not null
            ? await conflicts.ComposeAsync(query, insert, table, named, cancellationToken)
            : new WriteQuery(await ComposeAsync(query, insert, table, named, cancellationToken), insert, null);
    }

    private async Task<(LakeTable Table, IReadOnlyList<LakeColumn> Named)> BeginAsync(QueryInFlight query, InsertStatement insert, CancellationToken cancellationToken)
    {
        if (insert.Or is { } or)
        {
            throw WriteFaults.Refused(insert, or.Span.Start, "Tables of the lake have no keys that rows could be in conflict by.", "Write ON CONFLICT (columns) DO NOTHING or DO UPDATE with the columns that tell rows apart, or MERGE INTO.");
        }

        var table = await targets.OpenAsync(query, insert, insert.Target, cancellationToken);
        return (table, insert.Columns is null ? table.Columns : Columns(insert, table));
    }

    private async Task<ComposedText> ComposeAsync(QueryInFlight query, InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> named, CancellationToken cancellationToken) =>
        insert.Returning is { } returning
            ? await ReturningAsync(query, insert, table, named, returning, cancellationToken)
            : Source(insert, table, named, new ComposedText(insert));

    /// <summary>
    /// One query gives the rows as the table has them, and beside each what is returned of it. It is computed before the rows are added:
    /// the table, where RETURNING reads it, is without them.
    /// </summary>
    private async Task<ComposedText> ReturningAsync(
        QueryInFlight query, InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> named, SqlSpan returning, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = insert.Source is InsertSource.Query || insert.ByName
            ? [.. (await reading.DescribeAsync(query, text => Source(insert, table, named, text), insert, cancellationToken)).Select(column => column.Name)]
            : [.. named.Select(column => column.Name)];
        if (!insert.ByName && names.Count != named.Count)
        {
            throw WriteFaults.CountDiffers(insert, insert.Source.Span, table.Name, named.Count, names.Count);
        }

        var given = names.Select((name, i) => (Number: i, Column: insert.ByName
            ? named.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw WriteFaults.ColumnMissing(insert, name, insert.Source.Span, table)
            : named[i])).ToDictionary(one => one.Column, one => $"source.{Spool.Column(one.Number)}");
        var alias = SqlText.Quote(insert.Alias?.Text ?? table.Name.Name);
        var text = new ComposedText(insert);
        if (insert.With is { } with)
        {
            text.Take(with).Add("\n");
        }

        text.Add($"SELECT {string.Join(", ", table.Columns.Select(column => $"{alias}.{SqlText.Quote(column.Name)}"))}, ").Take(returning)
            .Add($"\nFROM (SELECT {string.Join(", ", table.Columns.Select(column => Casts.To(column, given.GetValueOrDefault(column, "NULL"))))} FROM (");
        return Source(insert, table, named, text, with: false).Add($"\n) AS source({string.Join(", ", names.Select((_, i) => Spool.Column(i)))})) AS {alias}");
    }

    private static List<LakeColumn> Columns(InsertStatement insert, LakeTable table)
    {
        var found = new List<LakeColumn>();
        foreach (var column in insert.Columns!)
        {
            var one = table.Columns.FirstOrDefault(known => string.Equals(known.Name, column.Text, StringComparison.OrdinalIgnoreCase))
                ?? throw WriteFaults.ColumnMissing(insert, column.Text, column.Span, table);
            found.Add(found.Contains(one) ? throw WriteFaults.Invalid(insert, "query.column_twice", column.Span.Start, $"The column {one.Name} is named twice.", "Name it once.") : one);
        }

        return found;
    }

    private static List<(int i, LakeColumn column)> ByName(InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> named, Spool spool) =>
        [.. spool.Names.Select((name, i) => (i, named.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw WriteFaults.ColumnMissing(insert, name, insert.Source.Span, table)))];

    private static ComposedText Source(InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> columns, ComposedText text, bool with = true)
    {
        if (with && insert.With is { } before)
        {
            text.Take(before).Add("\n");
        }

        switch (insert.Source)
        {
            case InsertSource.Defaults:
                return text.Add($"SELECT {string.Join(", ", columns.Select(column => Casts.To(column, "NULL")))}");
            case InsertSource.Values values when !insert.ByName:
                // each value becomes what its column is where it stands, so that it is told where one cannot
                text.Add("VALUES ");
                for (var row = 0; row < values.Rows.Count; row++)
                {
                    Row(insert, table, columns, values.Rows[row], text.Add(row == 0 ? "(" : ", ("));
                }

                return text;
            default:
                return insert.With is null ? text.Take(insert.Source.Span) : text.Add("(").Take(insert.Source.Span).Add("\n)");
        }
    }

    private static void Row(InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> columns, IReadOnlyList<SqlSpan> values, ComposedText text)
    {
        if (values.Count != columns.Count)
        {
            throw WriteFaults.CountDiffers(insert, values.Count > 0 ? values[0] : insert.Source.Span, table.Name, columns.Count, values.Count);
        }

        for (var i = 0; i < values.Count; i++)
        {
            text.Add(i == 0 ? "CAST((" : ", CAST((");
            Value(insert, text, values[i], columns[i].Name).Add($"\n) AS {columns[i].SqlType})");
        }

        text.Add(")");
    }

    /// <summary>An expression, or NULL for the word DEFAULT: columns of the lake have no other.</summary>
    public static ComposedText Value(SplitStatement statement, ComposedText text, SqlSpan value, string column, SourceNames? names = null) =>
        statement.Text(value).Equals("DEFAULT", StringComparison.OrdinalIgnoreCase) ? text.Add("NULL") : names?.Take(text, value, column) ?? text.Take(value, column);
}
