using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Lake.Rows;

/// <summary>
/// Finds the rows that a statement changes, once, by file and position, and what takes their place; <see cref="RowSink"/> then
/// writes files anew or marks rows as deleted.
/// </summary>
internal sealed class RowChanger(DuckConnection connection, TableRows table, RowSink sink, RowModes modes)
{
    private readonly string suffix = Guid.NewGuid().ToString("N");
    private readonly MergeSql expressions = new(table.Columns);
    private readonly ConditionReader conditions = new(connection, table.Columns);

    private string Positions => Name("rows");

    private string Source => Name("source");

    private string Pairs => Name("pairs");

    /// <summary>Deletes rows.</summary>
    public Task<RowCounts> DeleteAsync(string condition, CancellationToken cancellationToken) => WithTables(async () =>
    {
        await MatchAsync(condition, cancellationToken);
        var changed = await sink.ApplyAsync(connection, table, Positions, null, modes, cancellationToken);
        return new RowCounts(0, 0, changed.Gone);
    });

    /// <summary>Deletes rows and adds those of a SELECT.</summary>
    public Task<RowCounts> OverwriteAsync(string select, string condition, CancellationToken cancellationToken) => WithTables(async () =>
    {
        await MatchAsync(condition, cancellationToken);
        var changed = await sink.ApplyAsync(connection, table, Positions, null, modes, cancellationToken);
        return new RowCounts(await sink.AppendAsync(connection, table, select, cancellationToken), 0, changed.Gone);
    });

    /// <summary>Gives columns other values.</summary>
    public Task<RowCounts> UpdateAsync(IReadOnlyDictionary<string, string> values, string? condition, CancellationToken cancellationToken) => WithTables(async () =>
    {
        var assignments = new Dictionary<int, IReadOnlyDictionary<string, string>> { [1] = expressions.Assignments(values, []) };
        await MatchAsync(condition ?? "true", cancellationToken);
        var changed = await sink.ApplyAsync(
            connection,
            table,
            Positions,
            touched => $"SELECT {expressions.Updated(assignments, "1")} FROM ({touched}) AS target JOIN {Positions} AS m ON {SameRow("m")}",
            modes,
            cancellationToken);
        return new RowCounts(0, changed.Gone, 0);
    });

    /// <summary>Brings a source and the table together.</summary>
    public Task<RowCounts> MergeAsync(LakeMerge merge, CancellationToken cancellationToken) => WithTables(async () =>
    {
        await ExecuteAsync($"CREATE TEMP TABLE {Source} AS SELECT row_number() OVER () AS __talentys_row, * FROM (\n{Trimmed(merge.Source)}\n) AS s", cancellationToken);
        var described = await connection.RowsAsync($"DESCRIBE {Source}", [], cancellationToken);
        var columns = described.Select(row => (string)row[0]!).Skip(1).ToList();
        var meant = merge.WhenNotMatchedBySource.Count > 0 ? RowFilter.Everything : await conditions.ReadMatchAsync(merge.On, Source, cancellationToken);
        var scan = await ScanAsync(meant, cancellationToken);
        var clauses = merge.WhenMatched.Concat(merge.WhenNotMatchedBySource).ToList();
        await ExecuteAsync(
            $"""
            CREATE TEMP TABLE {Pairs} AS
            SELECT target.{TableRows.FileColumn} AS f, target.{TableRows.PositionColumn} AS p, source.__talentys_row AS r, {MergeSql.Action(merge.WhenMatched, 1)} AS a
            FROM ({scan.WithRows}) AS target JOIN {Source} AS source ON ({merge.On})
            """,
            cancellationToken);
        await RefuseAmbiguousAsync(merge, cancellationToken);
        var unmatched = merge.WhenNotMatchedBySource.Count == 0 ? "" :
            $"""
             UNION ALL SELECT f, p, NULL, a FROM (
                SELECT target.{TableRows.FileColumn} AS f, target.{TableRows.PositionColumn} AS p, {MergeSql.Action(merge.WhenNotMatchedBySource, merge.WhenMatched.Count + 1)} AS a
                FROM ({scan.WithRows}) AS target WHERE NOT EXISTS (SELECT 1 FROM {Pairs} AS m WHERE {SameRow("m")})) WHERE a > 0
            """;
        await ExecuteAsync($"CREATE TEMP TABLE {Positions} AS SELECT f, p, r, a FROM {Pairs} WHERE a > 0{unmatched}", cancellationToken);

        var updates = Numbered(clauses, 1).Where(one => one.Clause is MergeClause.Update)
            .ToDictionary(one => one.Number, one => expressions.Assignments(((MergeClause.Update)one.Clause).Values, columns));
        var inserts = Numbered(merge.WhenNotMatched, 1).ToDictionary(one => one.Number, one => expressions.Assignments(((MergeClause.Insert)one.Clause).Values, columns));
        var updated = updates.Count == 0 ? 0 : await CountAsync($"SELECT count(*) FROM {Positions} WHERE a IN ({List(updates.Keys)})", cancellationToken);
        var inserted = inserts.Count == 0 ? null :
            $"""
            SELECT {expressions.Inserted(inserts, "source.__talentys_action")} FROM (
                SELECT *, {MergeSql.Action(merge.WhenNotMatched, 1)} AS __talentys_action FROM {Source} AS source
                WHERE NOT EXISTS (SELECT 1 FROM {Pairs} AS m WHERE m.r = source.__talentys_row)) AS source WHERE source.__talentys_action > 0
            """;
        var changed = await sink.ApplyAsync(
            connection,
            table,
            Positions,
            touched => string.Join(" UNION ALL ", new[] { updated == 0 ? null : Updated(touched, updates), inserted }.Where(part => part is not null)),
            modes,
            cancellationToken);
        return new RowCounts(changed.Come - updated, updated, changed.Gone - updated);
    });

