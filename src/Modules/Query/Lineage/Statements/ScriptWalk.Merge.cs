using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;

namespace Talentys.Query.Lineage.Statements;

/// <summary>MERGE: each of its clauses is read as a SELECT over the joined tables, or over the source alone.</summary>
internal sealed partial class ScriptWalk
{
    private async Task MergeAsync(ScriptTokens tokens, int main, CancellationToken cancellationToken)
    {
        var at = main + (tokens.Is(main + 1, "INTO") ? 2 : 1);
        var (parts, next) = Target(tokens, at);
        var table = Existing(tokens, at, parts);
        var source = tokens.Find(next, 0, here => tokens.Is(here, "USING"));
        var condition = tokens.Find(source + 1, 0, here => tokens.Is(here, "ON") || tokens.Is(here, "USING"));
        var returning = tokens.Find(condition, 0, here => tokens.Is(here, "RETURNING"));
        var first = tokens.Find(condition, 0, here => tokens.Is(here, "WHEN"), returning);
        if (first >= returning)
        {
            throw Fault(tokens, main, "query.syntax", "MERGE needs USING, ON and WHEN.", null);
        }

        var merge = new MergeParts(tokens, main, at, source, condition, first);
        var joined = await trees.RelationAsync(merge.Join(new ComposedSql(tokens.Script).Add(merge.With, tokens).Add("SELECT 1")), cancellationToken);
        var all = await trees.RelationAsync(merge.Source(new ComposedSql(tokens.Script).Add(merge.With, tokens).Add("SELECT *")), cancellationToken);
        for (var clause = first; clause < returning;)
        {
            var end = tokens.Find(clause + 1, 0, here => tokens.Is(here, "WHEN"), returning);
            var then = tokens.Find(clause, 0, here => tokens.Is(here, "THEN"), end);
            await ClauseAsync(merge, table, clause, then, end, joined.Rows, all, cancellationToken);
            clause = end;
        }

        var alias = source > next ? tokens.Name(source - 1) : null;
        var returned = table.Relation with { Rows = table.Relation.Rows.And(joined.Rows) };
        if (tokens.Find(Math.Min(returning, tokens.Count), 0, here => tokens.Is(here, "MERGE_ACTION")) < tokens.Count)
        {
            // a column of the answer only
            returned = returned with { Columns = [.. returned.Columns, new Column("merge_action", Flow.Constant, null)] };
        }

        await ReturnAsync(tokens, returning, table, alias, returned, cancellationToken);
    }

    private async Task ClauseAsync(
        MergeParts merge, TableState table, int clause, int then, int end, Influence rows, Relation source, CancellationToken cancellationToken)
    {
        var tokens = merge.Tokens;
        var and = tokens.Find(clause, 0, at => tokens.Is(at, "AND"), then);
        var action = then + 1;
        var insert = tokens.Is(action, "INSERT");
        if (!insert && !tokens.Is(action, "UPDATE"))
        {
            return; // DELETE, DO NOTHING, ERROR
        }

        var set = action + 1 < end && tokens.Is(action + 1, "SET") && tokens.Symbol(action + 2) != '*';
        var values = tokens.Find(action, 0, at => tokens.Is(at, "VALUES"), end);
        var columns = new List<string>();
        ComposedSql sql;
        if (set)
        {
            (columns, sql) = Assignments(tokens, action + 2, end, merge.With);
            columns = Assigned(tokens, action + 2, table, columns);
            sql = merge.Join(sql);
        }
        else if (insert && values < end)
        {
            sql = new ComposedSql(tokens.Script).Add(merge.With, tokens).Add("SELECT ");
            var open = tokens.Find(values, 0, at => tokens.Symbol(at) == '(', end);
            var count = 0;
            foreach (var (from, to) in tokens.Pieces(open + 1, tokens.After(open) - 1, 1))
            {
                sql.Add(count++ > 0 ? ", " : "");
                sql = tokens.Is(from, "DEFAULT") ? sql.Add("1") : sql.Add("(").Add(tokens.Start(from), tokens.EndBefore(to)).Add("\n)");
            }

            columns = Given(tokens, action, values, table);
            sql = merge.Source(sql);
        }
        else
        {
            var pairs = Whole(tokens, action, end, table, source, insert);
            Fill(table, pairs, rows.And(await AndAsync(merge, and, then, insert, cancellationToken)), insert);
            return;
        }

        if (and < then)
        {
            sql.Add(" WHERE ").Add(tokens.Start(and + 1), tokens.EndBefore(then));
        }

        var relation = await trees.RelationAsync(sql, cancellationToken);
        if (columns.Count == 0)
        {
            columns = table.Unknown ? [.. relation.Columns.Select(column => column.Name)] : [.. table.Relation.Columns.Select(column => column.Name)];
        }

        if (columns.Count != relation.Columns.Count)
        {
            throw Fault(tokens, action, "lineage.columns_differ", $"{table.Name} takes {columns.Count} columns here, and {relation.Columns.Count} are given.", null);
        }

        Fill(table, [.. columns.Zip(relation.Columns, (name, column) => (name, column.Flow))], rows.And(relation.Rows), insert);
    }

