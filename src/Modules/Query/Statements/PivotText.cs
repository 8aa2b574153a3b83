using Talentys.Contracts;

namespace Talentys.Query.Statements;

/// <summary>
/// A PIVOT whose columns are the values that its data holds: the engine would make several statements of it, and asks its parser for no
/// tree. It is told apart by its tokens, so that the values are asked for first and written in.
/// </summary>
/// <param name="With">Parts of WITH whose names hold where it stands, outer ones first.</param>
/// <param name="Source">What is pivoted.</param>
/// <param name="Expression">The expression whose values become columns.</param>
/// <param name="Query">The query that gives the values; null when they are those of the source.</param>
/// <param name="Written">Where the values are to be written.</param>
/// <param name="Whole">The PIVOT up to its ORDER BY.</param>
internal sealed record PivotText(IReadOnlyList<SqlSpan> With, SqlSpan Source, SqlSpan Expression, SqlSpan? Query, SqlSpan Written, SqlSpan Whole)
{
    private static readonly string[] Heads = ["EXPLAIN", "ANALYZE", "DESCRIBE", "DESC", "SUMMARIZE"];
    private static readonly string[] Sets = ["UNION", "INTERSECT", "EXCEPT"];
    private static readonly string[] Ends = ["ORDER", "LIMIT", "OFFSET", .. Sets];
    private static readonly string[] Stops = ["GROUP", .. Ends];

    /// <summary>Whether a text may have one.</summary>
    public static bool MayBeIn(string sql) => sql.Contains("pivot", StringComparison.OrdinalIgnoreCase);

    /// <summary>All in a text, inner ones too.</summary>
    public static IReadOnlyList<PivotText> Find(string sql) => Find(sql, SqlTokenizer.Tokens(sql));

    /// <summary>The same of a text that is cut into tokens already.</summary>
    public static IReadOnlyList<PivotText> Find(string sql, List<SqlToken> tokens)
    {
        var reader = new Reader(sql, tokens);
        var start = 0;
        while (start < tokens.Count && Heads.Any(head => tokens[start].Is(sql, head)))
        {
            start++;
        }

        reader.Scope(reader.IsSymbol(start, '(') && start > 0 && (reader.Is(start + 1, "FORMAT") || reader.Is(start + 1, "ANALYZE")) ? reader.Close(start) + 1 : start, tokens.Count, []);
        return reader.Found;
    }

    private sealed class Reader(string sql, List<SqlToken> tokens)
    {
        public List<PivotText> Found { get; } = [];

        /// <summary>A statement, or what is in a pair of brackets.</summary>
        public void Scope(int start, int end, IReadOnlyList<SqlSpan> with)
        {
            var main = start;
            if (Is(start, "WITH"))
            {
                main = Parts(start, end, with);
                with = main < end ? [.. with, Span(start, main)] : with;
            }

            for (var at = main; at < end; at++)
            {
                if ((Is(at, "PIVOT") || Is(at, "PIVOT_WIDER")) && (at == main || FollowsSet(at - 1)))
                {
                    Pivot(at, end, with);
                }
                else if (IsOpen(at))
                {
                    var close = Math.Min(Close(at), end);
                    if (IsSymbol(at, '('))
                    {
                        Scope(at + 1, close, with);
                    }

                    at = close;
                }
            }
        }

        /// <summary>The parts of a WITH; gives where the statement itself begins.</summary>
        private int Parts(int start, int end, IReadOnlyList<SqlSpan> with)
        {
            var at = Is(start + 1, "RECURSIVE") ? start + 2 : start + 1;
            var before = with;
            while (at < end)
            {
                if (!IsSymbol(at, '('))
                {
                    at++;
                    continue;
                }

                var close = Math.Min(Close(at), end);
                if (Is(at - 1, "AS") || Is(at - 1, "MATERIALIZED"))
                {
                    Scope(at + 1, close, before);
                    at = close + 1;
                    if (Is(at, "USING") && Is(at + 1, "KEY") && IsSymbol(at + 2, '('))
                    {
                        at = Close(at + 2) + 1;
                    }

                    if (!IsSymbol(at, ','))
                    {
                        return at;
                    }

                    before = [.. with, Span(start, at)];
                }

                at = Math.Max(at, close) + 1;
            }

            return end;
        }

        private void Pivot(int at, int end, IReadOnlyList<SqlSpan> with)
        {
            var stop = Next(at + 1, end, Stops);
            var whole = Next(stop, end, Ends);
            var on = -1;
            for (var next = Next(at + 1, stop, ["ON"]); next < stop; next = Next(next + 1, stop, ["ON"]))
            {
                on = next;
            }

            if (on <= at + 1)
            {
                return;
            }

            var until = Next(on + 1, stop, ["USING"]);
            for (var item = on + 1; item < until;)
            {
                var next = item;
                while (next < until && !IsSymbol(next, ','))
                {
                    next = IsOpen(next) ? Close(next) + 1 : next + 1;
                }

                Item(item, Math.Min(next, until), Span(at + 1, on), Span(at, whole), with);
                item = next + 1;
            }
        }

        private void Item(int start, int end, SqlSpan source, SqlSpan whole, IReadOnlyList<SqlSpan> with)
        {
            var values = Next(start, end, ["IN"]);
            if (values == end && end > start)
            {
                var expression = Span(start, end);
                Found.Add(new PivotText(with, source, expression, null, new SqlSpan(expression.End, expression.End), whole));
            }
            else if (values > start && IsSymbol(values + 1, '(')
                && (Is(values + 2, "SELECT") || Is(values + 2, "FROM") || Is(values + 2, "WITH") || Is(values + 2, "VALUES")))
            {
                var close = Math.Min(Close(values + 1), end - 1);
                Found.Add(new PivotText(with, source, Span(start, values), Span(values + 2, close), Span(values, close + 1), whole));
            }
        }

        /// <summary>The first of these words outside of brackets; the end when there is none.</summary>
        private int Next(int start, int end, string[] words)
        {
            for (var at = start; at < end; at++)
            {
                if (words.Any(word => Is(at, word)))
                {
                    return at;
                }

                at = IsOpen(at) ? Close(at) : at;
            }

            return end;
        }

        private bool FollowsSet(int at) => Sets.Any(word => Is(at, word)) || ((Is(at, "ALL") || Is(at, "DISTINCT") || Is(at, "NAME")) && at > 0 && (Is(at - 1, "BY") || FollowsSet(at - 1)));

        private SqlSpan Span(int start, int end) => new(tokens[start].Start, tokens[end - 1].End);

        public bool Is(int at, string word) => at >= 0 && at < tokens.Count && tokens[at].Is(sql, word);

        public bool IsSymbol(int at, char symbol) => at >= 0 && at < tokens.Count && tokens[at].Kind == SqlTokenKind.Symbol && sql[tokens[at].Start] == symbol;

        private bool IsOpen(int at) => at < tokens.Count && tokens[at].Kind == SqlTokenKind.Symbol && (sql[tokens[at].Start] is '(' or '[' or '{');

        /// <summary>The bracket that closes one; the end of the text when none does.</summary>
        public int Close(int open)
        {
            var depth = 0;
            for (var at = open; at < tokens.Count; at++)
            {
                if (tokens[at].Kind == SqlTokenKind.Symbol)
                {
                    depth += sql[tokens[at].Start] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
                    if (depth == 0)
                    {
                        return at;
                    }
                }
            }

            return tokens.Count;
        }
    }
}
