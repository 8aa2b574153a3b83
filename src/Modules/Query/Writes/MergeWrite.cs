using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Writes;

/// <summary>
/// MERGE: one query joins source and table, and tells of each row the number of the clause that holds for it and the values that it
/// gives.
/// </summary>
internal sealed class MergeWrite(WriteTargets targets, QueryReading reading, RowWrites rows, SqlParser parser)
{
    private const string File = RowEdits.FileColumn;
    private const string Position = RowEdits.PositionColumn;
    /// <summary>The column of the clause of a row.</summary>
    public const string Number = "__talentys_clause";

    public async Task<long> RunAsync(QueryInFlight query, MergeStatement merge, CancellationToken cancellationToken)
    {
        var (text, clauses, columns, others) = await BeginAsync(query, merge, cancellationToken);
        return await rows.ApplyAsync(
            query, merge, merge.Target, text, (spool, token) => EditsAsync(clauses, columns, spool, token),
            counts => counts.Inserted + counts.Updated + counts.Deleted, cancellationToken, merge.Returning is null ? null : new Returned(columns.Count + 3, others));
    }

    /// <summary>The query by which it finds its rows.</summary>
    public async Task<WriteQuery> ComposeAsync(QueryInFlight query, MergeStatement merge, CancellationToken cancellationToken) =>
        new((await BeginAsync(query, merge, cancellationToken)).Text, merge, merge.Target);

    private async Task<(ComposedText Text, List<Clause> Clauses, List<LakeColumn> Columns, IReadOnlyList<string> Others)> BeginAsync(QueryInFlight query, MergeStatement merge, CancellationToken cancellationToken)
    {
        var table = await targets.OpenAsync(query, merge, merge.Target, cancellationToken);
        IReadOnlyList<string> source = merge.Whens.Any(when => when.Action is MergeAction.Update { Assignments: null } or MergeAction.Insert { Values: null, Defaults: false })
            ? [.. (await reading.DescribeAsync(query, text => WithOf(merge, text).Add("SELECT * FROM ").Take(merge.Source), merge, cancellationToken)).Select(column => column.Name)]
            : [];
        var names = IsOneTable(merge) ? new SourceNames(parser, merge, table, AliasOf(merge)) : null;
        var clauses = merge.Whens.Select((when, i) => new Clause(i + 1, when, Values(merge, when, table, source, names))
        {
            Names = when.Sort == MergeSort.NotMatched ? names : null,
        }).ToList();
        if (merge.Returning is { } returning)
        {
            var others = OtherRows.Of(merge, merge.Source, returning, table, SqlText.Quote(merge.Alias?.Text ?? table.Name.Name));
            return (Returning(merge, table, clauses, returning, others), clauses, [.. table.Columns], others);
        }

        var columns = table.Columns.Where(column => clauses.Any(clause => clause.Values.ContainsKey(column.Name))).ToList();
        return (Compose(merge, table, clauses, columns, [], WithOf(merge, new ComposedText(merge))), clauses, columns, []);
    }