    private static List<string> Given(ScriptTokens tokens, int action, int values, TableState table) => tokens.Symbol(action + 1) == '('
        ? Assigned(tokens, action + 1, table, [.. tokens.Pieces(action + 2, Math.Min(values, tokens.After(action + 1) - 1), 1).Select(piece => tokens.Name(piece.From) ?? "")])
        : [];

    private async Task<Influence> AndAsync(MergeParts merge, int and, int then, bool insert, CancellationToken cancellationToken)
    {
        if (and >= then)
        {
            return Influence.None;
        }

        var sql = new ComposedSql(merge.Tokens.Script).Add(merge.With, merge.Tokens).Add("SELECT 1");
        sql = (insert ? merge.Source(sql) : merge.Join(sql)).Add(" WHERE ").Add(merge.Tokens.Start(and + 1), merge.Tokens.EndBefore(then));
        return (await trees.RelationAsync(sql, cancellationToken)).Rows;
    }

    /// <summary>INSERT * and UPDATE SET *: all columns of the source, by position as the engine takes them, or by name.</summary>
    private static List<(string Column, Flow Flow)> Whole(ScriptTokens tokens, int action, int end, TableState table, Relation source, bool insert)
    {
        var byName = tokens.Find(action, 0, at => tokens.Is(at, "BY", "NAME"), end) < end;
        var given = insert ? Given(tokens, action, end, table) : [];
        var own = table.Relation.Columns;
        if (table.Unknown || byName || (source.Columns.Count != own.Count && given.Count == 0))
        {
            return [.. source.Columns.Where(column => table.Unknown || own.Any(one => SqlNames.Same(one.Name, column.Name)))
                .Select(column => (own.FirstOrDefault(one => SqlNames.Same(one.Name, column.Name))?.Name ?? column.Name, column.Flow))];
        }

        var names = given.Count > 0 ? given : own.Select(column => column.Name).ToList();
        return [.. names.Zip(source.Columns, (name, column) => (name, column.Flow))];
    }

    /// <summary>Where the parts of a MERGE stand.</summary>
    private sealed record MergeParts(ScriptTokens Tokens, int With, int Target, int Using, int Condition, int First)
    {
        /// <summary>Adds the target joined with the source.</summary>
        public ComposedSql Join(ComposedSql sql) => Source(sql.Add(" FROM ").Add(Tokens.Start(Target), Tokens.EndBefore(Using)).Add(" JOIN "), from: false)
            .Add(" ").Add(Tokens.Start(Condition), Tokens.EndBefore(First));

        /// <summary>Adds the source.</summary>
        public ComposedSql Source(ComposedSql sql, bool from = true) =>
            (from ? sql.Add(" FROM ") : sql).Add(Tokens.Start(Using + 1), Tokens.EndBefore(Condition));
    }
}
