using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>
/// UPDATE and DELETE: the engine of the organisation finds the rows, told by file and position, and their new values; the lake then
/// changes them. Both are done again when others came between.
/// </summary>
internal sealed class RowWrites(WriteTargets targets, QueryReading reading)
{
    private const string File = RowEdits.FileColumn;
    private const string Position = RowEdits.PositionColumn;

    public async Task<long> UpdateAsync(QueryInFlight query, UpdateStatement update, CancellationToken cancellationToken)
    {
        var (columns, text, others) = await BeginAsync(query, update, cancellationToken);
        return await ApplyAsync(
            query, update, update.Target, text, (spool, _) => Task.FromResult<RowEdits?>(Edits(update, spool, columns)),
            counts => counts.Updated, cancellationToken, update.Returning is null ? null : new Returned(columns.Count + 2, others));
    }

    public async Task<long> DeleteAsync(QueryInFlight query, DeleteStatement delete, CancellationToken cancellationToken) => await ApplyAsync(
        query, delete, delete.Target, (await ComposeAsync(query, delete, cancellationToken)).Text,
        (_, _) => Task.FromResult<RowEdits?>(new RowEdits
        {
            Kind = "delete",
            Deleted = $"SELECT DISTINCT {Spool.Column(0)} AS {File}, {Spool.Column(1)} AS {Position} FROM {Spool.Table}",
        }),
        counts => counts.Deleted, cancellationToken, delete.Returning is null ? null : new Returned(2, [], delete.Using is not null));

    /// <summary>The query by which an update finds its rows.</summary>
    public async Task<WriteQuery> ComposeAsync(QueryInFlight query, UpdateStatement update, CancellationToken cancellationToken) =>
        new((await BeginAsync(query, update, cancellationToken)).Text, update, update.Target);

    /// <summary>The same of a delete.</summary>
    public async Task<WriteQuery> ComposeAsync(QueryInFlight query, DeleteStatement delete, CancellationToken cancellationToken)
    {
        var table = await targets.OpenAsync(query, delete, delete.Target, cancellationToken);
        var text = Begin(delete);
        if (delete.Returning is { } returning)
        {
            text.Add(", ").Take(returning).Add("\n");
        }

        Rows(text, table, delete.Alias, delete.Using, delete.Where);
        return new WriteQuery(text, delete, delete.Target);
    }

    private async Task<(List<LakeColumn> Columns, ComposedText Text, IReadOnlyList<string> Others)> BeginAsync(QueryInFlight query, UpdateStatement update, CancellationToken cancellationToken)
    {
        var table = await targets.OpenAsync(query, update, update.Target, cancellationToken);
        var columns = Columns(update, table, update.Assignments, update.Alias);
        if (update.Returning is { } returning)
        {
            var named = OtherRows.Of(update, update.From, returning, table, AliasOf(update, table));
            return (columns, Returning(update, table, columns, returning, named), named);
        }

        var text = Begin(update);
        for (var i = 0; i < columns.Count; i++)
        {
            InsertWrite.Value(update, text.Add(", CAST(("), update.Assignments[i].Value, columns[i].Name).Add($"\n) AS {columns[i].SqlType})");
        }

        Rows(text, table, update.Alias, update.From, update.Where);
        return (columns, text, []);
    }

    /// <summary>Finds rows and changes them.</summary>
    public async Task<long> ApplyAsync(
        QueryInFlight query, SplitStatement statement, SqlName target, ComposedText text, Func<Spool, CancellationToken, Task<RowEdits?>> edits,
        Func<RowCounts, long> count, CancellationToken cancellationToken, Returned? returned = null)
    {
        var changed = 0L;
        await targets.ChangeAsync(
            query, statement, target,
            async (change, token) =>
            {
                var spool = await reading.SpoolAsync(query, text, new TargetRows(text.Targets, change.OpenRowsAsync), token);
                var given = false;
                try
                {
                    var found = spool.Rows == 0 ? null : await edits(spool, token);
                    changed = found is null ? 0 : count(await change.ApplyAsync(spool.Connection, found, token));
                    if (returned is not null)
                    {
                        var rows = await SpooledResult.TakeAsync(spool, returned, token);
                        given = true;
                        await query.ReturnAsync(rows);
                    }

                    return found is not null;
                }
                finally
                {
                    if (!given)
                    {
                        await spool.DisposeAsync();
                    }
                }
            },
            cancellationToken);
        return changed;
    }

