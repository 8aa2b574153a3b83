using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Statements;

namespace Talentys.Query.Lineage.Statements;

/// <summary>The tokens of one statement of a script, with the depth of brackets and of CASE that each stands in.</summary>
internal sealed class ScriptTokens
{
    private readonly List<SqlToken> tokens;
    private readonly int[] depths;

    private ScriptTokens(string script, List<SqlToken> tokens)
    {
        (Script, this.tokens) = (script, tokens);
        depths = new int[tokens.Count];
        var (depth, cases) = (0, 0);
        for (var i = 0; i < tokens.Count; i++)
        {
            var symbol = Symbol(i);
            depth -= symbol is ')' or ']' or '}' ? 1 : 0;
            if (Is(i, "END") && cases > 0)
            {
                (cases, depth) = (cases - 1, depth - 1);
            }

            depths[i] = depth;
            if (Is(i, "CASE"))
            {
                (cases, depth) = (cases + 1, depth + 1);
            }

            depth += symbol is '(' or '[' or '{' ? 1 : 0;
        }
    }

    public string Script { get; }

    public int Count => tokens.Count;

    /// <summary>The statements of a script; what is empty is left out.</summary>
    /// <exception cref="FaultException">It is too long, nested too deep, or holds a NUL.</exception>
    public static IReadOnlyList<ScriptTokens> Statements(string script)
    {
        if (script.Length > StatementText.MaxLength)
        {
            throw new FaultException(Fault.Invalid("query.too_long", $"The text has {script.Length:N0} characters; {StatementText.MaxLength:N0} is the most."));
        }

        var zero = script.IndexOf('\0', StringComparison.Ordinal);
        if (zero >= 0)
        {
            throw new FaultException(Fault.Invalid("query.syntax", "The text holds a NUL character.", TextPlace.Of(script, zero)));
        }

        var statements = new List<ScriptTokens>();
        var current = new List<SqlToken>();
        var depth = 0;
        foreach (var token in SqlTokenizer.Tokens(script))
        {
            var symbol = token.Kind == SqlTokenKind.Symbol ? script[token.Start] : ' ';
            depth += symbol is '(' or '[' or '{' ? 1 : symbol is ')' or ']' or '}' ? -1 : 0;
            if (depth > StatementText.MaxDepth)
            {
                throw new FaultException(Fault.Invalid(
                    "query.too_deep", $"Brackets are nested more than {StatementText.MaxDepth} deep.", TextPlace.Of(script, token.Start)));
            }

            if (symbol == ';')
            {
                depth = 0;
                Finish();
            }
            else
            {
                current.Add(token);
            }
        }

        Finish();
        return statements;

        void Finish()
        {
            if (current.Count > 0)
            {
                statements.Add(new ScriptTokens(script, current));
                current = [];
            }
        }
    }

    public bool Is(int at, string word) => at < tokens.Count && tokens[at].Is(Script, word);

    public bool Is(int at, params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!Is(at + i, words[i]))
            {
                return false;
            }
        }

        return true;
    }

    public char Symbol(int at) => at < tokens.Count && tokens[at].Kind == SqlTokenKind.Symbol ? Script[tokens[at].Start] : ' ';

    public int Depth(int at) => at < depths.Length ? depths[at] : 0;

    /// <summary>Where a token begins in the script; the end of the statement after the last.</summary>
    public int Start(int at) => at < tokens.Count ? tokens[at].Start : tokens[^1].End;

    /// <summary>Where the tokens before one end.</summary>
    public int EndBefore(int at) => at == 0 ? tokens[0].Start : tokens[Math.Min(at, tokens.Count) - 1].End;

    public string Word(int at) => at < tokens.Count ? tokens[at].In(Script).ToString() : "";

    /// <summary>A word or quoted name without its quotes; null for anything else.</summary>
    public string? Name(int at) => at < tokens.Count && tokens[at].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName
        ? SqlNames.Plain(tokens[at].In(Script)) : null;

    public string? Text(int at) => at < tokens.Count && tokens[at].Kind == SqlTokenKind.Text && tokens[at].In(Script) is ['\'', .., '\''] text
        ? text[1..^1].ToString().Replace("''", "'", StringComparison.Ordinal) : null;

    /// <summary>The first of some tokens at a depth, from a place on; the number of tokens when there is none.</summary>
    public int Find(int from, int depth, Func<int, bool> fits, int? end = null)
    {
        for (var at = from; at < (end ?? Count); at++)
        {
            if (depths[at] == depth && fits(at))
            {
                return at;
            }
        }

        return end ?? Count;
    }

    /// <summary>The token after the bracket that closes the one here.</summary>
    public int After(int bracket) => Math.Min(Count, Find(bracket + 1, depths[bracket], at => Symbol(at) is ')' or ']' or '}') + 1);

    /// <summary>Pieces between commas at a depth.</summary>
    public IEnumerable<(int From, int To)> Pieces(int from, int to, int depth)
    {
        while (from < to)
        {
            var comma = Find(from, depth, at => Symbol(at) == ',', to);
            if (comma > from)
            {
                yield return (from, comma);
            }

            from = comma + 1;
        }
    }

    /// <summary>A name with dots, and the token after it; null when there is none.</summary>
    public (IReadOnlyList<string> Parts, int Next)? QualifiedName(int at)
    {
        if ((Name(at) ?? Text(at)) is not { } first)
        {
            return null;
        }

        var parts = new List<string> { first };
        for (at++; Symbol(at) == '.' && Name(at + 1) is { } next; at += 2)
        {
            parts.Add(next);
        }

        return (parts, at);
    }

    public string Place(int at) => TextPlace.Of(Script, Start(at));
}
