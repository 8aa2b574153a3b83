using Talentys.Jinja.Public;

namespace Talentys.Jinja.Syntax;

/// <summary>The tokens of a template, and what its parser has to remember.</summary>
internal sealed class TokenStream(List<Token> tokens)
{
    private int at;

    public Token Current => tokens[at];

    public Token Ahead => tokens[Math.Min(at + 1, tokens.Count - 1)];

    /// <summary>Names that were read, of each macro that is open; the outermost first.</summary>
    public Stack<HashSet<string>> Macros { get; } = new();

    /// <summary>Filters and tests that are not known, where nothing decides whether they run.</summary>
    public List<(string Message, int Line)> Unknown { get; } = [];

    public Token Next()
    {
        var token = tokens[at];
        at = Math.Min(at + 1, tokens.Count - 1);
        return token;
    }

    public bool IsName(string name) => Current.Is(TokenKind.Name, name);

    public bool IsSign(string sign) => Current.Is(TokenKind.Operator, sign);

    public bool SkipName(string name) => IsName(name) && Skip();

    public bool SkipSign(string sign) => IsSign(sign) && Skip();

    public void ExpectSign(string sign)
    {
        if (!SkipSign(sign))
        {
            throw Expected(sign);
        }
    }

    public void ExpectName(string name)
    {
        if (!SkipName(name))
        {
            throw Expected(name);
        }
    }

    public void Expect(TokenKind kind, string described)
    {
        if (Current.Kind != kind)
        {
            throw Expected(described);
        }

        Next();
    }

    public Token ExpectAnyName() => Current.Kind == TokenKind.Name ? Next() : throw Expected("name");

    public JinjaException Fail(string message, int? line = null) => JinjaFaults.Syntax(message, line ?? Current.Line);

    private JinjaException Expected(string what) => Current.Kind == TokenKind.End
        ? Fail($"unexpected end of template, expected '{what}'.") : Fail($"expected token '{what}', got '{Current.Described}'");

    private bool Skip()
    {
        Next();
        return true;
    }
}