    private static Dictionary<string, Action<ComposedText>> Values(MergeStatement merge, MergeWhen when, LakeTable table, IReadOnlyList<string> source, SourceNames? names)
    {
        var values = new Dictionary<string, Action<ComposedText>>(StringComparer.OrdinalIgnoreCase);
        switch (when.Action)
        {
            case MergeAction.Update { Assignments: { } assignments }:
                var assigned = RowWrites.Columns(merge, table, assignments, merge.Alias);
                for (var i = 0; i < assigned.Count; i++)
                {
                    var (name, value) = (assigned[i].Name, assignments[i].Value);
                    values[name] = text => InsertWrite.Value(merge, text, value, name);
                }

                break;
            case MergeAction.Insert { Defaults: true }:
                break;
            case MergeAction.Insert { Values: { } given } insert:
                var named = insert.Columns is null ? table.Columns : Named(merge, insert.Columns, table);
                if (named.Count != given.Count)
                {
                    throw WriteFaults.CountDiffers(merge, given.Count > 0 ? given[0] : when.Span, table.Name, named.Count, given.Count);
                }

                for (var i = 0; i < given.Count; i++)
                {
                    var (name, value) = (named[i].Name, given[i]);
                    values[name] = text => InsertWrite.Value(merge, text, value, name, names);
                }

                break;
            case MergeAction.Update or MergeAction.Insert when IsByPosition(when.Action, table, source):
                if (source.Count != table.Columns.Count)
                {
                    throw WriteFaults.CountDiffers(merge, when.Span, table.Name, table.Columns.Count, source.Count);
                }

                foreach (var (column, from) in table.Columns.Zip(source))
                {
                    values[column.Name] = text => text.Add($"{AliasOf(merge)}.{SqlText.Quote(from)}");
                }

                break;
            case MergeAction.Update or MergeAction.Insert:
                foreach (var from in source)
                {
                    var column = table.Columns.FirstOrDefault(known => string.Equals(known.Name, from, StringComparison.OrdinalIgnoreCase))
                        ?? throw WriteFaults.ColumnMissing(merge, from, when.Span, table);
                    values[column.Name] = text => text.Add($"{AliasOf(merge)}.{SqlText.Quote(from)}");
                }

                break;
        }

        return values;
    }

