using System.Globalization;
using System.Text;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Statements;

/// <summary>Goes through the tokens of one statement. What is expected and not there is a fault with its place.</summary>
internal sealed class TokenCursor(string sql, IReadOnlyList<SqlToken> tokens, int start, int last)
{
    // they begin or end clauses, and are reserved words of the engine: as names they stand in quotes
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "WHERE", "USING", "RETURNING", "ON", "WHEN", "THEN", "DEFAULT", "WITH", "AS", "INTO", "TABLE", "NOT", "NULL", "COLUMN",
    };

    private readonly List<(ClauseKind Kind, int Token)> marks = [];
    private readonly int first = start;
    private int at = start;

    /// <summary>The whole text.</summary>
    public string Sql => sql;

    /// <summary>Whether nothing is left.</summary>
    public bool AtEnd => at >= last;

    /// <summary>Where the next token begins, or the text ends.</summary>
    public int Position => AtEnd ? EndOfLast : tokens[at].Start;

    private int EndOfLast => last > first ? tokens[last - 1].End : 0;

    /// <summary>A clause begins here.</summary>
    public void Mark(ClauseKind kind)
    {
        if (marks.Count > 0 && marks[^1].Token == at)
        {
            marks.RemoveAt(marks.Count - 1);
        }

        marks.Add((kind, at));
    }

    /// <summary>The clauses as they were marked, over the whole of a part of the text.</summary>
    public IReadOnlyList<SqlClause> Clauses(SqlSpan whole)
    {
        var found = marks.Where(mark => mark.Token < last).ToList();
        return
        [
            .. found.Select((mark, i) => new SqlClause(mark.Kind, new SqlSpan(
                i == 0 ? whole.Start : tokens[mark.Token].Start,
                i + 1 < found.Count ? tokens[found[i + 1].Token].Start : whole.End))),
        ];
    }

    /// <summary>Whether the next tokens are these keywords.</summary>
    public bool Is(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (at + i >= last || !tokens[at + i].Is(sql, words[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the next token is a symbol.</summary>
    public bool IsSymbol(char symbol, int ahead = 0) =>
        at + ahead < last && tokens[at + ahead].Kind == SqlTokenKind.Symbol && sql[tokens[at + ahead].Start] == symbol;

    /// <summary>Whether the next token is a name, a text, ...</summary>
    public bool IsKind(SqlTokenKind kind) => !AtEnd && tokens[at].Kind == kind;

    /// <summary>Whether a bracket is next that begins with one of these words.</summary>
    public bool IsBracketed(params ReadOnlySpan<string> words)
    {
        if (!IsSymbol('(') || at + 1 >= last)
        {
            return false;
        }

        foreach (var word in words)
        {
            if (tokens[at + 1].Is(sql, word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a word is next with a bracket behind it.</summary>
    public bool IsWordBeforeBracket(string word) => Is(word) && IsSymbol('(', 1);

    /// <summary>Where the last token that was taken ends.</summary>
    public int PreviousEnd => at > first ? tokens[at - 1].End : Position;

    /// <summary>Another cursor at this place, to look ahead.</summary>
    public TokenCursor Copy() => new(sql, tokens, at, last);

    /// <summary>Whether the last token was this keyword.</summary>
    public bool Before(string word) => at > first && tokens[at - 1].Is(sql, word);

    /// <summary>Takes these keywords when they are next.</summary>
    public bool Take(params ReadOnlySpan<string> words)
    {
        if (!Is(words))
        {
            return false;
        }

        at += words.Length;
        return true;
    }

    /// <summary>Takes a symbol when it is next.</summary>
    public bool TakeSymbol(char symbol)
    {
        if (!IsSymbol(symbol))
        {
            return false;
        }

        at++;
        return true;
    }

    /// <summary>Takes these keywords, which must be next.</summary>
    public void Expect(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (!Take(word))
            {
                throw Expected(word);
            }
        }
    }

    /// <summary>Takes a symbol, which must be next.</summary>
    public void ExpectSymbol(char symbol)
    {
        if (!TakeSymbol(symbol))
        {
            throw Expected($"'{symbol}'");
        }
    }

    /// <summary>Nothing may be left.</summary>
    public void ExpectEnd()
    {
        if (!AtEnd)
        {
            throw Expected("the end of the statement");
        }
    }

    /// <summary>A name of one part.</summary>
    public SqlIdentifier Identifier(string what)
    {
        if (AtEnd || !(tokens[at].Kind == SqlTokenKind.QuotedName || (tokens[at].Kind == SqlTokenKind.Word && !Reserved.Contains(tokens[at].In(sql).ToString()))))
        {
            throw Expected(what);
        }

        var token = tokens[at++];
        var span = new SqlSpan(token.Start, token.End);
        if (token.Kind == SqlTokenKind.Word)
        {
            return new SqlIdentifier(span.In(sql), span);
        }

        var text = token.Length >= 2 && sql[token.End - 1] == '"' ? sql[(token.Start + 1)..(token.End - 1)].Replace("\"\"", "\"", StringComparison.Ordinal) : "";
        return text.Length > 0 ? new SqlIdentifier(text, span) : throw Fail("An empty name in quotes.", token.Start, "Write the name between the quotes.");
    }

    /// <summary>A name of one or more parts.</summary>
    public SqlName Name(string what, int mostParts = 3)
    {
        var parts = new List<SqlIdentifier> { Identifier(what) };
        while (TakeSymbol('.'))
        {
            // after a dot every word is a name
            parts.Add(IsKind(SqlTokenKind.Word) ? Word() : Identifier(what));
        }

        return parts.Count <= mostParts
            ? new SqlName(parts, new SqlSpan(parts[0].Span.Start, parts[^1].Span.End))
            : throw Fail($"The name has {parts.Count} parts; {mostParts} are the most.", parts[0].Span.Start);
    }

    /// <summary>A name in brackets list: <c>(a, b)</c>.</summary>
    public IReadOnlyList<SqlIdentifier> Identifiers(string what)
    {
        var names = new List<SqlIdentifier>();
        ExpectSymbol('(');
        do
        {
            names.Add(Identifier(what));
        }
        while (TakeSymbol(','));
        ExpectSymbol(')');
        return names;
    }

    /// <summary>A text, without its quotes.</summary>
    public string TextValue(string what)
    {
        if (AtEnd || tokens[at].Kind != SqlTokenKind.Text)
        {
            throw Expected(what);
        }

        var token = tokens[at++];
        return Unquoted(token);
    }

    /// <summary>Everything up to a token outside of brackets and CASE at which a test is true, or to the end.</summary>
    /// <param name="what">What it is, when it is empty.</param>
    /// <param name="stop">Looks at the cursor.</param>
    public SqlSpan Until(string what, Func<TokenCursor, bool> stop)
    {
        var begin = at;
        var depth = 0;
        while (!AtEnd)
        {
            if (depth == 0 && !AfterDot(begin) && stop(this))
            {
                break;
            }

            var change = Nesting(begin);
            if (depth + change < 0)
            {
                break;
            }

            depth += change;
            at++;
        }

        return depth > 0
            ? throw Fail(Open(begin) is { Kind: SqlTokenKind.Word } ? "CASE is not closed." : "A bracket is not closed.", Open(begin).Start)
            : at > begin ? new SqlSpan(tokens[begin].Start, tokens[at - 1].End) : throw Expected(what);
    }

    /// <summary>Expressions with commas between, up to a closing bracket or the end.</summary>
    public IReadOnlyList<SqlSpan> List(string what)
    {
        var found = new List<SqlSpan>();
        do
        {
            found.Add(Until(what, static cursor => cursor.IsSymbol(',')));
        }
        while (TakeSymbol(',') && !IsSymbol(')')); // one may stand behind the last
        return found;
    }

    /// <summary>The same in brackets, which may be empty.</summary>
    public IReadOnlyList<SqlSpan> Group(string what)
    {
        ExpectSymbol('(');
        if (TakeSymbol(')'))
        {
            return [];
        }

        var found = List(what);
        ExpectSymbol(')');
        return found;
    }

    /// <summary>The tokens of a part by a cursor of their own.</summary>
    public TokenCursor Within(SqlSpan part)
    {
        var begin = 0;
        while (begin < tokens.Count && tokens[begin].Start < part.Start)
        {
            begin++;
        }

        var end = begin;
        while (end < tokens.Count && tokens[end].End <= part.End)
        {
            end++;
        }

        return new TokenCursor(sql, tokens, begin, end);
    }

    /// <summary>The next token, whatever it is.</summary>
    public SqlToken Next() => AtEnd ? throw Expected("more") : tokens[at++];

    /// <summary>A fault that something else was expected here.</summary>
    public FaultException Expected(string what) => AtEnd
        ? Fail($"The statement ends where {what} is expected.", EndOfLast)
        : Fail($"{Capital(what)} is expected, not {Shown(tokens[at])}.", tokens[at].Start);

    /// <summary>A fault at a place.</summary>
    public FaultException Fail(string message, int start, string? mend = null) =>
        new(Fault.Invalid("query.syntax", message, TextPlace.Of(sql, start), mend));

    /// <summary>A fault about something that is understood and not to be had.</summary>
    public FaultException Refuse(string message, int start, string? mend = null) =>
        new(new Fault(FaultKind.Denied, "query.statement_denied", message, TextPlace.Of(sql, start), mend));

    private SqlIdentifier Word()
    {
        var token = tokens[at++];
        return new SqlIdentifier(token.In(sql).ToString(), new SqlSpan(token.Start, token.End));
    }

    private bool AfterDot(int begin) => at > begin && tokens[at - 1].Kind == SqlTokenKind.Symbol && sql[tokens[at - 1].Start] == '.';

    private int Nesting(int begin)
    {
        var token = tokens[at];
        return token.Kind switch
        {
            SqlTokenKind.Symbol => sql[token.Start] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 },
            SqlTokenKind.Word when AfterDot(begin) => 0,
            SqlTokenKind.Word => token.Is(sql, "CASE") ? 1 : token.Is(sql, "END") ? -1 : 0,
            _ => 0,
        };
    }

    private SqlToken Open(int begin)
    {
        var open = new Stack<SqlToken>();
        var end = at;
        for (at = begin; at < end; at++)
        {
            switch (Nesting(begin))
            {
                case 1:
                    open.Push(tokens[at]);
                    break;
                case -1 when open.Count > 0:
                    open.Pop();
                    break;
            }
        }

        return open.Peek();
    }

    private string Shown(SqlToken token)
    {
        var text = token.In(sql).ToString();
        return text.Length > 40 ? text[..37] + "..." : text;
    }

    private string Unquoted(SqlToken token)
    {
        var text = token.In(sql).ToString();
        if (text[0] == '$')
        {
            var tag = text.IndexOf('$', 1) + 1;
            return text.Length >= tag * 2 ? text[tag..^tag] : throw Fail("A text is not closed.", token.Start);
        }

        var escapes = text[0] is 'e' or 'E';
        var inner = text[(escapes ? 2 : 1)..];
        return !inner.EndsWith('\'')
            ? throw Fail("A text is not closed.", token.Start)
            : escapes ? Unescaped(inner[..^1]) : inner[..^1].Replace("''", "'", StringComparison.Ordinal);
    }

    private static string Unescaped(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\'' && i + 1 < text.Length)
            {
                i++;
            }

            plain.Append(text[i] == '\\' && i + 1 < text.Length
                ? text[++i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other }
                : text[i]);
        }

        return plain.ToString();
    }

    private static string Capital(string what) => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(what[0])}{what[1..]}");
}
