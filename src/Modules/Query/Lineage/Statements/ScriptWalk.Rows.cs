using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;
using Talentys.Query.Lineage.Trees;
using Talentys.Query.Public;

namespace Talentys.Query.Lineage.Statements;

/// <summary>INSERT, UPDATE, DELETE, and what they return.</summary>
internal sealed partial class ScriptWalk
{
    private async Task InsertAsync(ScriptTokens tokens, int main, CancellationToken cancellationToken)
    {
        var at = main + 1;
        at += tokens.Is(at, "OR") ? 2 : 0;
        at += tokens.Is(at, "INTO") ? 1 : 0;
        var (parts, next) = Target(tokens, at);
        var table = Existing(tokens, at, parts);
        var alias = tokens.Is(next, "AS") ? tokens.Name(next + 1) : null;
        next += alias is null ? 0 : 2;
        var (given, byName) = (new List<string>(), false);
        for (var head = true; head;)
        {
            head = false;
            if (tokens.Symbol(next) == '(' && IsList(tokens, next))
            {
                given.AddRange(tokens.Pieces(next + 1, tokens.After(next) - 1, 1).Select(piece => tokens.Name(piece.From) ?? ""));
                (next, head) = (tokens.After(next), true);
            }
            else if (tokens.Is(next, "BY"))
            {
                byName = tokens.Is(next + 1, "NAME");
                (next, head) = (next + 2, true);
            }
            else if (tokens.Is(next, "OVERRIDING"))
            {
                (next, head) = (next + 3, true);
            }
        }

        var returning = tokens.Find(next, 0, here => tokens.Is(here, "RETURNING"));
        var conflict = tokens.Find(next, 0, here => tokens.Is(here, "ON", "CONFLICT"), returning);
        if (tokens.Is(next, "DEFAULT", "VALUES"))
        {
            await ReturnAsync(tokens, returning, table, alias, Changed(table, [], inserted: true), cancellationToken);
            return;
        }

        var rows = await SelectAsync(tokens, next, conflict, cancellationToken, main > 0 ? main : null);
        var pairs = Pairs(tokens, next, table, given, byName, rows);
        Fill(table, pairs, rows.Rows, insert: true);
        var returned = Changed(table, pairs, inserted: true) with { Rows = rows.Rows };
        if (conflict < returning)
        {
            await ConflictAsync(tokens, conflict, returning, main, table, alias, pairs, rows.Rows, cancellationToken);
            returned = table.Relation;
        }

        await ReturnAsync(tokens, returning, table, alias, returned, cancellationToken);
    }

    /// <summary>A bracket that holds names, not a query.</summary>
    private static bool IsList(ScriptTokens tokens, int bracket) => tokens.Name(bracket + 1) is not null && tokens.Symbol(bracket + 2) is ',' or ')';

    private List<(string Column, Flow Flow)> Pairs(
        ScriptTokens tokens, int at, TableState table, List<string> given, bool byName, Relation rows)
    {
        var own = table.Relation.Columns;
        foreach (var name in given.Where(name => !table.Unknown && !own.Any(column => SqlNames.Same(column.Name, name))))
        {
            var near = SqlNames.Near(name, own.Select(column => column.Name));
            throw Fault(tokens, at, "lineage.column_not_found", $"{table.Name} has no column {name}.", near is null ? null : $"Did you mean {near}?");
        }

        if (byName)
        {
            return [.. rows.Distinct().Columns.Select(column => (Column: Own(column.Name), column.Flow)).Where(pair => given.Count == 0 || given.Contains(pair.Column, SqlNames.Comparer))];
        }

        var names = given.Count > 0 ? given.ConvertAll(Own) : table.Unknown ? [.. rows.Distinct().Columns.Select(column => column.Name)] : [.. own.Select(column => column.Name)];
        if (rows.Columns.Count > names.Count || (rows.Columns.Count < names.Count && rows.Open is null && given.Count > 0))
        {
            throw Fault(tokens, at, "lineage.columns_differ", $"{table.Name} takes {names.Count} columns here, and {rows.Columns.Count} are given.", null);
        }

        var pairs = names.Zip(rows.Columns, (name, column) => (name, column.Flow)).ToList();
        if (rows.Open is { } open)
        {
            // the rest comes from a table that is not known
            pairs.AddRange((table.Unknown && given.Count == 0 ? ["*"] : names.Skip(rows.Columns.Count)).Select(name => (name, open.All(tables))));
        }

        return pairs;

        string Own(string name) => own.FirstOrDefault(column => SqlNames.Same(column.Name, name))?.Name ?? name;
    }