    /// <summary>Changes rows by where they are.</summary>
    public Task<RowCounts> ApplyAsync(RowEdits edits, CancellationToken cancellationToken) => WithTables(async () =>
    {
        if (modes.Serializable)
        {
            sink.ConcernExpected();
        }

        var (file, position) = (TableRows.FileColumn, TableRows.PositionColumn);
        await ExecuteAsync($"CREATE TEMP TABLE {Pairs} AS SELECT {file} AS f, {position} AS p, * EXCLUDE ({file}, {position}) FROM (\n{edits.Updated ?? $"SELECT 0 AS {file}, 0 AS {position} WHERE false"}\n)", cancellationToken);
        var deleted = edits.Deleted is null ? "" : $" UNION ALL SELECT {file}, {position} FROM (\n{edits.Deleted}\n)";
        await ExecuteAsync($"CREATE TEMP TABLE {Positions} AS SELECT CAST(f AS INTEGER) AS f, CAST(p AS BIGINT) AS p FROM (SELECT f, p FROM {Pairs}{deleted})", cancellationToken);
        var updated = edits.Updated is null ? 0 : await CountAsync($"SELECT count(*) FROM {Pairs}", cancellationToken);
        var assigned = Assigned(edits.UpdatedColumns, "m");
        var inserted = edits.Inserted is null ? null : $"SELECT {expressions.Inserted(new Dictionary<int, IReadOnlyDictionary<string, string>> { [1] = Assigned(edits.InsertedColumns, "source") }, "1")} FROM (\n{edits.Inserted}\n) AS source";
        var changed = await sink.ApplyAsync(
            connection,
            table,
            Positions,
            touched => string.Join(" UNION ALL ", new[]
            {
                updated == 0 ? null : $"SELECT {expressions.Updated(new Dictionary<int, IReadOnlyDictionary<string, string>> { [1] = assigned }, "1")} FROM ({touched}) AS target JOIN {Pairs} AS m ON {SameRow("m")}",
                inserted,
            }.Where(part => part is not null)),
            modes,
            cancellationToken);
        return new RowCounts(changed.Come - updated, updated, changed.Gone - updated);
    });

    private IReadOnlyDictionary<string, string> Assigned(IReadOnlyList<string> names, string alias) =>
        expressions.Assignments(names.ToDictionary(name => name, name => $"{alias}.{SqlText.Quote(name)}", StringComparer.Ordinal), []);

    private string Updated(string touched, IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>> updates) =>
        $"""
        SELECT {expressions.Updated(updates, "m.a")} FROM ({touched}) AS target JOIN {Positions} AS m ON {SameRow("m")}
        LEFT JOIN {Source} AS source ON source.__talentys_row = m.r WHERE m.a IN ({List(updates.Keys)})
        """;

    private async Task MatchAsync(string condition, CancellationToken cancellationToken)
    {
        var scan = await ScanAsync(await conditions.ReadAsync(condition, cancellationToken), cancellationToken);
        await ExecuteAsync(
            $"CREATE TEMP TABLE {Positions} AS SELECT {TableRows.FileColumn} AS f, {TableRows.PositionColumn} AS p FROM ({scan.WithRows}) AS target WHERE ({condition})",
            cancellationToken);
    }

    /// <summary>The files that may hold rows that are meant; what others add among such rows goes against a serializable change.</summary>
    private Task<TableRows.Scan> ScanAsync(RowFilter meant, CancellationToken cancellationToken)
    {
        if (modes.Serializable)
        {
            sink.Concern(meant);
        }

        return table.ScanAsync(table.Candidates(meant), cancellationToken);
    }

    private async Task RefuseAmbiguousAsync(LakeMerge merge, CancellationToken cancellationToken)
    {
        var twice = merge.WhenMatched.Count == 0 ? 0 : await CountAsync(
            $"SELECT count(*) FROM (SELECT 1 FROM {Pairs} GROUP BY f, p HAVING count(*) > 1)", cancellationToken);
        if (twice > 0)
        {
            throw new FaultException(Fault.Invalid(
                "lake.merge_ambiguous",
                string.Create(CultureInfo.InvariantCulture, $"{twice:N0} {(twice == 1 ? "row" : "rows")} of the table match more than one row of the source, so that it is not told which one holds."),
                merge.On,
                "Make the rows of the source unique by what they are matched by, for example with QUALIFY row_number() OVER (PARTITION BY key) = 1."));
        }
    }

    private async Task<RowCounts> WithTables(Func<Task<RowCounts>> work)
    {
        try
        {
            return await work();
        }
        finally
        {
            await connection.ExecuteAsync(
                $"DROP TABLE IF EXISTS {Positions}; DROP TABLE IF EXISTS {Pairs}; DROP TABLE IF EXISTS {Source}", CancellationToken.None);
        }
    }

    private Task ExecuteAsync(string sql, CancellationToken cancellationToken) => connection.ExecuteAsync(sql, cancellationToken);

    private Task<long> CountAsync(string sql, CancellationToken cancellationToken) => connection.ScalarAsync<long>(sql, [], cancellationToken);

    private static IEnumerable<(int Number, MergeClause Clause)> Numbered(IEnumerable<MergeClause> clauses, int first) =>
        clauses.Select((clause, i) => (first + i, clause));

    private static string List(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static string SameRow(string alias) => $"{alias}.f = target.{TableRows.FileColumn} AND {alias}.p = target.{TableRows.PositionColumn}";

    private static string Trimmed(string select) => select.TrimEnd().TrimEnd(';');

    private string Name(string kind) => SqlText.Quote($"__talentys_{kind}_{suffix}");
}
