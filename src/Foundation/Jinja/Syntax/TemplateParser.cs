using Talentys.Jinja.Public;
using Talentys.Jinja.Running;

namespace Talentys.Jinja.Syntax;

/// <summary>Reads the statements of a template.</summary>
internal sealed partial class TemplateParser
{
    private const int Deepest = 100;

    private readonly JinjaEnvironment environment;
    private readonly TokenStream tokens;
    private readonly ExpressionParser expressions;
    private readonly Dictionary<string, Body> blocks = new(StringComparer.Ordinal);
    private readonly Stack<string[]> ends = new();
    private int depth;
    private int loops;

    private TemplateParser(JinjaEnvironment environment, List<Token> tokens)
    {
        this.environment = environment;
        this.tokens = new TokenStream(tokens);
        expressions = new ExpressionParser(environment, this.tokens);
    }

    public static JinjaTemplate Parse(JinjaEnvironment environment, string source, string name)
    {
        try
        {
            var parser = new TemplateParser(environment, Lexer.Tokens(source, environment.Syntax));
            var body = parser.Body();
            if (parser.tokens.Unknown is [var (message, line), ..])
            {
                throw JinjaFaults.Assertion(message, line);
            }

            return new JinjaTemplate(environment, name, body, parser.blocks);
        }
        catch (JinjaException failure)
        {
            throw failure.In(name);
        }
    }

    private Body Body(params ReadOnlySpan<string> until)
    {
        if (++depth > Deepest)
        {
            throw tokens.Fail($"Blocks are nested more than {Deepest} deep.");
        }

        var statements = new List<Statement>();
        while (tokens.Current.Kind != TokenKind.End)
        {
            var token = tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    statements.Add(new Data(token.Text, token.Line));
                    break;
                case TokenKind.VariableBegin:
                    var value = expressions.ReadTuple();
                    tokens.Expect(TokenKind.VariableEnd, "end of print statement");
                    statements.Add(new Print(value, token.Line));
                    break;
                default:
                    if (until.Contains(tokens.Current.Text) && tokens.Current.Kind == TokenKind.Name)
                    {
                        depth--;
                        return new Body(statements);
                    }

                    statements.AddRange(Statement());
                    tokens.Expect(TokenKind.BlockEnd, "end of statement block");
                    break;
            }
        }

        if (until.Length > 0)
        {
            throw EndMissing(until);
        }