    /// <summary>What flows into columns of a table: told as written, and part of what the table holds from now on.</summary>
    private void Fill(TableState table, IReadOnlyList<(string Column, Flow Flow)> pairs, Influence rows, bool insert)
    {
        foreach (var (name, flow) in pairs)
        {
            written.Write(table, name, flow.Under(rows));
        }

        var columns = table.Relation.Columns.ToList();
        foreach (var (name, flow) in pairs)
        {
            var at = columns.FindIndex(column => SqlNames.Same(column.Name, name));
            if (at >= 0)
            {
                columns[at] = columns[at] with { Flow = table.Fresh && insert ? flow : columns[at].Flow.Or(insert ? flow : flow.Under(rows)) };
            }
            else if (table.Unknown)
            {
                columns.Add(new Column(name, Flow.Of(tables.Number(table.Name, name)).Or(flow), null));
            }
        }

        table.Relation = table.Relation with { Columns = columns, Rows = insert ? table.Relation.Rows.And(rows) : table.Relation.Rows };
        table.Fresh &= !insert;
    }

    private async Task ConflictAsync(
        ScriptTokens tokens, int from, int to, int main, TableState table, string? alias, List<(string Column, Flow Flow)> inserted, Influence rows, CancellationToken cancellationToken)
    {
        var set = tokens.Find(from, 0, at => tokens.Is(at, "SET"), to);
        if (set == to)
        {
            return; // DO NOTHING
        }

        var excluded = new Relation([.. inserted.Select(pair => new Column(pair.Column, pair.Flow, null))], Influence.None);
        var outer = new NameScope(null) { From = new FromClause([new Binding("excluded", null, null, excluded)], [], Influence.None) };
        var scope = new NameScope(outer) { From = new FromClause([Named(table, alias)], [], Influence.None) };
        var where = tokens.Find(set, 0, at => tokens.Is(at, "WHERE"), to);
        var (names, sql) = Assignments(tokens, set + 1, where, main);
        if (where < to)
        {
            sql.Add(" ").Add(tokens.Start(where), tokens.EndBefore(to));
        }

        var updated = await trees.RelationAsync(sql, cancellationToken, scope);
        Fill(table, [.. Assigned(tokens, set + 1, table, names).Zip(updated.Columns, (name, column) => (name, column.Flow))], updated.Rows.And(rows), insert: false);
    }

    private static Binding Named(TableState table, string? alias) => alias is not null
        ? new Binding(alias, null, null, table.Relation)
        : new Binding(table.Last, table.Parts.Count > 1 ? table.Parts[^2] : "main", null, table.Relation);

    /// <summary>The columns of SET, and a SELECT of their expressions that ends with the list.</summary>
    private static (List<string> Names, ComposedSql Sql) Assignments(ScriptTokens tokens, int from, int to, int main)
    {
        var names = new List<string>();
        var sql = new ComposedSql(tokens.Script);
        if (main > 0)
        {
            sql.Add(tokens.Start(0), tokens.EndBefore(main)).Add(" ");
        }

        sql.Add("SELECT ");
        foreach (var (first, last) in tokens.Pieces(from, to, tokens.Depth(from)))
        {
            var equals = tokens.Find(first, tokens.Depth(first), at => tokens.Symbol(at) == '=', last);
            if (equals >= last)
            {
                throw Fault(tokens, first, "query.syntax", "SET needs column = expression.", null);
            }

            if (tokens.Symbol(first) != '(')
            {
                Append(tokens.Name(equals - 1) ?? "", equals + 1, last);
                continue;
            }

            // (a, b) = (x, y)
            var columns = tokens.Pieces(first + 1, tokens.After(first) - 1, tokens.Depth(first) + 1).Select(piece => tokens.Name(piece.From) ?? "").ToList();
            var open = tokens.Find(equals + 1, tokens.Depth(first), at => tokens.Symbol(at) == '(', last);
            var values = tokens.Pieces(open + 1, tokens.After(open) - 1, tokens.Depth(first) + 1).ToList();
            if (values.Count != columns.Count)
            {
                throw Fault(tokens, first, "lineage.columns_differ", $"SET has {columns.Count} columns and {values.Count} values.", null);
            }

            for (var i = 0; i < columns.Count; i++)
            {
                Append(columns[i], values[i].From, values[i].To);
            }
        }

        return (names, sql);

        void Append(string name, int start, int end)
        {
            sql.Add(names.Count > 0 ? ", " : "");
            if (tokens.Is(start, "DEFAULT") && end == start + 1)
            {
                sql.Add("1");
            }
            else
            {
                sql.Add("(").Add(tokens.Start(start), tokens.EndBefore(end)).Add("\n)");
            }

            names.Add(name);
        }
    }

    private static List<string> Assigned(ScriptTokens tokens, int at, TableState table, List<string> names) => names.ConvertAll(name =>
    {
        if (table.Unknown)
        {
            return name;
        }

        var near = SqlNames.Near(name, table.Relation.Columns.Select(column => column.Name));
        return table.Relation.Columns.FirstOrDefault(column => SqlNames.Same(column.Name, name))?.Name
            ?? throw Fault(tokens, at, "lineage.column_not_found", $"{table.Name} has no column {name}.", near is null ? null : $"Did you mean {near}?");
    });