    /// <summary>Where neither is told, values go by name, or by position where the source has as many columns of other names.</summary>
    private static bool IsByPosition(MergeAction action, LakeTable table, IReadOnlyList<string> source) => action switch
    {
        MergeAction.Update { ByPosition: true } or MergeAction.Insert { ByPosition: true } => true,
        MergeAction.Update { ByName: true } or MergeAction.Insert { ByName: true } => false,
        _ => source.Count == table.Columns.Count && source.Any(name => !table.Columns.Any(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))),
    };

    private static List<LakeColumn> Named(MergeStatement merge, IReadOnlyList<SqlIdentifier> names, LakeTable table) =>
        [.. names.Select(name => table.Columns.FirstOrDefault(known => string.Equals(known.Name, name.Text, StringComparison.OrdinalIgnoreCase))
            ?? throw WriteFaults.ColumnMissing(merge, name.Text, name.Span, table))];

    private static ComposedText WithOf(MergeStatement merge, ComposedText text) => merge.With is { } with ? text.Take(with).Add("\n") : text;

    /// <summary>The rows as they become, or were before they go, and what is returned of them.</summary>
    private static ComposedText Returning(MergeStatement merge, LakeTable table, List<Clause> clauses, SqlSpan returning, IReadOnlyList<string> others)
    {
        var alias = SqlText.Quote(merge.Alias?.Text ?? table.Name.Name);
        var text = WithOf(merge, new ComposedText(merge)).Add($"SELECT {File}, {Position}, {Number}{string.Concat(table.Columns.Select(column => $", {alias}.{SqlText.Quote(column.Name)}"))}, ");
        MergeActionWord.Take(text, merge, returning, table, $"CASE {alias}.{Number}{string.Concat(clauses.Select(WordOf))} END");
        return Compose(merge, table, clauses, [.. table.Columns], others, text.Add("\nFROM (")).Add($"\n) AS {alias}");

        static string WordOf(Clause clause) => string.Create(CultureInfo.InvariantCulture, $" WHEN {clause.Number} THEN '{clause.When.Action.GetType().Name.ToUpperInvariant()}'");
    }

    private static ComposedText Compose(MergeStatement merge, LakeTable table, List<Clause> clauses, List<LakeColumn> columns, IReadOnlyList<string> others, ComposedText text)
    {
        text.Add("SELECT * FROM (");
        var target = SqlText.Quote(merge.Alias?.Text ?? table.Name.Name);
        var inserts = clauses.Exists(clause => clause.When.Sort == MergeSort.NotMatched);
        Select(merge, text, target, [.. clauses.Where(clause => clause.When.Sort != MergeSort.NotMatchedBySource)], columns);
        OtherRows.Add(text, others).Add("\nFROM ").Take(merge.Source).Add(inserts ? "\nLEFT JOIN " : "\nJOIN ");
        Target(merge, text, table);
        On(merge, text);
        if (clauses.Exists(clause => clause.When.Sort == MergeSort.NotMatchedBySource))
        {
            text.Add("\nUNION ALL BY NAME ");
            Select(merge, text, target, [.. clauses.Where(clause => clause.When.Sort == MergeSort.NotMatchedBySource)], columns);
            Target(merge, text.Add("\nFROM "), table);
            text.Add("\nWHERE NOT EXISTS (SELECT 1 FROM ").Take(merge.Source).Add("\nWHERE ");
            if (merge.On is { } on)
            {
                text.Take(on);
            }
            else
            {
                text.Add(string.Join(" AND ", merge.UsingColumns!.Select(column => $"{AliasOf(merge)}.{SqlText.Quote(column.Text)} = {target}.{SqlText.Quote(column.Text)}")));
            }

            text.Add("\n)");
        }

        return text.Add($"\n) WHERE {Number} <> 0");
    }

    private static void Target(MergeStatement merge, ComposedText text, LakeTable table)
    {
        text.Target(SqlText.Quote(table.Name));
        if (merge.Alias is not null)
        {
            text.Add($" AS {SqlText.Quote(merge.Alias.Text)}");
        }
    }

    private static void On(MergeStatement merge, ComposedText text)
    {
        if (merge.On is { } on)
        {
            text.Add("\nON (").Take(on).Add("\n)");
        }
        else
        {
            text.Add($" USING ({string.Join(", ", merge.UsingColumns!.Select(column => SqlText.Quote(column.Text)))})");
        }
    }

    private static void Select(MergeStatement merge, ComposedText text, string target, List<Clause> clauses, List<LakeColumn> columns)
    {
        if (clauses.Count == 0)
        {
            // only rows without one in the source are meant
            text.Add($"SELECT {File}, {Position}, 0 AS {Number}{string.Concat(columns.Select(column => $", {Casts.To(column, "NULL")}"))}");
            return;
        }

        text.Add($"SELECT {File}, {Position}, CASE");
        foreach (var clause in clauses)
        {
            text.Add(clause.When.Sort == MergeSort.NotMatched ? $" WHEN {File} IS NULL" : $" WHEN {File} IS NOT NULL");
            if (clause.When.Condition is { } condition)
            {
                text.Add(" AND (");
                (clause.Names?.Take(text, condition) ?? text.Take(condition)).Add("\n)");
            }

            text.Add(string.Create(CultureInfo.InvariantCulture, $" THEN {(clause.When.Action is MergeAction.Nothing ? 0 : clause.Number)}"));
        }

        text.Add($" ELSE 0 END AS {Number}");
        foreach (var column in columns)
        {
            text.Add($", CASE {Number}");
            foreach (var clause in clauses)
            {
                text.Add(string.Create(CultureInfo.InvariantCulture, $" WHEN {clause.Number} THEN "));
                if (clause.Values.TryGetValue(column.Name, out var value))
                {
                    value(text.Add("CAST(("));
                    text.Add($"\n) AS {column.SqlType})");
                }
                else
                {
                    text.Add(clause.When.Action is MergeAction.Update or MergeAction.Delete ? $"{target}.{SqlText.Quote(column.Name)}" : $"CAST(NULL AS {column.SqlType})");
                }
            }

            text.Add($" END AS {SqlText.Quote(column.Name)}");
        }
    }

    private static async Task<RowEdits?> EditsAsync(List<Clause> clauses, List<LakeColumn> columns, Spool spool, CancellationToken cancellationToken)
    {
        var number = Spool.Column(2);
        var values = string.Concat(columns.Select((column, i) => $", {Casts.To(column, Spool.Column(i + 3))}"));
        IReadOnlyList<string> names = [.. columns.Select(column => column.Name)];
        var place = $"{Spool.Column(0)} AS {File}, {Spool.Column(1)} AS {Position}";
        if (Of<MergeAction.Error>("1") is { } errors && await spool.Connection.ScalarAsync<long>($"SELECT count(*) FROM ({errors})", [], cancellationToken) is > 0 and var wrong)
        {
            throw new FaultException(Fault.Invalid("query.merge_error", string.Create(
                CultureInfo.InvariantCulture, $"{wrong:N0} {(wrong == 1 ? "row is" : "rows are")} in a clause of the merge that is an ERROR."), null, "Mend the rows, or the condition of the clause."));
        }

        var twice = await spool.Connection.ScalarAsync<long>(
            $"SELECT count(*) FROM (SELECT 1 FROM {Spool.Table} WHERE {Spool.Column(0)} IS NOT NULL GROUP BY {Spool.Column(0)}, {Spool.Column(1)} HAVING count(*) > 1)", [], cancellationToken);
        return twice > 0
            ? throw new FaultException(Fault.Invalid(
                "lake.merge_ambiguous",
                string.Create(CultureInfo.InvariantCulture, $"{twice:N0} {(twice == 1 ? "row" : "rows")} of the table match more than one row of the source, so that it is not told which one holds."), null,
                "Make the rows of the source unique by what they are matched by, for example with QUALIFY row_number() OVER (PARTITION BY key) = 1."))
            : new RowEdits
            {
                Kind = "merge",
                Deleted = Of<MergeAction.Delete>(place),
                Updated = Of<MergeAction.Update>($"{place}{values}"),
                UpdatedColumns = names,
                Inserted = Of<MergeAction.Insert>(values.Length == 0 ? "1 AS none" : values[2..]),
                InsertedColumns = names,
            };

        string? Of<T>(string select) => clauses.Where(clause => clause.When.Action is T).Select(clause => clause.Number).ToList() is { Count: > 0 } numbers
            ? $"SELECT {select} FROM {Spool.Table} WHERE {number} IN ({string.Join(", ", numbers)})"
            : null;
    }

    /// <summary>Whether the source is one table, view, function or query.</summary>
    private static bool IsOneTable(MergeStatement merge)
    {
        var text = merge.Text(merge.Source);
        var depth = 0;
        foreach (var token in SqlTokenizer.Tokens(text))
        {
            if (token.Kind == SqlTokenKind.Symbol)
            {
                depth += text[token.Start] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
                if (depth == 0 && text[token.Start] == ',')
                {
                    return false;
                }
            }
            else if (depth == 0 && token.Is(text, "JOIN"))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The name by which columns of the source are told, in quotes.</summary>
    private static string AliasOf(MergeStatement merge)
    {
        var tokens = SqlTokenizer.Tokens(merge.Text(merge.Source));
        var text = merge.Text(merge.Source);
        var last = tokens[^1];
        if (last.Kind == SqlTokenKind.Symbol && text[last.Start] == ')')
        {
            // s(a, b): the word before the bracket
            var depth = 0;
            for (var i = tokens.Count - 1; i >= 0; i--)
            {
                depth += tokens[i].Kind != SqlTokenKind.Symbol ? 0 : text[tokens[i].Start] switch { ')' => 1, '(' => -1, _ => 0 };
                if (depth == 0)
                {
                    last = i > 0 ? tokens[i - 1] : last;
                    break;
                }
            }
        }

        return last.Kind switch
        {
            SqlTokenKind.QuotedName => last.In(text).ToString(),
            SqlTokenKind.Word => SqlText.Quote(last.In(text).ToString()),
            _ => throw WriteFaults.Invalid(merge, "query.merge_source", merge.Source.Start, "The source has no name by which its columns could be told.", "Write AS and a name behind it."),
        };
    }

    private sealed record Clause(int Number, MergeWhen When, Dictionary<string, Action<ComposedText>> Values)
    {
        /// <summary>What names mean, where only the source's columns are meant.</summary>
        public SourceNames? Names { get; init; }
    }
}
