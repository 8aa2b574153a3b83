using System.Globalization;
using System.Numerics;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Syntax;

/// <summary>Cuts a template into tokens: data, tags, and what stands in tags. Comments and raw blocks are gone after it.</summary>
internal sealed class Lexer
{
    private static readonly string[] Operators = ["//", "**", "==", "!=", "<=", ">=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly string source;
    private readonly JinjaSyntax syntax;
    private readonly List<Token> tokens = [];
    private int at;
    private int line = 1;
    private int counted;
    private bool stripNext;
    private bool cutLine;

    private Lexer(string source, JinjaSyntax syntax)
    {
        var text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        this.source = !syntax.KeepTrailingNewline && text.EndsWith('\n') ? text[..^1] : text;
        this.syntax = syntax;
    }

    public static List<Token> Tokens(string source, JinjaSyntax syntax) => new Lexer(source, syntax).Run();

    private List<Token> Run()
    {
        while (at < source.Length)
        {
            Root();
        }

        Add(TokenKind.End, "");
        return tokens;
    }

    private void Root()
    {
        var begin = NextTag(at);
        if (begin < 0)
        {
            Data(at, source.Length, false, false);
            at = source.Length;
            return;
        }

        var sign = begin + 2 < source.Length && source[begin + 2] is '-' or '+' ? source[begin + 2] : '\0';
        Data(at, begin, sign == '-', sign != '+' && syntax.LeftStripBlocks && source[begin + 1] != '{');
        at = begin + (sign == '\0' ? 2 : 3);
        switch (source[begin + 1])
        {
            case '#':
                Comment(begin);
                break;
            case '{':
                Add(TokenKind.VariableBegin, "{{");
                Inside("}}", TokenKind.VariableEnd);
                break;
            default:
                if (!Raw(begin))
                {
                    Add(TokenKind.BlockBegin, "{%");
                    Inside("%}", TokenKind.BlockEnd);
                }

                break;
        }
    }

    private int NextTag(int from)
    {
        for (var i = from; i + 1 < source.Length; i++)
        {
            i = source.IndexOf('{', i);
            if (i < 0 || i + 1 >= source.Length)
            {
                return -1;
            }

            if (source[i + 1] is '{' or '%' or '#')
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Text between tags, cut as the tags on both sides ask.</summary>
    private void Data(int from, int to, bool stripEnd, bool stripLine)
    {
        var start = from;
        if (stripNext)
        {
            while (start < to && char.IsWhiteSpace(source[start]))
            {
                start++;
            }
        }
        else if (cutLine && start < to && source[start] == '\n')
        {
            start++;
        }

        var end = to;
        if (stripEnd)
        {
            while (end > start && char.IsWhiteSpace(source[end - 1]))
            {
                end--;
            }
        }
        else if (stripLine)
        {
            var blank = end;
            while (blank > start && source[blank - 1] != '\n' && char.IsWhiteSpace(source[blank - 1]))
            {
                blank--;
            }

            // only what stands before the tag on its own line
            if (blank == 0 || source[blank - 1] == '\n')
            {
                end = blank;
            }
        }

        (stripNext, cutLine) = (false, false);
        if (end > start)
        {
            tokens.Add(new Token(TokenKind.Data, source[start..end], null, LineAt(start)));
        }
    }

    private void Comment(int begin)
    {
        var end = source.IndexOf("#}", at, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Fault("Missing end of comment tag", begin);
        }

        Closed(end, true);
    }

    private bool Raw(int begin)
    {
        var word = SkipBlanks(at);
        if (!IsWord(word, "raw") || Closing(SkipBlanks(word + 3)) is not { } close)
        {
            return false;
        }

        Closed(close, false);
        for (var end = at; (end = source.IndexOf("{%", end, StringComparison.Ordinal)) >= 0; end += 2)
        {
            var sign = end + 2 < source.Length && source[end + 2] is '-' or '+' ? 1 : 0;
            var last = SkipBlanks(end + 2 + sign);
            if (IsWord(last, "endraw") && Closing(SkipBlanks(last + 6)) is { } closed)
            {
                Data(at, end, sign == 1 && source[end + 2] == '-', sign == 0 && syntax.LeftStripBlocks);
                Closed(closed, true);
                return true;
            }
        }

        throw Fault("Missing end of raw directive", begin);
    }

    /// <summary>Where a block's end begins, its sign aside; null when there is none.</summary>
    private int? Closing(int from) =>
        from + 1 < source.Length && source[from] == '%' && source[from + 1] == '}' ? from
        : from + 2 < source.Length && source[from] is '-' or '+' && source[from + 1] == '%' && source[from + 2] == '}' ? from + 1 : null;

    /// <summary>Goes past the end of a tag, and notes what it asks of the data behind it.</summary>
    private void Closed(int end, bool isBlock)
    {
        var sign = end > 0 ? source[end - 1] : '\0';
        stripNext = sign == '-' && end - 1 >= at;
        cutLine = isBlock && syntax.TrimBlocks && !(sign == '+' && end - 1 >= at);
        at = end + 2;
    }

    private void Inside(string end, TokenKind kind)
    {
        var open = new Stack<char>();
        while (true)
        {
            at = SkipBlanks(at);
            if (at >= source.Length)
            {
                return; // the parser tells what is missing
            }

            if (open.Count == 0 && Ends(end, out var closing))
            {
                tokens.Add(new Token(kind, end, null, LineAt(at)));
                Closed(closing, kind == TokenKind.BlockEnd);
                return;
            }

            Piece(open);
        }
    }

    private bool Ends(string end, out int closing)
    {
        closing = source[at] is '-' || (source[at] == '+' && end == "%}") ? at + 1 : at;
        return string.CompareOrdinal(source, closing, end, 0, 2) == 0;
    }

    private void Piece(Stack<char> open)
    {
        var c = source[at];
        if (char.IsAsciiDigit(c))
        {
            Number();
        }
        else if (c is '\'' or '"')
        {
            Text(c);
        }
        else if (c == '_' || char.IsLetter(c) || char.IsSurrogate(c))
        {
            var start = at;
            while (at < source.Length && (source[at] == '_' || char.IsLetterOrDigit(source[at]) || char.IsSurrogate(source[at])))
            {
                at++;
            }

            tokens.Add(new Token(TokenKind.Name, source[start..at], null, LineAt(start)));
        }
        else if (Operators.FirstOrDefault(sign => string.CompareOrdinal(source, at, sign, 0, sign.Length) == 0) is { } found)
        {
            Balance(open, found);
            tokens.Add(new Token(TokenKind.Operator, found, null, LineAt(at)));
            at += found.Length;
        }
        else
        {
            throw Fault($"unexpected char {Texts.Repr(c.ToString())} at {at}", at);
        }
    }

    private void Balance(Stack<char> open, string sign)
    {
        switch (sign)
        {
            case "(":
                open.Push(')');
                break;
            case "[":
                open.Push(']');
                break;
            case "{":
                open.Push('}');
                break;
            case ")" or "]" or "}":
                if (!open.TryPop(out var expected))
                {
                    throw Fault($"unexpected '{sign}'", at);
                }

                if (expected != sign[0])
                {
                    throw Fault($"unexpected '{sign}', expected '{expected}'", at);
                }

                break;
        }
    }

    private void Number()
    {
        var start = at;
        if (source[at] == '0' && at + 1 < source.Length && char.ToLowerInvariant(source[at + 1]) is var mark and ('x' or 'o' or 'b'))
        {
            at += 2;
            Digits(c => mark == 'x' ? char.IsAsciiHexDigit(c) : char.IsAsciiDigit(c));
            var digits = source[(start + 2)..at].Replace("_", "", StringComparison.Ordinal);
            var (radix, value) = (mark switch { 'x' => 16, 'o' => 8, _ => 2 }, BigInteger.Zero);
            foreach (var digit in digits)
            {
                value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
            }

            tokens.Add(new Token(TokenKind.Number, source[start..at], Numbers.Int(value), LineAt(start)));
            return;
        }

        Digits(char.IsAsciiDigit);
        if (source[start] == '0' && source.AsSpan(start, at - start).ContainsAnyExcept('0', '_') && !(at < source.Length && source[at] is '.' or 'e' or 'E'))
        {
            // as in Python, no whole number but zero begins with a zero: the rest is a number of its own
            at = start + 1;
            Digits(c => c == '0');
        }

        var isFloat = false;
        // a point is part of a number only before a digit, and not after that of an attribute: x.1.2
        if (at + 1 < source.Length && source[at] == '.' && char.IsAsciiDigit(source[at + 1]) && !(start > 0 && source[start - 1] == '.'))
        {
            isFloat = true;
            at++;
            Digits(char.IsAsciiDigit);
        }

        var exponent = at + 1 < source.Length && source[at] is 'e' or 'E' ? (source[at + 1] is '+' or '-' ? at + 2 : at + 1) : source.Length;
        if (exponent < source.Length && char.IsAsciiDigit(source[exponent]))
        {
            isFloat = true;
            at = exponent;
            Digits(char.IsAsciiDigit);
        }

        var text = source[start..at].Replace("_", "", StringComparison.Ordinal);
        tokens.Add(new Token(
            TokenKind.Number, text,
            isFloat ? double.Parse(text, CultureInfo.InvariantCulture) : Numbers.Int(BigInteger.Parse(text, CultureInfo.InvariantCulture)), LineAt(start)));
    }

    private void Digits(Func<char, bool> isDigit)
    {
        while (at < source.Length && (isDigit(source[at]) || (source[at] == '_' && at + 1 < source.Length && isDigit(source[at + 1]))))
        {
            at++;
        }
    }

    private void Text(char quote)
    {
        var start = at;
        for (at++; at < source.Length && source[at] != quote; at++)
        {
            at += source[at] == '\\' ? 1 : 0;
        }

        if (at >= source.Length)
        {
            throw Fault($"unexpected char {Texts.Repr(quote.ToString())} at {start}", start);
        }

        try
        {
            tokens.Add(new Token(TokenKind.Text, Escapes.Read(source.AsSpan(start + 1, at - start - 1)), null, LineAt(start)));
        }
        catch (FormatException failure)
        {
            throw Fault(failure.Message, start);
        }

        at++;
    }

    private int SkipBlanks(int from)
    {
        while (from < source.Length && char.IsWhiteSpace(source[from]))
        {
            from++;
        }

        return from;
    }

    private bool IsWord(int from, string word) =>
        string.CompareOrdinal(source, from, word, 0, word.Length) == 0;

    private int LineAt(int index)
    {
        line += source.AsSpan(counted, Math.Max(0, index - counted)).Count('\n');
        counted = Math.Max(counted, index);
        return line;
    }

    private void Add(TokenKind kind, string text) => tokens.Add(new Token(kind, text, null, LineAt(Math.Min(at, source.Length))));

    private JinjaException Fault(string message, int index) => JinjaFaults.Syntax(message, LineAt(index));
}