    /// <summary>The columns of assignments.</summary>
    public static List<LakeColumn> Columns(SplitStatement statement, LakeTable table, IReadOnlyList<Assignment> assignments, SqlIdentifier? alias)
    {
        var found = new List<LakeColumn>();
        foreach (var (column, _) in assignments)
        {
            var name = column.Parts.Count == 2 && string.Equals(column.Parts[0].Text, alias?.Text ?? table.Name.Name, StringComparison.OrdinalIgnoreCase)
                ? column.Last
                : column.Parts.Count == 1 ? column.Last
                : throw WriteFaults.Refused(statement, column.Span.Start, "A field in a column cannot be set by itself.", "Set the whole column, for example with struct_update or struct_pack.");
            var one = table.Columns.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw WriteFaults.ColumnMissing(statement, name, column.Span, table);
            found.Add(found.Contains(one) ? throw WriteFaults.Invalid(statement, "query.column_twice", column.Span.Start, $"The column {one.Name} is set twice.", "Set it once.") : one);
        }

        return found;
    }

    /// <summary>
    /// The rows with their new values in place, and what is returned of them. Of several rows of FROM that one of the table matches one
    /// holds, so that the values that are returned are those that are written.
    /// </summary>
    private static ComposedText Returning(UpdateStatement update, LakeTable table, List<LakeColumn> columns, SqlSpan returning, IReadOnlyList<string> others)
    {
        var alias = AliasOf(update, table);
        var text = Begin(update).Add(string.Concat(columns.Select(column => $", {alias}.{SqlText.Quote(column.Name)}"))).Add(", ").Take(returning)
            .Add($"\nFROM (SELECT {(update.From is null ? "" : $"DISTINCT ON ({alias}.{File}, {alias}.{Position}) ")}{alias}.* REPLACE (");
        for (var i = 0; i < columns.Count; i++)
        {
            InsertWrite.Value(update, text.Add(i == 0 ? "CAST((" : ", CAST(("), update.Assignments[i].Value, columns[i].Name).Add($"\n) AS {columns[i].SqlType}) AS {SqlText.Quote(columns[i].Name)}");
        }

        Rows(OtherRows.Add(text.Add(")"), others), table, update.Alias, update.From, update.Where);
        return text.Add($"\n) AS {alias}");
    }

    private static string AliasOf(UpdateStatement update, LakeTable table) => SqlText.Quote(update.Alias?.Text ?? table.Name.Name);

    private static ComposedText Begin(SplitStatement statement)
    {
        var text = new ComposedText(statement);
        if (statement.With is { } with)
        {
            text.Take(with).Add("\n");
        }

        return text.Add($"SELECT {File}, {Position}");
    }

    private static void Rows(ComposedText text, LakeTable table, SqlIdentifier? alias, SqlSpan? others, SqlSpan? where)
    {
        text.Add(" FROM ").Target(SqlText.Quote(table.Name));
        if (alias is not null)
        {
            text.Add($" AS {SqlText.Quote(alias.Text)}");
        }

        if (others is { } from)
        {
            text.Add(", ").Take(from);
        }

        if (where is { } condition)
        {
            text.Add("\nWHERE ").Take(condition);
        }
    }

    // with several matches any one holds, as in other databases; always the same of these rows
    private static RowEdits Edits(UpdateStatement update, Spool spool, List<LakeColumn> columns)
    {
        var values = string.Concat(columns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $", {Casts.To(column, Spool.Column(i + 2))}")));
        var one = update.From is null ? "" : $"DISTINCT ON ({Spool.Column(0)}, {Spool.Column(1)}) ";
        return new RowEdits
        {
            Kind = "update",
            Updated = $"SELECT {one}{Spool.Column(0)} AS {File}, {Spool.Column(1)} AS {Position}{values} FROM {Spool.Table}{(update.From is null ? "" : " ORDER BY rowid")}",
            UpdatedColumns = [.. columns.Select(column => column.Name)],
        };
    }
}
