using Talentys.Jinja.Public;

namespace Talentys.Jinja.Running;

/// <summary>A constant.</summary>
internal sealed class Constant(object? value, int line) : Expression(line)
{
    public object? Value { get; } = value;

    public override object? Evaluate(Frame frame) => Value;
}

/// <summary>A name.</summary>
internal sealed class Name(string name, int line) : Expression(line)
{
    public string Text { get; } = name;

    public override object? Evaluate(Frame frame) => frame.Find(Text);
}

/// <summary><c>[a, b]</c></summary>
internal sealed class ListOf(IReadOnlyList<Expression> items, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame)
    {
        var list = new PyList();
        foreach (var item in items)
        {
            list.Add(item.Evaluate(frame));
        }

        return list;
    }
}

/// <summary><c>(a, b)</c></summary>
internal sealed class TupleOf(IReadOnlyList<Expression> items, int line) : Expression(line)
{
    public IReadOnlyList<Expression> Items { get; } = items;

    public override object? Evaluate(Frame frame)
    {
        var values = new object?[Items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Items[i].Evaluate(frame);
        }

        return new PyTuple(values);
    }
}

/// <summary><c>{a: b}</c></summary>
internal sealed class DictOf(IReadOnlyList<(Expression Key, Expression Value)> items, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame)
    {
        var dict = new PyDict();
        foreach (var (key, value) in items)
        {
            dict[key.Evaluate(frame)] = value.Evaluate(frame);
        }

        return dict;
    }
}

/// <summary>An attribute of a namespace as what is set: <c>ns.name</c>.</summary>
internal sealed class NamespaceTarget(string name, string attribute, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame) => throw new InvalidOperationException();

    public void Set(Frame frame, object? value)
    {
        if (frame.Find(name) is not Namespace target)
        {
            throw new JinjaException("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
        }

        target.Set(attribute, value);
    }
}
