using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary>Text of the template.</summary>
internal sealed class Data(string text, int line) : Statement(line)
{
    public string Text { get; } = text;

    public override Flow Execute(Frame frame)
    {
        frame.Write(Text);
        return Flow.Next;
    }
}

/// <summary><c>{{ a }}</c></summary>
internal sealed class Print(Expression value, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        var result = value.Evaluate(frame);
        if (result is JinjaReturn returned)
        {
            frame.Returned = returned;
            return Flow.Return;
        }

        frame.Write(result);
        return Flow.Next;
    }
}

/// <summary><c>{% do a %}</c></summary>
internal sealed class Do(Expression value, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        if (value.Evaluate(frame) is not JinjaReturn returned)
        {
            return Flow.Next;
        }

        frame.Returned = returned;
        return Flow.Return;
    }
}

/// <summary><c>{% set a = b %}</c></summary>
internal sealed class Set(Expression target, Expression value, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        var result = value.Evaluate(frame);
        if (result is JinjaReturn returned)
        {
            frame.Returned = returned;
            return Flow.Return;
        }

        Targets.Set(frame, target, result);
        return Flow.Next;
    }
}

/// <summary><c>{% set a %}...{% endset %}</c></summary>
internal sealed class SetBlock(Expression target, Filtered? filter, Body body, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        var outer = frame.Enter();
        Flow flow;
        object? text;
        try
        {
            text = frame.Captured(() => body.Execute(frame), out flow);
        }
        finally
        {
            frame.Scope = outer;
        }

        if (flow != Flow.Next)
        {
            return flow;
        }

        Targets.Set(frame, target, filter is null ? text : filter.OfBlock(frame, text));
        return Flow.Next;
    }
}

/// <summary><c>{% filter a %}...{% endfilter %}</c></summary>
internal sealed class FilterBlock(Filtered filter, Body body, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        var outer = frame.Enter();
        try
        {
            var text = frame.Captured(() => body.Execute(frame), out var flow);
            frame.Write(filter.OfBlock(frame, text));
            return flow;
        }
        finally
        {
            frame.Scope = outer;
        }
    }
}

/// <summary><c>{% with a = b %}...{% endwith %}</c></summary>
internal sealed class With(IReadOnlyList<(Expression Target, Expression Value)> names, Body body, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        object?[] values = [.. names.Select(name => name.Value.Evaluate(frame))];
        var outer = frame.Enter();
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                Targets.Set(frame, names[i].Target, values[i]);
            }

            return body.Execute(frame);
        }
        finally
        {
            frame.Scope = outer;
        }
    }
}

/// <summary><c>{% if a %}...{% elif b %}...{% else %}...{% endif %}</c></summary>
internal sealed class If(IReadOnlyList<(Expression Test, Body Body)> branches, Body? otherwise, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        foreach (var (test, body) in branches)
        {
            if (Sequences.IsTrue(test.Evaluate(frame)))
            {
                return body.Execute(frame);
            }
        }

        return otherwise?.Execute(frame) ?? Flow.Next;
    }
}

/// <summary><c>{% break %}</c>, <c>{% continue %}</c></summary>
internal sealed class Jump(Flow flow, int line) : Statement(line)
{
    public override Flow Execute(Frame frame) => flow;
}

/// <summary>What <c>set</c>, <c>for</c> and <c>with</c> give values to.</summary>
internal static class Targets
{
    public static void Set(Frame frame, Expression target, object? value)
    {
        switch (target)
        {
            case Name name:
                frame.Scope[name.Text] = value;
                break;
            case NamespaceTarget attribute:
                attribute.Set(frame, value);
                break;
            case TupleOf tuple:
                Unpack(frame, tuple.Items, value);
                break;
            default:
                throw new InvalidOperationException();
        }
    }

    private static void Unpack(Frame frame, IReadOnlyList<Expression> targets, object? value)
    {
        var items = (Sequences.Items(value) ?? throw Faults.Type($"cannot unpack non-iterable {Kinds.NameOf(value)} object")).Take(targets.Count + 1).ToList();
        if (items.Count < targets.Count)
        {
            throw Faults.Value($"not enough values to unpack (expected {targets.Count}, got {items.Count})");
        }

        if (items.Count > targets.Count)
        {
            throw Faults.Value($"too many values to unpack (expected {targets.Count})");
        }

        for (var i = 0; i < targets.Count; i++)
        {
            Set(frame, targets[i], items[i]);
        }
    }
}
