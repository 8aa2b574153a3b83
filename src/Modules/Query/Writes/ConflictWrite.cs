using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>
/// INSERT ... ON CONFLICT (columns): tables have no keys, so the columns that are named are what rows are in conflict by. It is done as
/// the MERGE that it means; rows of the source that are in conflict with each other are one for DO NOTHING, and an error for DO UPDATE.
/// </summary>
internal sealed class ConflictWrite(MergeWrite merges)
{
    private const string Several = "__talentys_several";

    public async Task<long> RunAsync(QueryInFlight query, InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> named, CancellationToken cancellationToken)
    {
        try
        {
            return await merges.RunAsync(query, Merge(insert, table, named), cancellationToken);
        }
        catch (FaultException failure)
        {
            // places are those of the merge
            throw new FaultException([.. failure.Faults.Select(fault => fault with { Place = TextPlace.Of(insert.Sql, insert.OnConflict!.Value.Start) })], failure);
        }
    }

    /// <summary>The query by which it finds its rows.</summary>
    public Task<WriteQuery> ComposeAsync(QueryInFlight query, InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> named, CancellationToken cancellationToken) =>
        merges.ComposeAsync(query, Merge(insert, table, named), cancellationToken);

    private static MergeStatement Merge(InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> named) =>
        (MergeStatement)SqlScript.Split(Compose(insert, table, named)).Value[0];

    private static string Compose(InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> named)
    {
        if (insert.ByName || insert.Source is InsertSource.Defaults)
        {
            throw WriteFaults.Refused(insert, insert.OnConflict!.Value.Start, "ON CONFLICT goes with columns by place.", "Name the columns after the table, or use MERGE INTO.");
        }

        var conflict = insert.OnConflict!.Value;
        var cursor = new TokenCursor(insert.Sql, SqlTokenizer.Tokens(insert.Sql), 0, int.MaxValue).Within(conflict);
        cursor.Expect("ON", "CONFLICT");
        if (!cursor.IsSymbol('('))
        {
            throw WriteFaults.Refused(
                insert, conflict.Start, "Tables of the lake have no keys that rows could be in conflict by.", "Name the columns that tell rows apart: ON CONFLICT (id) DO ...");
        }

        var keys = cursor.Identifiers("the name of a column").Select(key => named.FirstOrDefault(column => string.Equals(column.Name, key.Text, StringComparison.OrdinalIgnoreCase))
            ?? throw WriteFaults.Invalid(insert, "query.conflict_column", key.Span.Start, $"The column {key.Text} gets no value, so that rows cannot be in conflict by it.", "Name columns that the statement gives values to.")).ToList();
        cursor.Expect("DO");
        var matched = Matched(insert, cursor);
        var target = SqlText.Quote(insert.Alias?.Text ?? table.Name.Name);
        var columns = string.Join(", ", named.Select(column => SqlText.Quote(column.Name)));
        var by = string.Join(", ", keys.Select(key => SqlText.Quote(key.Name)));
        var whole = string.Join(" AND ", keys.Select(key => $"{SqlText.Quote(key.Name)} IS NOT NULL"));
        var once = matched is null ? $" QUALIFY row_number() OVER (PARTITION BY {by}) = 1 OR NOT ({whole})" : "";
        var source = $"SELECT *, CAST(count(*) OVER (PARTITION BY {by}) > 1 AND {whole} AS BOOLEAN) AS {Several} FROM (\n{Source(insert, table, named)}\n) AS source({columns}){once}";
        var on = string.Join(" AND ", keys.Select(key => $"{target}.{SqlText.Quote(key.Name)} = excluded.{SqlText.Quote(key.Name)}"));
        var values = string.Join(", ", named.Select(column => $"excluded.{SqlText.Quote(column.Name)}"));
        return $"""
            {(insert.With is { } with ? insert.Text(with) : "")} MERGE INTO {SqlText.Quote(table.Name)} AS {target} USING (
            {source}
            ) AS excluded ON {on}
            {matched ?? "WHEN MATCHED THEN DO NOTHING"}
            {(matched is null ? "" : $"WHEN NOT MATCHED AND excluded.{Several} THEN ERROR 'Rows of the statement are in conflict with each other.'")}
            WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({values})
            {(insert.Returning is { } returning ? $"RETURNING {insert.Text(returning)}" : "")}
            """;
    }

    /// <summary>The clause of rows that are there; null for DO NOTHING.</summary>
    private static string? Matched(InsertStatement insert, TokenCursor cursor)
    {
        if (cursor.Take("NOTHING"))
        {
            cursor.ExpectEnd();
            return null;
        }

        cursor.Expect("UPDATE", "SET");
        var set = cursor.Until("assignments", static here => here.Is("WHERE"));
        SqlSpan? where = cursor.Take("WHERE") ? cursor.Until("a condition", static _ => false) : null;
        return $"WHEN MATCHED{(where is { } condition ? $" AND ({insert.Text(condition)}\n)" : "")} THEN UPDATE SET {insert.Text(set)}\n";
    }

    private static string Source(InsertStatement insert, LakeTable table, IReadOnlyList<LakeColumn> named)
    {
        if (insert.Source is not InsertSource.Values values)
        {
            return insert.Text(insert.Source.Span);
        }

        return "VALUES " + string.Join(", ", values.Rows.Select(row => row.Count == named.Count
            ? $"({string.Join(", ", row.Zip(named, (value, column) => string.Create(CultureInfo.InvariantCulture, $"CAST(({Value(insert, value)}\n) AS {column.SqlType})")))})"
            : throw WriteFaults.CountDiffers(insert, row.Count > 0 ? row[0] : insert.Source.Span, table.Name, named.Count, row.Count)));
    }

    private static string Value(InsertStatement insert, SqlSpan value) => insert.Text(value) is var text && text.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase) ? "NULL" : text;
}
