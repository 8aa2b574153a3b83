using Talentys.Contracts;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>A statement under translation.</summary>
internal sealed record DialectInput(string Sql, IReadOnlyList<SqlToken> Tokens, SessionFacts Session)
{
    private static readonly HashSet<string> Clauses = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "from", "join", "on", "using", "where", "by", "having", "qualify", "window", "limit", "offset", "values", "set", "returning", "when", "into",
    };

    private static readonly HashSet<string> NoAliases = new(StringComparer.OrdinalIgnoreCase)
    {
        "on", "where", "join", "left", "right", "full", "inner", "cross", "natural", "order", "group", "having", "limit", "offset", "union", "except",
        "intersect", "with", "using", "window", "qualify", "fetch", "for", "as",
    };

    private static readonly HashSet<string> Ends = new(StringComparer.OrdinalIgnoreCase)
    {
        "from", "where", "group", "having", "order", "limit", "offset", "union", "except", "intersect", "fetch", "window", "qualify", "for",
    };

    public int Count => Tokens.Count;

    /// <summary>Whether a token is a word, quoted or not.</summary>
    public bool IsName(int index, string name)
    {
        if (index < 0 || index >= Count)
        {
            return false;
        }

        var token = Tokens[index];
        return token.Kind switch
        {
            SqlTokenKind.Word => token.In(Sql).Equals(name, StringComparison.OrdinalIgnoreCase),
            SqlTokenKind.QuotedName => token.Length == name.Length + 2 && token.In(Sql)[1..^1].SequenceEqual(name),
            _ => false,
        };
    }

    public bool IsSymbol(int index, char symbol) =>
        index >= 0 && index < Count && Tokens[index].Kind == SqlTokenKind.Symbol && Sql[Tokens[index].Start] == symbol;

    public bool IsAnyName(int index) => index >= 0 && index < Count && Tokens[index].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    /// <summary>A name without its quotes.</summary>
    public string NameOf(int index) => Tokens[index].Kind == SqlTokenKind.QuotedName ? Tokens[index].In(Sql)[1..^1].ToString() : Tokens[index].In(Sql).ToString();

    /// <summary>The first token of the operand that ends with a token: a constant, a column, a call, brackets, each with casts behind it.</summary>
    public int Operand(int last)
    {
        var at = last;
        while (at > 0)
        {
            if (IsSymbol(at, ')') || IsSymbol(at, ']'))
            {
                for (var depth = 0; at >= 0; at--)
                {
                    depth += IsSymbol(at, ')') || IsSymbol(at, ']') ? 1 : IsSymbol(at, '(') || IsSymbol(at, '[') ? -1 : 0;
                    if (depth == 0)
                    {
                        break;
                    }
                }

                at = Math.Max(at, 0);
                if (IsAnyName(at - 1) || IsSymbol(at - 1, ')') || IsSymbol(at - 1, ']'))
                {
                    at--; // a call, an element
                    continue;
                }
            }
            else if (Tokens[at].Kind == SqlTokenKind.Number && IsSymbol(at - 1, '$'))
            {
                at--;
            }

            if (IsSymbol(at - 1, '.') && IsAnyName(at - 2))
            {
                at -= 2;
            }
            else if (AfterCast(at))
            {
                at -= 3; // x::text::regclass
            }
            else
            {
                break;
            }
        }

        return Math.Max(at, 0);
    }

    /// <summary>The token that closes the bracket which opens at a token; the number of tokens when none does.</summary>
    public int Closing(int open)
    {
        var depth = 0;
        for (var index = open; index < Count; index++)
        {
            depth += IsSymbol(index, '(') ? 1 : IsSymbol(index, ')') ? -1 : 0;
            if (depth == 0)
            {
                return index;
            }
        }

        return Count;
    }

    /// <summary>The word of the clause in which a token stands, outside of brackets: FROM, SELECT, ...; null within the arguments of a call.</summary>
    public string? Clause(int index)
    {
        var depth = 0;
        for (var at = index - 1; at >= 0; at--)
        {
            depth += IsSymbol(at, ')') ? 1 : IsSymbol(at, '(') ? -1 : 0;
            if (depth < 0)
            {
                return null;
            }

            if (depth == 0 && Tokens[at].Kind == SqlTokenKind.Word && Clauses.TryGetValue(Tokens[at].In(Sql).ToString(), out var word))
            {
                return word.ToLowerInvariant();
            }
        }

        return null;
    }

    /// <summary>Whether what stands from one token to another is a column of a SELECT, whole and without a name of its own.</summary>
    public bool IsItem(int first, int last)
    {
        first -= IsSymbol(first - 1, '.') && IsName(first - 2, "pg_catalog") ? 2 : 0;
        return (IsName(first - 1, "select") || IsSymbol(first - 1, ',') || IsName(first - 1, "all") || IsName(first - 1, "distinct")) && Clause(first) == "select"
            && (last + 1 >= Count || IsSymbol(last + 1, ',') || IsSymbol(last + 1, ';') || IsSymbol(last + 1, ')') || (Tokens[last + 1].Kind == SqlTokenKind.Word && Ends.Contains(NameOf(last + 1))));
    }

    /// <summary>Whether a token is a name that is given to a table.</summary>
    public bool IsAlias(int index) => IsAnyName(index) && !NoAliases.Contains(NameOf(index));

    public bool IsText(int index) => index >= 0 && index < Count && Tokens[index].Kind == SqlTokenKind.Text;

    /// <summary>Whether the next token begins where this one ends.</summary>
    public bool Touches(int index) => index + 1 < Count && Tokens[index].End == Tokens[index + 1].Start;

    /// <summary>Whether a type's name stands here: behind <c>::</c>.</summary>
    public bool AfterCast(int index) => IsSymbol(index - 1, ':') && IsSymbol(index - 2, ':');

    public TextEdit Replace(int first, int last, string text) =>
        new(Tokens[first].Start, Tokens[last].End - Tokens[first].Start, text);
}
