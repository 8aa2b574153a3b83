using Talentys.Jinja.Running;

namespace Talentys.Jinja.Syntax;

/// <summary>Names, literals, and what stands behind them.</summary>
internal sealed partial class ExpressionParser
{
    private Expression Primary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Next();
                return token.Text switch
                {
                    "true" or "True" => new Constant(true, token.Line),
                    "false" or "False" => new Constant(false, token.Line),
                    "none" or "None" => new Constant(null, token.Line),
                    _ => Named(token),
                };
            case TokenKind.Text:
                var text = "";
                while (tokens.Current.Kind == TokenKind.Text)
                {
                    text += tokens.Next().Text;
                }

                return new Constant(text, token.Line);
            case TokenKind.Number:
                tokens.Next();
                return new Constant(token.Value, token.Line);
            case TokenKind.Operator when token.Text == "(":
                tokens.Next();
                var inner = Nested(() => ReadTuple(inBrackets: true));
                tokens.ExpectSign(")");
                return inner;
            case TokenKind.Operator when token.Text == "[":
                return List();
            case TokenKind.Operator when token.Text == "{":
                return Dict();
            default:
                throw token.Kind == TokenKind.End ? tokens.Fail("unexpected end of template") : tokens.Fail($"unexpected '{token.Described}'");
        }
    }

    private Name Named(Token token)
    {
        foreach (var macro in tokens.Macros)
        {
            macro.Add(token.Text);
        }

        return new Name(token.Text, token.Line);
    }

    private ListOf List()
    {
        var line = tokens.Next().Line;
        var items = new List<Expression>();
        while (!tokens.IsSign("]"))
        {
            items.Add(Read());
            if (!tokens.SkipSign(","))
            {
                break;
            }
        }

        tokens.ExpectSign("]");
        return new ListOf(items, line);
    }

    private DictOf Dict()
    {
        var line = tokens.Next().Line;
        var items = new List<(Expression, Expression)>();
        while (!tokens.IsSign("}"))
        {
            var key = Read();
            tokens.ExpectSign(":");
            items.Add((key, Read()));
            if (!tokens.SkipSign(","))
            {
                break;
            }
        }

        tokens.ExpectSign("}");
        return new DictOf(items, line);
    }

    private Expression Postfix(Expression value)
    {
        while (true)
        {
            if (tokens.IsSign("."))
            {
                var line = tokens.Next().Line;
                var name = tokens.Next();
                value = name.Kind switch
                {
                    TokenKind.Name => new AttributeOf(value, name.Text, line),
                    TokenKind.Number when name.Value is long => new ItemOf(value, new Constant(name.Value, line), line),
                    _ => throw tokens.Fail("expected name or number", name.Line),
                };
            }
            else if (tokens.IsSign("["))
            {
                value = Subscript(value);
            }
            else if (tokens.IsSign("("))
            {
                value = Call(value);
            }
            else
            {
                return value;
            }
        }
    }

    private Expression FiltersAndTests(Expression value)
    {
        while (true)
        {
            if (tokens.IsSign("|"))
            {
                value = Filters(value);
            }
            else if (tokens.IsName("is"))
            {
                value = Test(value);
            }
            else if (tokens.IsSign("("))
            {
                value = Call(value);
            }
            else
            {
                return value;
            }
        }
    }

    private Expression Subscript(Expression value)
    {
        var line = tokens.Next().Line;
        var parts = new List<(Expression? Start, Expression? Stop, Expression? Step, bool IsSlice)>();
        while (!tokens.IsSign("]"))
        {
            parts.Add(SubscriptPart());
            if (!tokens.SkipSign(","))
            {
                break;
            }
        }

        tokens.ExpectSign("]");
        return parts switch
        {
            [{ IsSlice: true } slice] => new SliceOf(value, slice.Start, slice.Stop, slice.Step, line),
            [var one] => new ItemOf(value, one.Start!, line),
            _ when parts.Any(part => part.IsSlice) => throw tokens.Fail("A slice cannot stand in a tuple.", line),
            _ => new ItemOf(value, new TupleOf([.. parts.Select(part => part.Start!)], line), line),
        };
    }

    private (Expression?, Expression?, Expression?, bool) SubscriptPart()
    {
        var start = tokens.IsSign(":") ? null : Read();
        if (!tokens.SkipSign(":"))
        {
            return (start, null, null, false);
        }

        var stop = Ends() || tokens.IsSign(":") ? null : Read();
        var step = tokens.SkipSign(":") && !Ends() ? Read() : null;
        return (start, stop, step, true);

        bool Ends() => tokens.IsSign("]") || tokens.IsSign(",");
    }

    private CallOf Call(Expression function)
    {
        var line = tokens.Current.Line;
        return new CallOf(function, Arguments(), line);
    }

    private CallArguments Arguments()
    {
        var line = tokens.Next().Line;
        var (values, named) = (new List<Expression>(), new List<(string, Expression)>());
        Expression? more = null, moreNamed = null;
        while (!tokens.IsSign(")"))
        {
            if (tokens.IsSign("*") && more is null && moreNamed is null)
            {
                tokens.Next();
                more = Read();
            }
            else if (tokens.IsSign("**") && moreNamed is null)
            {
                tokens.Next();
                moreNamed = Read();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Ahead.Is(TokenKind.Operator, "=") && moreNamed is null)
            {
                var name = tokens.Next().Text;
                tokens.Next();
                named.Add((name, Read()));
            }
            else if (more is null && moreNamed is null && named.Count == 0)
            {
                values.Add(Read());
            }
            else
            {
                throw tokens.Fail("invalid syntax for function call expression", line);
            }

            if (!tokens.SkipSign(",") && !tokens.IsSign(")"))
            {
                break;
            }
        }

        tokens.ExpectSign(")");
        return values.Count == 0 && named.Count == 0 && more is null && moreNamed is null ? CallArguments.None : new CallArguments(values, named, more, moreNamed);
    }

    /// <summary>Filters one after another, of a value or of a block's text.</summary>
    public Filtered Filters(Expression? value, bool startsInline = false)
    {
        while (startsInline || tokens.IsSign("|"))
        {
            if (!startsInline)
            {
                tokens.Next();
            }

            startsInline = false;
            var name = tokens.ExpectAnyName();
            var filter = DottedName(name.Text);
            if (!environment.Filters.ContainsKey(filter))
            {
                tokens.Unknown.Add(($"No filter named '{filter}'.", name.Line));
            }

            value = new Filtered(value, filter, tokens.IsSign("(") ? Arguments() : CallArguments.None, name.Line);
        }

        return (Filtered)value!;
    }

    private Expression Test(Expression value)
    {
        var line = tokens.Next().Line;
        var negated = tokens.SkipName("not");
        var name = DottedName(tokens.ExpectAnyName().Text);
        if (!environment.Tests.ContainsKey(name))
        {
            tokens.Unknown.Add(($"No test named '{name}'.", line));
        }

        var arguments = CallArguments.None;
        if (tokens.IsSign("("))
        {
            arguments = Arguments();
        }
        else if (tokens.Current.Kind is TokenKind.Name or TokenKind.Text or TokenKind.Number || tokens.IsSign("[") || tokens.IsSign("{"))
        {
            if (tokens.IsName("is"))
            {
                throw tokens.Fail("You cannot chain multiple tests with is");
            }

            if (!(tokens.IsName("else") || tokens.IsName("or") || tokens.IsName("and")))
            {
                arguments = new CallArguments([Postfix(Primary())], [], null, null);
            }
        }

        Expression test = new Tested(value, name, arguments, line);
        return negated ? new Not(test, line) : test;
    }

    private string DottedName(string name)
    {
        while (tokens.SkipSign("."))
        {
            name += "." + tokens.ExpectAnyName().Text;
        }

        return name;
    }
}
