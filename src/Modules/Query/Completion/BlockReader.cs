using Talentys.Contracts;

namespace Talentys.Query.Completion;

/// <summary>
/// Finds the queries of a statement that may be unfinished, by its tokens alone: what does not fit is passed over. It knows no
/// names of the lake.
/// </summary>
internal sealed partial class BlockReader(string sql, IReadOnlyList<SqlToken> tokens, int at)
{
    private const int MostNested = 60;

    private static readonly HashSet<string> AfterTable = new(StringComparer.OrdinalIgnoreCase)
    {
        "set", "at", "sample", "on", "using", "when", "matched", "values", "add", "alter", "rename", "drop",
    };

    private QueryPlace? place;
    private int i;
    private int depth;

    /// <summary>Where the place is.</summary>
    public QueryPlace Read()
    {
        var block = Query(null, correlated: false);
        while (i < tokens.Count)
        {
            i++; // a bracket too many
            Query(null, correlated: false);
        }

        return place ?? new QueryPlace(block, QueryClause.Start, false, true, false);
    }

    private QueryBlock Query(QueryBlock? outer, bool correlated)
    {
        var state = new State(new QueryBlock(outer, correlated));
        var first = state.Block;
        while (true)
        {
            Look(state);
            if (i >= tokens.Count || (IsSymbol(')') && state.Open == 0))
            {
                EndItem(state);
                return first;
            }

            if (tokens[i].Kind == SqlTokenKind.Symbol)
            {
                Symbol(state);
            }
            else if (state.Wants && IsName(tokens[i]) && !IsWord("select") && !IsWord("lateral") && !IsWord("with") && !IsWord("table") && !IsWord("only") && !IsWord("if"))
            {
                Source(state);
            }
            else if (tokens[i].Kind == SqlTokenKind.Word)
            {
                Word(state, outer, correlated, first);
            }
            else
            {
                i++;
            }
        }
    }

    private void Symbol(State state)
    {
        if (IsSymbol(')'))
        {
            state.Open--;
            i++;
        }
        else if (IsSymbol('(') && state.Wants)
        {
            i++;
            if (BeginsQuery())
            {
                Aliased(state, new QuerySource { Query = Nested(state.Block, correlated: false) });
            }
            else
            {
                state.Open++; // joins in brackets
            }
        }
        else if (IsSymbol('('))
        {
            i++;
            Brackets(state);
        }
        else
        {
            if (IsSymbol(','))
            {
                state.Wants = state.Clause == QueryClause.From;
                EndItem(state);
                state.ItemStart = i + 1;
            }

            i++;
        }
    }

    private void Word(State state, QueryBlock? outer, bool correlated, QueryBlock first)
    {
        var word = sql.Substring(tokens[i].Start, tokens[i].Length).ToLowerInvariant();
        switch (word)
        {
            case "with" when state is { Clause: QueryClause.Start, Block.HasSelect: false }:
                With(state);
                return;
            case "select":
                EndItem(state);
                state.Block = state.Block.HasSelect ? new QueryBlock(outer, correlated) { Names = first.Names } : state.Block;
                state.Block.HasSelect = true;
                Enter(QueryClause.Select);
                state.ItemStart = i + 1;
                break;
            case "union" or "except" or "intersect":
                EndItem(state);
                state.Block = new QueryBlock(outer, correlated) { Names = first.Names };
                Enter(QueryClause.Start);
                break;
            case "from" when !(IsBefore("distinct") && state.Clause != QueryClause.Start && IsBefore2("is", "not")):
                Enter(QueryClause.From, wants: true);
                break;
            case "join":
                Enter(QueryClause.From, wants: true);
                break;
            case "into" or "update" when state.Clause is QueryClause.Start or QueryClause.Target:
                Enter(QueryClause.Target, wants: true);
                break;
            case "describe" or "summarize" or "table" or "pivot" or "unpivot" when state.Clause is QueryClause.Start or QueryClause.Target:
                Enter(word is "pivot" or "unpivot" ? QueryClause.From : QueryClause.Target, wants: !IsBefore("create") && !IsBefore("replace") && !IsBefore("temp"));
                break;
            case "on" when state.Clause is QueryClause.From or QueryClause.Using or QueryClause.On or QueryClause.Target:
                Enter(QueryClause.On);
                break;
            case "using" when i + 1 < tokens.Count && sql[tokens[i + 1].Start] == '(':
                i += 2;
                Using(state);
                return;
            case "using" when state.Clause is QueryClause.Target or QueryClause.From && !IsNext("sample"):
                Enter(QueryClause.From, wants: i + 1 >= tokens.Count || tokens[i + 1].Kind != SqlTokenKind.Symbol);
                break;
            default:
                if (ClauseOf(word) is { } clause && !(clause == QueryClause.Set && state.Clause == QueryClause.Start))
                {
                    Enter(clause);
                }
                else
                {
                    state.Wants &= word is "lateral" or "only" or "if" or "not" or "exists" or "table";
                }

                break;
        }

        i++;

        void Enter(QueryClause clause, bool wants = false)
        {
            EndItem(state);
            (state.Clause, state.Wants, state.ItemStart, state.Entered) = (clause, wants, clause == QueryClause.Select ? i + 1 : -1, i);
        }
    }