    private async Task UpdateAsync(ScriptTokens tokens, int main, CancellationToken cancellationToken)
    {
        var (parts, next) = Target(tokens, main + 1);
        var table = Existing(tokens, main + 1, parts);
        var set = tokens.Find(next, 0, at => tokens.Is(at, "SET"));
        if (set == tokens.Count)
        {
            throw Fault(tokens, next, "query.syntax", "UPDATE needs SET.", null);
        }

        var alias = set > next ? tokens.Name(set - 1) : null;
        var returning = tokens.Find(set, 0, at => tokens.Is(at, "RETURNING"));
        var from = tokens.Find(set, 0, at => tokens.Is(at, "FROM"), returning);
        var where = tokens.Find(set, 0, at => tokens.Is(at, "WHERE"), returning);
        var (names, sql) = Assignments(tokens, set + 1, Math.Min(from, where), main);
        sql.Add(" FROM ").Add(tokens.Start(main + 1), tokens.EndBefore(set));
        if (from < where)
        {
            sql.Add(", ").Add(tokens.Start(from + 1), tokens.EndBefore(where));
        }

        if (where < returning)
        {
            sql.Add(" ").Add(tokens.Start(where), tokens.EndBefore(returning));
        }

        var updated = await trees.RelationAsync(sql, cancellationToken);
        List<(string Column, Flow Flow)> pairs = [.. Assigned(tokens, set + 1, table, names).Zip(updated.Columns, (name, column) => (name, column.Flow))];
        var returned = Changed(table, pairs, inserted: false) with { Rows = updated.Rows };
        Fill(table, pairs, updated.Rows, insert: false);
        await ReturnAsync(tokens, returning, table, alias, returned, cancellationToken);
    }

    private async Task DeleteAsync(ScriptTokens tokens, int main, CancellationToken cancellationToken)
    {
        var at = main + (tokens.Is(main + 1, "FROM") ? 2 : 1);
        var (parts, next) = Target(tokens, at);
        var table = Existing(tokens, at, parts);
        var returning = tokens.Find(next, 0, here => tokens.Is(here, "RETURNING"));
        var usingAt = tokens.Find(next, 0, here => tokens.Is(here, "USING"), returning);
        var where = tokens.Find(next, 0, here => tokens.Is(here, "WHERE"), returning);
        var sql = new ComposedSql(tokens.Script).Add(main, tokens).Add("SELECT ");
        var returns = returning < tokens.Count - 1;
        sql = returns ? sql.Add(tokens.Start(returning + 1), tokens.EndBefore(tokens.Count)) : sql.Add("1");
        sql.Add("\nFROM ").Add(tokens.Start(at), tokens.EndBefore(Math.Min(usingAt, where)));
        if (usingAt < where)
        {
            sql.Add(", ").Add(tokens.Start(usingAt + 1), tokens.EndBefore(where));
        }

        if (where < returning)
        {
            sql.Add(" ").Add(tokens.Start(where), tokens.EndBefore(returning));
        }

        // what is returned may name the other tables too
        var deleted = await trees.RelationAsync(sql, cancellationToken);
        table.Relation = table.Relation with { Rows = table.Relation.Rows.And(deleted.Rows) };
        if (returns)
        {
            written.Return(deleted);
        }
    }

    /// <summary>RETURNING: columns of the table as it is then.</summary>
    private async Task ReturnAsync(
        ScriptTokens tokens, int returning, TableState table, string? alias, Relation rows, CancellationToken cancellationToken)
    {
        if (returning < tokens.Count - 1)
        {
            var scope = new NameScope(null) { From = new FromClause([Named(table, alias) with { Relation = rows }], [], Influence.None) };
            var sql = new ComposedSql(tokens.Script).Add("SELECT ").Add(tokens.Start(returning + 1), tokens.EndBefore(tokens.Count));
            var returned = await trees.RelationAsync(sql, cancellationToken, scope);
            written.Return(returned with { Rows = returned.Rows.And(rows.Rows) });
        }
    }

    /// <summary>The rows that a statement has written, as they are then: what it does not write is a default, or as it was.</summary>
    private static Relation Changed(TableState table, IReadOnlyList<(string Column, Flow Flow)> pairs, bool inserted) => table.Relation with
    {
        Columns =
        [
            .. table.Relation.Columns.Select(column => pairs.FirstOrDefault(pair => SqlNames.Same(pair.Column, column.Name)) is { Flow: { } flow }
                ? column with { Flow = flow }
                : column with { Flow = inserted ? Flow.Constant : column.Flow }),
        ],
    };

    /// <summary>The table that is written; one that the catalog does not know gets the columns that are written.</summary>
    private TableState Existing(ScriptTokens tokens, int at, IReadOnlyList<string> parts)
    {
        if (Known(parts) is { } table)
        {
            return table;
        }

        var name = string.Join('.', parts);
        if (!options.AllowUnknownTables)
        {
            throw Fault(tokens, at, "lineage.table_unknown", $"The catalog has no table {name}.",
                tables.Near(parts.Count > 1 ? parts[^2] : null, parts[^1]) is { } near ? $"Did you mean {near}?" : "Give its columns in the catalog.");
        }

        warnings.Add(new LineageWarning($"The catalog has no table {name}: its columns are named as they are written.", tokens.Place(at)));
        table = new TableState(name, parts) { Unknown = true, Relation = new Relation([], Influence.None, OpenColumns.Of(name)) };
        tables.Add(table);
        return table;
    }
}