        depth--;
        return new Body(statements);
    }

    /// <summary>The rest of a tag and what stands in it, up to one of some words; the words stay.</summary>
    private Body Inside(params ReadOnlySpan<string> until)
    {
        tokens.SkipSign(":");
        tokens.Expect(TokenKind.BlockEnd, "end of statement block");
        return Body(until);
    }

    /// <summary>The same, up to its end, which is read too.</summary>
    private Body Whole(string end)
    {
        ends.Push([end]);
        var body = Inside(end);
        ends.Pop();
        tokens.Next();
        return body;
    }

    private IEnumerable<Statement> Statement()
    {
        var token = tokens.Current;
        if (token.Kind != TokenKind.Name)
        {
            throw tokens.Fail("tag name expected");
        }

        tokens.Next();
        return token.Text switch
        {
            "if" => [Condition(token.Line)],
            "for" => [Loop(token.Line)],
            "set" => [Assignment(token.Line)],
            "macro" => [Macro(token.Line)],
            "call" => [Call(token.Line)],
            "filter" => [new FilterBlock(expressions.Filters(null, true), Whole("endfilter"), token.Line)],
            "with" => [With(token.Line)],
            "do" => [new Do(expressions.ReadTuple(), token.Line)],
            "print" => Prints(token.Line),
            "break" or "continue" => [Jump(token)],
            "autoescape" => [Autoescape(token.Line)],
            "block" => [Block(token.Line)],
            "extends" => [new Extends(expressions.Read(), token.Line)],
            "include" => [Include(token.Line)],
            "import" => [Import(token.Line)],
            "from" => [FromImport(token.Line)],
            _ => Custom(token),
        };
    }

    private If Condition(int line)
    {
        var branches = new List<(Expression, Body)>();
        var unknown = tokens.Unknown.Count;
        ends.Push(["elif", "else", "endif"]);
        while (true)
        {
            var test = expressions.ReadTuple(withCondition: false);
            branches.Add((test, Inside("elif", "else", "endif")));
            tokens.Unknown.RemoveRange(unknown, tokens.Unknown.Count - unknown);
            switch (tokens.Next().Text)
            {
                case "elif":
                    continue;
                case "else":
                    ends.Pop();
                    var otherwise = Whole("endif");
                    tokens.Unknown.RemoveRange(unknown, tokens.Unknown.Count - unknown);
                    return new If(branches, otherwise, line);
                default:
                    ends.Pop();
                    return new If(branches, null, line);
            }
        }
    }

    private For Loop(int line)
    {
        var target = expressions.ReadTarget("in");
        tokens.ExpectName("in");
        var items = expressions.ReadTuple(withCondition: false, endName: "recursive");
        var test = tokens.SkipName("if") ? expressions.Read() : null;
        var recursive = tokens.SkipName("recursive");
        loops++;
        ends.Push(["endfor", "else"]);
        var body = Inside("endfor", "else");
        ends.Pop();
        loops--;
        var otherwise = tokens.Next().Text == "else" ? Whole("endfor") : null;
        return new For(target, items, test, recursive, body, otherwise, line);
    }

    private Statement Assignment(int line)
    {
        var target = expressions.ReadTarget(withNamespace: true);
        if (tokens.SkipSign("="))
        {
            return new Set(target, expressions.ReadTuple(), line);
        }

        var filter = tokens.IsSign("|") ? expressions.Filters(null) : null;
        return new SetBlock(target, filter, Whole("endset"), line);
    }

    private MacroStatement Macro(int line)
    {
        var name = tokens.ExpectAnyName().Text;
        return new MacroStatement(Code(name, line, true, "endmacro"));
    }

    private CallBlock Call(int line)
    {
        var parameters = tokens.IsSign("(") ? Parameters() : [];
        if (expressions.Read() is not CallOf call)
        {
            throw tokens.Fail("expected call", line);
        }

        return new CallBlock(call, Code("caller", line, false, "endcall", parameters));
    }

    private MacroCode Code(string name, int line, bool withParameters, string end, List<Parameter>? given = null)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var outerLoops = loops;
        loops = 0;
        tokens.Macros.Push(names);
        var parameters = withParameters ? Parameters() : given!;
        var body = Whole(end);
        tokens.Macros.Pop();
        loops = outerLoops;
        var own = parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        return new MacroCode(
            name, parameters, body, names.Contains("varargs") && !own.Contains("varargs"), names.Contains("kwargs") && !own.Contains("kwargs"), names.Contains("caller"), line);
    }

    private List<Parameter> Parameters()
    {
        var parameters = new List<Parameter>();
        tokens.ExpectSign("(");
        while (!tokens.IsSign(")"))
        {
            var name = tokens.ExpectAnyName();
            var given = tokens.SkipSign("=") ? expressions.Read() : null;
            if (given is null && parameters is [.., { Default: not null }])
            {
                throw tokens.Fail("non-default argument follows default argument", name.Line);
            }

            parameters.Add(new Parameter(name.Text, given));
            if (!tokens.SkipSign(","))
            {
                break;
            }
        }

        tokens.ExpectSign(")");
        return parameters;
    }

    private With With(int line)
    {
        var names = new List<(Expression, Expression)>();
        while (tokens.Current.Kind is not (TokenKind.BlockEnd or TokenKind.End))
        {
            if (names.Count > 0)
            {
                tokens.ExpectSign(",");
            }

            var target = expressions.ReadTarget();
            tokens.ExpectSign("=");
            names.Add((target, expressions.Read()));
        }

        return new With(names, Whole("endwith"), line);
    }

    private List<Statement> Prints(int line)
    {
        var prints = new List<Statement>();
        while (tokens.Current.Kind is not (TokenKind.BlockEnd or TokenKind.End))
        {
            if (prints.Count > 0)
            {
                tokens.ExpectSign(",");
            }

            prints.Add(new Print(expressions.Read(), line));
        }

        return prints;
    }

    private Jump Jump(Token token) => loops == 0
        ? throw tokens.Fail($"'{token.Text}' outside loop", token.Line)
        : new Jump(token.Text == "break" ? Flow.Break : Flow.Continue, token.Line);

    /// <summary>Nothing is escaped unless a filter does it: the value is read, and means nothing.</summary>
    private With Autoescape(int line)
    {
        expressions.Read();
        return new With([], Whole("endautoescape"), line);
    }

    private JinjaException EndMissing(ReadOnlySpan<string> until)
    {
        var message = $"Unexpected end of template. Jinja was looking for the following tags: {Alternatives(until.ToArray())}.";
        return tokens.Fail(ends.TryPeek(out var end) ? $"{message} The innermost block that needs to be closed is '{Opening(end)}'." : message);
    }
}
