using System.Text;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary><c>a + b</c> and its like.</summary>
internal sealed class Arithmetic(string sign, Expression left, Expression right, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame) => Operations.Of(sign, left.Evaluate(frame), right.Evaluate(frame));
}

/// <summary><c>-a</c>, <c>+a</c></summary>
internal sealed class Signed(char sign, Expression value, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame)
    {
        var number = value.Evaluate(frame);
        if (number is JinjaUndefined undefined)
        {
            throw Faults.Undefined(undefined);
        }

        if (number is IJinjaOperand operand && operand.TryOperate("*", sign == '-' ? -1L : 1L, true, out var turned))
        {
            return turned;
        }

        return !Numbers.IsNumber(number) ? throw Faults.Type($"bad operand type for unary {sign}: '{Kinds.NameOf(number)}'")
            : sign == '-' ? Numbers.Negated(number!) : number is bool ? Numbers.Int(Numbers.Big(number)) : number;
    }
}

/// <summary><c>not a</c></summary>
internal sealed class Not(Expression value, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame) => !Sequences.IsTrue(value.Evaluate(frame));
}

/// <summary><c>a and b</c>: the first that is not true, or the last.</summary>
internal sealed class And(Expression left, Expression right, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame) => left.Evaluate(frame) is var value && Sequences.IsTrue(value) ? right.Evaluate(frame) : value;
}

/// <summary><c>a or b</c>: the first that is true, or the last.</summary>
internal sealed class Or(Expression left, Expression right, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame) => left.Evaluate(frame) is var value && Sequences.IsTrue(value) ? value : right.Evaluate(frame);
}

/// <summary><c>a ~ b</c></summary>
internal sealed class Joined(IReadOnlyList<Expression> parts, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(Texts.Str(part.Evaluate(frame)));
        }

        frame.Run.Wrote(text.Length);
        return text.ToString();
    }
}

/// <summary><c>a if b else c</c></summary>
internal sealed class Conditional(Expression test, Expression value, Expression? otherwise, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame) =>
        Sequences.IsTrue(test.Evaluate(frame)) ? value.Evaluate(frame)
        : otherwise is not null ? otherwise.Evaluate(frame)
        : new JinjaUndefined("the inline if-expression evaluated to false and no else section was defined.");
}

/// <summary><c>a &lt; b &lt;= c</c></summary>
internal sealed class Comparison(Expression first, IReadOnlyList<(string Sign, Expression Value)> others, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame)
    {
        var left = first.Evaluate(frame);
        foreach (var (sign, value) in others)
        {
            var right = value.Evaluate(frame);
            if (!Operations.Holds(sign, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }
}
