using Talentys.Kernel;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;
using Talentys.Query.Lineage.Trees;
using Talentys.Query.Public;

namespace Talentys.Query.Lineage.Statements;

/// <summary>Reads the statements of a script in their order. What the engine gives no tree for is split here, and its parts are read as SELECTs.</summary>
internal sealed partial class ScriptWalk(
    ReadTree trees, TableStates tables, LineageOptions options, Written written, List<LineageWarning> warnings)
{
    /// <summary>Statements that neither write nor return columns of tables.</summary>
    private static readonly HashSet<string> Passed = new(StringComparer.OrdinalIgnoreCase)
    {
        "ABORT", "ANALYZE", "ATTACH", "BEGIN", "CALL", "CHECKPOINT", "COMMENT", "COMMIT", "COPY", "DEALLOCATE", "DETACH", "END", "EXECUTE", "EXPLAIN",
        "EXPORT", "FORCE", "GRANT", "IMPORT", "INSTALL", "LOAD", "PRAGMA", "PREPARE", "RESET", "REVOKE", "ROLLBACK", "START", "TRUNCATE", "VACUUM",
    };

    private static readonly string[] TableWords = ["TEMP", "TEMPORARY", "LOCAL", "GLOBAL", "UNLOGGED", "PERSISTENT", "RECURSIVE", "MATERIALIZED"];

    private static readonly string[] ConstraintWords = ["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK"];

    private static readonly string[] TypeEnds =
        ["NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "COLLATE", "GENERATED", "AS", "CONSTRAINT", "COMMENT"];

    public async Task ReadAsync(ScriptTokens tokens, CancellationToken cancellationToken)
    {
        var main = Main(tokens);
        switch (tokens.Word(main).ToUpperInvariant())
        {
            case "CREATE":
                await CreateAsync(tokens, cancellationToken);
                break;
            case "INSERT":
                await InsertAsync(tokens, main, cancellationToken);
                break;
            case "UPDATE":
                await UpdateAsync(tokens, main, cancellationToken);
                break;
            case "DELETE":
                await DeleteAsync(tokens, main, cancellationToken);
                break;
            case "MERGE":
                await MergeAsync(tokens, main, cancellationToken);
                break;
            case "DROP":
                Drop(tokens);
                break;
            case "ALTER":
                Alter(tokens);
                break;
            case "USE" or "SET":
                Use(tokens);
                break;
            case var word when Passed.Contains(word):
                break;
            case "PIVOT" or "PIVOT_WIDER" when main > 0:
                written.Return(await SelectAsync(tokens, main, tokens.Count, cancellationToken, with: main));
                break;
            default:
                written.Return(await SelectAsync(tokens, 0, tokens.Count, cancellationToken));
                break;
        }
    }

    /// <summary>The first word, or the one after a WITH.</summary>
    private static int Main(ScriptTokens tokens)
    {
        if (!tokens.Is(0, "WITH"))
        {
            return 0;
        }

        var main = tokens.Find(1, 0, at => tokens.Symbol(at - 1) == ')' && tokens.Symbol(at) != ',' && !tokens.Is(at, "AS") && !tokens.Is(at, "USING"));
        return main == tokens.Count ? 0 : main;
    }

    /// <summary>A query from one token to another; a PIVOT whose values are not written gets one column for all of them.</summary>
    private async Task<Relation> SelectAsync(ScriptTokens tokens, int from, int to, CancellationToken cancellationToken, int? with = null, NameScope? scope = null) =>
        await trees.RelationAsync(Composed(tokens, from, to, with), cancellationToken, scope);

    private static ComposedSql Composed(ScriptTokens tokens, int from, int to, int? with = null)
    {
        var sql = new ComposedSql(tokens.Script);
        var pivot = tokens.Is(from, "PIVOT") || tokens.Is(from, "PIVOT_WIDER");
        if (with is { } prefix)
        {
            sql.Add(tokens.Start(0), tokens.EndBefore(prefix)).Add(pivot || tokens.Is(from, "WITH") ? " FROM (" : " ");
        }
        else if (pivot)
        {
            sql.Add("FROM (");
        }

        AddQuery(sql, tokens, from, to);
        return pivot || (with is not null && tokens.Is(from, "WITH")) ? sql.Add("\n)") : sql;
    }

    /// <summary>The text of a query, with values for each PIVOT that names none.</summary>
    private static void AddQuery(ComposedSql sql, ScriptTokens tokens, int from, int to)
    {
        var start = from;
        for (var at = from; at < to; at++)
        {
            if (!(tokens.Is(at, "PIVOT") || tokens.Is(at, "PIVOT_WIDER")) || tokens.Symbol(at + 1) == '(')
            {
                continue;
            }

            var depth = tokens.Depth(at);
            var over = tokens.Find(at + 1, depth - 1, _ => true, to);
            var on = tokens.Find(at + 1, depth, here => tokens.Is(here, "ON"), over);
            var end = tokens.Find(on, depth, here => tokens.Is(here, "USING") || tokens.Is(here, "GROUP"), over);
            foreach (var (first, last) in tokens.Pieces(on + 1, end, depth))
            {
                var values = tokens.Find(first, depth, here => tokens.Is(here, "IN"), last);
                var query = tokens.Symbol(values + 1) == '(' && (tokens.Is(values + 2, "SELECT") || tokens.Is(values + 2, "FROM") || tokens.Is(values + 2, "WITH"));
                if (values == last || query)
                {
                    sql.Add(tokens.Start(start), tokens.EndBefore(values)).Add(" IN ('*')");
                    start = query ? tokens.After(values + 1) : last;
                }
            }
        }

        if (start < to)
        {
            sql.Add(start == from ? tokens.Start(from) : tokens.EndBefore(start), tokens.EndBefore(to));
        }
    }

    private async Task CreateAsync(ScriptTokens tokens, CancellationToken cancellationToken)
    {
        var at = 1;
        var replace = tokens.Is(at, "OR", "REPLACE");
        at += replace ? 2 : 0;
        var recursive = false;
        for (; at < tokens.Count && !tokens.Is(at, "TABLE") && !tokens.Is(at, "VIEW"); at++)
        {
            recursive |= tokens.Is(at, "RECURSIVE");
            if (!TableWords.Any(word => tokens.Is(at, word)))
            {
                return; // a schema, a type, a macro, an index
            }
        }

        at++;
        var keeps = tokens.Is(at, "IF", "NOT", "EXISTS");
        at += keeps ? 3 : 0;
        var (parts, next) = Target(tokens, at);
        if (keeps && Known(parts) is { Made: true })
        {
            return; // it is there since an earlier statement
        }

        var (columnsFrom, columnsTo) = tokens.Symbol(next) == '(' ? (next + 1, tokens.After(next) - 1) : (next, next);
        var before = tokens.Find(columnsTo, 0, here => tokens.Is(here, "AS"));
        var name = string.Join('.', parts);
        if (before >= tokens.Count)
        {
            Define(tokens, parts, columnsFrom, columnsTo);
            return;
        }

        var to = tokens.Find(before + 1, 0, here => tokens.Is(here, "WITH", "NO", "DATA") || tokens.Is(here, "WITH", "DATA"));
        var names = tokens.Pieces(columnsFrom, columnsTo, 1).Select(piece => tokens.Name(piece.From) ?? "").ToList();
        var relation = recursive
            ? await trees.RelationAsync(
                new ComposedSql(tokens.Script).Add("WITH RECURSIVE ").Add(tokens.Start(at), tokens.EndBefore(columnsTo + (columnsTo > next ? 1 : 0)))
                    .Add(" AS (").Add(tokens.Start(before + 1), tokens.EndBefore(to)).Add("\n) SELECT * FROM ").Add(tokens.Start(at), tokens.EndBefore(next)),
                cancellationToken)
            : await SelectAsync(tokens, before + 1, to, cancellationToken);
        if (names.Count > relation.Columns.Count && relation.Open is null)
        {
            throw Fault(tokens, columnsFrom, "lineage.columns_differ", $"{name} names {names.Count} columns, and its query gives {relation.Columns.Count}.", null);
        }

        relation = relation.Renamed(names).Distinct();
        var table = Make(parts, name);
        table.Relation = relation;
        foreach (var column in relation.Columns)
        {
            written.Write(table, column.Name, column.Flow.Under(relation.Rows));
        }

        if (relation.Open is { } open)
        {
            written.Write(table, "*", open.All(tables).Under(relation.Rows));
        }
    }

    /// <summary>CREATE TABLE with definitions: columns for what follows.</summary>
    private void Define(ScriptTokens tokens, IReadOnlyList<string> parts, int from, int to)
    {
        var name = string.Join('.', parts);
        var table = Make(parts, name);
        var columns = new List<Column>();
        foreach (var (first, last) in tokens.Pieces(from, to, 1))
        {
            if (tokens.Is(first, "LIKE"))
            {
                var (other, _) = Target(tokens, first + 1);
                columns.AddRange(Existing(tokens, first + 1, other).Relation.Columns.Select(one => tables.Own(name, one.Name, one.Type)));
                continue;
            }

            if (ConstraintWords.Any(word => tokens.Is(first, word)) || tokens.Name(first) is not { } column)
            {
                continue;
            }

            var end = tokens.Find(first + 1, 1, at => TypeEnds.Any(word => tokens.Is(at, word)), last);
            var type = end > first + 1 ? tokens.Script[tokens.Start(first + 1)..tokens.EndBefore(end)] : "";
            columns.Add(tables.Own(name, column, SqlType.Parse(type)));
        }

        table.Relation = new Relation(columns, Influence.None);
        table.Fresh = true;
    }

    private TableState Make(IReadOnlyList<string> parts, string name)
    {
        var (catalog, schema) = (parts.Count > 2 ? parts[^3] : null, parts.Count > 1 ? parts[^2] : null);
        if (tables.Find(catalog, schema, parts[^1]) is { } earlier)
        {
            // written under the name that it has
            name = earlier.Name;
            parts = earlier.Parts;
            tables.Remove(earlier);
        }

        written.Forget(name);
        var table = new TableState(name, parts) { Made = true };
        tables.Add(table);
        return table;
    }

    private void Drop(ScriptTokens tokens)
    {
        var at = tokens.Is(2, "IF", "EXISTS") ? 4 : 2;
        if ((tokens.Is(1, "TABLE") || tokens.Is(1, "VIEW")) && tokens.QualifiedName(at) is { } name && Known(name.Parts) is { } table)
        {
            tables.Remove(table);
        }
    }

    private void Alter(ScriptTokens tokens)
    {
        var at = tokens.Is(2, "IF", "EXISTS") ? 4 : 2;
        if (tokens.QualifiedName(at) is not { } name || Known(name.Parts) is not { } table)
        {
            return;
        }

        at = name.Next;
        var action = tokens.Word(at).ToUpperInvariant();
        at += 1 + (tokens.Is(at + 1, "COLUMN") ? 1 : 0);
        at += tokens.Is(at, "IF", "NOT", "EXISTS") ? 3 : tokens.Is(at, "IF", "EXISTS") ? 2 : 0;
        var columns = table.Relation.Columns;
        switch (action)
        {
            case "ADD" when tokens.Name(at) is { } added:
                columns = [.. columns, tables.Own(table.Name, added, null)];
                break;
            case "DROP" when tokens.Name(at) is { } dropped:
                columns = [.. columns.Where(column => !SqlNames.Same(column.Name, dropped))];
                break;
            case "RENAME" when tokens.Is(at, "TO") && tokens.QualifiedName(at + 1) is { } renamed:
                tables.Remove(table);
                IReadOnlyList<string> parts = [.. table.Parts.SkipLast(1), renamed.Parts[^1]];
                table = new TableState(string.Join('.', parts), parts) { Relation = table.Relation, Fresh = table.Fresh, Made = table.Made };
                tables.Add(table);
                break;
            case "RENAME" when tokens.Name(at) is { } old && tokens.Is(at + 1, "TO") && tokens.Name(at + 2) is { } anew:
                columns = [.. columns.Select(column => SqlNames.Same(column.Name, old) ? column with { Name = anew } : column)];
                break;
        }

        table.Relation = table.Relation with { Columns = columns };
    }

    private void Use(ScriptTokens tokens)
    {
        if (tokens.Is(0, "USE") && tokens.QualifiedName(1) is { } name)
        {
            tables.DefaultSchema = name.Parts[^1];
        }
        else if ((tokens.Is(1, "SCHEMA") || tokens.Is(1, "SEARCH_PATH")) && (tokens.Text(3) ?? tokens.Name(3)) is { } path)
        {
            tables.DefaultSchema = SqlNames.Parts(path.Split(',')[0].Trim())[^1];
        }
    }

    private TableState? Known(IReadOnlyList<string> parts) =>
        tables.Find(parts.Count > 2 ? parts[^3] : null, parts.Count > 1 ? parts[^2] : null, parts[^1]);

    private static (IReadOnlyList<string> Parts, int Next) Target(ScriptTokens tokens, int at) => tokens.QualifiedName(at)
        ?? throw Fault(tokens, at, "query.syntax", "The name of a table is missing.", null);

    private static FaultException Fault(ScriptTokens tokens, int at, string code, string message, string? mend) =>
        new(Kernel.Fault.Invalid(code, message, tokens.Place(at), mend));
}