    private static QueryClause? ClauseOf(string word) => word switch
    {
        "where" => QueryClause.Where,
        "group" => QueryClause.GroupBy,
        "having" => QueryClause.Having,
        "qualify" => QueryClause.Qualify,
        "window" => QueryClause.Window,
        "order" => QueryClause.OrderBy,
        "limit" or "offset" => QueryClause.Limit,
        "set" => QueryClause.Set,
        "returning" => QueryClause.Having,
        _ => null,
    };

    private QueryBlock Nested(QueryBlock outer, bool correlated)
    {
        if (++depth > MostNested)
        {
            i = tokens.Count; // nobody reads so deep
        }

        var query = Query(outer, correlated);
        depth--;
        i += i < tokens.Count ? 1 : 0;
        return query;
    }

    private void Brackets(State state)
    {
        if (BeginsQuery())
        {
            Nested(state.Block, correlated: true);
            return;
        }

        if (++depth > MostNested)
        {
            i = tokens.Count;
        }

        var entered = state.Entered;
        state.Entered = i - 1;
        while (true)
        {
            Look(state);
            if (i >= tokens.Count || IsSymbol(')'))
            {
                break;
            }

            var opens = IsSymbol('(');
            state.Entered = IsSymbol(',') ? i : state.Entered;
            i++;
            if (opens)
            {
                Brackets(state);
            }
        }

        depth--;
        state.Entered = entered;
        i += i < tokens.Count ? 1 : 0;
    }

    private List<string> Names()
    {
        List<string> names = [];
        for (; i < tokens.Count && !IsSymbol(')'); i++)
        {
            if (IsName(tokens[i]))
            {
                names.Add(SqlIdentifiers.Of(sql, tokens[i]));
            }
        }

        i += i < tokens.Count ? 1 : 0;
        return names;
    }

    /// <summary>Takes where the place is when the next token is behind it.</summary>
    private void Look(State state)
    {
        if (place is null && (i >= tokens.Count || tokens[i].Start >= at))
        {
            var begins = i == 0 || state.Entered == i - 1
                || (tokens[i - 1].Kind == SqlTokenKind.Symbol && sql[tokens[i - 1].Start] is not (')' or ']' or '*'))
                || tokens[i - 1].Is(sql, "by") || tokens[i - 1].Is(sql, "and") || tokens[i - 1].Is(sql, "or") || tokens[i - 1].Is(sql, "not")
                || tokens[i - 1].Is(sql, "on") || tokens[i - 1].Is(sql, "where") || tokens[i - 1].Is(sql, "distinct");
            var condition = i > 0 && (tokens[i - 1].Is(sql, "on") || tokens[i - 1].Is(sql, "and") || tokens[i - 1].Is(sql, "or"));
            place = new QueryPlace(state.Block, state.Clause, state.Wants, begins, condition);
        }
    }

    private bool BeginsQuery()
    {
        var next = i;
        while (next < tokens.Count && tokens[next].Kind == SqlTokenKind.Symbol && sql[tokens[next].Start] == '(')
        {
            next++;
        }

        return next < tokens.Count
            && (tokens[next].Is(sql, "select") || tokens[next].Is(sql, "with") || tokens[next].Is(sql, "from") || tokens[next].Is(sql, "describe") || tokens[next].Is(sql, "summarize"));
    }

    private bool IsKeyword(SqlToken token)
    {
        var word = token.In(sql).ToString();
        return SqlIdentifiers.IsReserved(word) || AfterTable.Contains(word);
    }

    private bool IsSymbol(char symbol) => i < tokens.Count && tokens[i].Kind == SqlTokenKind.Symbol && sql[tokens[i].Start] == symbol;

    private bool IsNextSymbol(char symbol) => i + 1 < tokens.Count && tokens[i + 1].Kind == SqlTokenKind.Symbol && sql[tokens[i + 1].Start] == symbol;

    private bool IsWord(string word) => i < tokens.Count && tokens[i].Is(sql, word);

    private bool IsNext(string word) => i + 1 < tokens.Count && tokens[i + 1].Is(sql, word);

    private bool IsBefore(string word) => i > 0 && tokens[i - 1].Is(sql, word);

    private bool IsBefore2(string one, string other) => i > 1 && (tokens[i - 2].Is(sql, one) || tokens[i - 2].Is(sql, other));

    private static bool IsName(SqlToken token) => token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    private sealed class State(QueryBlock block)
    {
        public QueryBlock Block { get; set; } = block;

        public QueryClause Clause { get; set; }

        public bool Wants { get; set; }

        /// <summary>Brackets around joins that are open.</summary>
        public int Open { get; set; }

        /// <summary>First token of the expression of the SELECT list; -1 for none.</summary>
        public int ItemStart { get; set; } = -1;

        /// <summary>The token that began the clause or the list.</summary>
        public int Entered { get; set; } = -1;
    }
}
