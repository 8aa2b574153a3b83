using Talentys.Jinja.Public;
using Talentys.Jinja.Running;

namespace Talentys.Jinja.Syntax;

/// <summary>Reads expressions, from what binds least to what binds most.</summary>
internal sealed partial class ExpressionParser(JinjaEnvironment environment, TokenStream tokens)
{
    private const int Deepest = 150;

    private static readonly string[] Compared = ["==", "!=", "<", "<=", ">", ">="];

    private int depth;

    /// <summary>An expression.</summary>
    public Expression Read(bool withCondition = true)
    {
        if (++depth > Deepest)
        {
            throw tokens.Fail($"Expressions are nested more than {Deepest} deep.");
        }

        var expression = withCondition ? Conditional() : Disjunction();
        depth--;
        return expression;
    }

    /// <summary>An expression, or several with commas between: a tuple.</summary>
    public Expression ReadTuple(bool withCondition = true, string? endName = null, bool inBrackets = false)
    {
        var line = tokens.Current.Line;
        var items = new List<Expression>();
        var isTuple = false;
        while (!AtTupleEnd(endName))
        {
            items.Add(Read(withCondition));
            if (!tokens.SkipSign(","))
            {
                break;
            }

            isTuple = true;
        }

        return isTuple || (items.Count == 0 && inBrackets) ? new TupleOf(items, line)
            : items.Count == 1 ? items[0]
            : throw tokens.Fail($"Expected an expression, got '{tokens.Current.Described}'");
    }

    /// <summary>What gets a value: a name, names with commas between, or an attribute of a namespace.</summary>
    public Expression ReadTarget(string? endName = null, bool withNamespace = false)
    {
        var line = tokens.Current.Line;
        var items = new List<Expression>();
        var isTuple = false;
        while (!AtTupleEnd(endName))
        {
            items.Add(OneTarget(withNamespace));
            if (!tokens.SkipSign(","))
            {
                break;
            }

            isTuple = true;
        }

        return isTuple ? new TupleOf(items, line) : items.Count == 1 ? items[0] : throw tokens.Fail($"Expected an expression, got '{tokens.Current.Described}'");
    }

    private Expression OneTarget(bool withNamespace)
    {
        if (tokens.SkipSign("("))
        {
            var inner = ReadTarget(withNamespace: withNamespace);
            tokens.ExpectSign(")");
            return inner;
        }

        var token = tokens.Current;
        if (token.Kind != TokenKind.Name)
        {
            throw token.Kind is TokenKind.Text or TokenKind.Number ? tokens.Fail("can't assign to 'const'") : tokens.Fail($"unexpected '{token.Described}'");
        }

        tokens.Next();
        if (withNamespace && tokens.SkipSign("."))
        {
            return new NamespaceTarget(token.Text, tokens.ExpectAnyName().Text, token.Line);
        }

        return token.Text is "true" or "false" or "none" or "True" or "False" or "None"
            ? throw tokens.Fail("can't assign to 'const'", token.Line) : new Name(token.Text, token.Line);
    }

    private bool AtTupleEnd(string? endName) => tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.End
        || tokens.IsSign(")") || (endName is not null && tokens.IsName(endName));

    private Expression Conditional()
    {
        var line = tokens.Current.Line;
        var unknown = tokens.Unknown.Count;
        var value = Disjunction();
        while (tokens.SkipName("if"))
        {
            var test = Disjunction();
            value = new Conditional(test, value, tokens.SkipName("else") ? Nested(Conditional) : null, line);
            line = tokens.Current.Line;
            tokens.Unknown.RemoveRange(unknown, tokens.Unknown.Count - unknown);
        }

        return value;
    }

    private Expression Disjunction()
    {
        var left = Conjunction();
        while (tokens.IsName("or"))
        {
            var line = tokens.Next().Line;
            left = new Or(left, Conjunction(), line);
        }

        return left;
    }

    private Expression Conjunction()
    {
        var left = Negation();
        while (tokens.IsName("and"))
        {
            var line = tokens.Next().Line;
            left = new And(left, Negation(), line);
        }

        return left;
    }

    private Expression Negation()
    {
        if (!tokens.IsName("not"))
        {
            return Comparison();
        }

        var line = tokens.Next().Line;
        return new Not(Nested(Negation), line);
    }

    private Expression Comparison()
    {
        var line = tokens.Current.Line;
        var first = Sum();
        var others = new List<(string, Expression)>();
        while (true)
        {
            if (tokens.Current.Kind == TokenKind.Operator && Compared.Contains(tokens.Current.Text))
            {
                var sign = tokens.Next().Text;
                others.Add((sign, Sum()));
            }
            else if (tokens.SkipName("in"))
            {
                others.Add(("in", Sum()));
            }
            else if (tokens.IsName("not") && tokens.Ahead.Is(TokenKind.Name, "in"))
            {
                tokens.Next();
                tokens.Next();
                others.Add(("not in", Sum()));
            }
            else
            {
                return others.Count == 0 ? first : new Comparison(first, others, line);
            }
        }
    }

    private Expression Sum()
    {
        var left = Concatenation();
        while (tokens.IsSign("+") || tokens.IsSign("-"))
        {
            var sign = tokens.Next();
            left = new Arithmetic(sign.Text, left, Concatenation(), sign.Line);
        }

        return left;
    }

    private Expression Concatenation()
    {
        var first = Product();
        if (!tokens.IsSign("~"))
        {
            return first;
        }

        var parts = new List<Expression> { first };
        while (tokens.SkipSign("~"))
        {
            parts.Add(Product());
        }

        return new Joined(parts, first.Line);
    }

    private Expression Product()
    {
        var left = Power();
        while (tokens.IsSign("*") || tokens.IsSign("/") || tokens.IsSign("//") || tokens.IsSign("%"))
        {
            var sign = tokens.Next();
            left = new Arithmetic(sign.Text, left, Power(), sign.Line);
        }

        return left;
    }

    /// <summary>Jinja takes powers from left to right, which Python does not.</summary>
    private Expression Power()
    {
        var left = Unary(true);
        while (tokens.IsSign("**"))
        {
            var line = tokens.Next().Line;
            left = new Arithmetic("**", left, Unary(true), line);
        }

        return left;
    }

    private Expression Unary(bool withFilters)
    {
        var line = tokens.Current.Line;
        Expression value;
        if (tokens.SkipSign("-"))
        {
            value = new Signed('-', Nested(() => Unary(false)), line);
        }
        else if (tokens.SkipSign("+"))
        {
            value = new Signed('+', Nested(() => Unary(false)), line);
        }
        else
        {
            value = Primary();
        }

        value = Postfix(value);
        return withFilters ? FiltersAndTests(value) : value;
    }

    private Expression Nested(Func<Expression> read)
    {
        if (++depth > Deepest)
        {
            throw tokens.Fail($"Expressions are nested more than {Deepest} deep.");
        }

        var expression = read();
        depth--;
        return expression;
    }
}
