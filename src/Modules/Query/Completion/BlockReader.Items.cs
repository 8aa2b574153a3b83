using Talentys.Contracts;

namespace Talentys.Query.Completion;

/// <summary>Reads the expressions of SELECT lists: what they are called, and which columns they are.</summary>
internal sealed partial class BlockReader
{
    private void EndItem(State state)
    {
        if (state.ItemStart < 0)
        {
            return;
        }

        var (from, to) = (state.ItemStart, i);
        state.ItemStart = -1;
        while (from < to && (tokens[from].Is(sql, "distinct") || tokens[from].Is(sql, "all")))
        {
            from++;
        }

        if (from < to && state.Clause == QueryClause.Select)
        {
            state.Block.Items.Add(Item(from, to));
        }
    }

    private SelectItem Item(int from, int to)
    {
        if (StarOf(from, to) is { } star)
        {
            return star;
        }

        string? alias = null;
        if (to - from > 2 && IsAt(from + 1, ':') && !IsAt(from + 2, ':'))
        {
            alias = SqlIdentifiers.Of(sql, tokens[from]);
            from += 2;
        }
        else if (to - from > 2 && tokens[to - 2].Is(sql, "as") && IsName(tokens[to - 1]))
        {
            alias = SqlIdentifiers.Of(sql, tokens[to - 1]);
            to -= 2;
        }
        else if (to - from > 1 && IsName(tokens[to - 1]) && !(tokens[to - 1].Kind == SqlTokenKind.Word && IsKeyword(tokens[to - 1])) && EndsTerm(to - 2))
        {
            alias = SqlIdentifiers.Of(sql, tokens[to - 1]);
            to--;
        }

        return new SelectItem(alias, PathOf(from, to), false, [], TypeOf(from, to));
    }

    /// <summary>A star with what it leaves out; null for another expression.</summary>
    private SelectItem? StarOf(int from, int to)
    {
        var star = from;
        while (star + 2 < to && IsName(tokens[star]) && IsAt(star + 1, '.'))
        {
            star += 2;
        }

        if (!IsAt(star, '*'))
        {
            return null;
        }

        List<string> without = [];
        if (star + 1 < to && tokens[star + 1].Is(sql, "exclude"))
        {
            for (var next = star + 2; next < to && !tokens[next].Is(sql, "replace") && !tokens[next].Is(sql, "rename"); next++)
            {
                if (IsName(tokens[next]))
                {
                    without.Add(SqlIdentifiers.Of(sql, tokens[next]));
                }
            }
        }

        return new SelectItem(null, [.. Enumerable.Range(from, star - from).Where(index => IsName(tokens[index])).Select(index => SqlIdentifiers.Of(sql, tokens[index]))], true, without, null);
    }

    /// <summary>The names of a plain column; none for another expression.</summary>
    private List<string> PathOf(int from, int to)
    {
        List<string> path = [];
        for (var next = from; next < to; next++)
        {
            if ((next - from) % 2 == 0 ? !IsName(tokens[next]) : !IsAt(next, '.'))
            {
                return [];
            }

            if ((next - from) % 2 == 0)
            {
                path.Add(SqlIdentifiers.Of(sql, tokens[next]));
            }
        }

        return path;
    }

    private string? TypeOf(int from, int to)
    {
        for (var next = to - 1; next > from + 1; next--)
        {
            if (IsAt(next - 1, ':') && IsAt(next - 2, ':'))
            {
                return sql[tokens[next].Start..tokens[to - 1].End].ToUpperInvariant();
            }
        }

        return to - from > 1 && IsAt(from + 1, '(') && IsAt(to - 1, ')') && tokens[from].Is(sql, "count") ? "BIGINT" : null;
    }

    private bool EndsTerm(int index) =>
        tokens[index].Kind != SqlTokenKind.Symbol
            ? !(tokens[index].Kind == SqlTokenKind.Word && IsKeyword(tokens[index]) && !tokens[index].Is(sql, "end") && !tokens[index].Is(sql, "null") && !tokens[index].Is(sql, "true") && !tokens[index].Is(sql, "false"))
            : sql[tokens[index].Start] is ')' or ']' or '}';

    private bool IsAt(int index, char symbol) => index < tokens.Count && tokens[index].Kind == SqlTokenKind.Symbol && sql[tokens[index].Start] == symbol;
}
