using Talentys.Jinja.Methods;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary>Attributes and items of values.</summary>
internal static class Access
{
    /// <summary><c>value.name</c>: an attribute, else an item.</summary>
    public static object? Attribute(JinjaRun run, object? value, string name)
    {
        if (value is JinjaUndefined undefined)
        {
            return run.Environment.ForgivesUndefined ? value : throw Faults.Undefined(undefined);
        }

        return TryAttribute(value, name, out var found) || Sequences.TryItem(value, name, out found) ? found : Missing(value, name);
    }

    /// <summary><c>value[key]</c>: an item, else an attribute.</summary>
    public static object? Part(JinjaRun run, object? value, object? key)
    {
        if (value is JinjaUndefined undefined)
        {
            return run.Environment.ForgivesUndefined ? value : throw Faults.Undefined(undefined);
        }

        return Sequences.TryItem(value, key, out var found) || (key is string name && TryAttribute(value, name, out found)) ? found : Missing(value, key);
    }

    public static bool TryAttribute(object? value, string name, out object? found)
    {
        found = null;
        if (name.StartsWith('_'))
        {
            // as in Jinja's sandbox: what begins so belongs to Python itself
            return value is IJinjaObject own && own.TryGet(name, out found);
        }

        if (value is IJinjaObject named && named.TryGet(name, out found))
        {
            return true;
        }

        if (BuiltInMethods.Find(value, name) is { } method)
        {
            found = new BoundMethod(value, name, method);
            return true;
        }

        return false;
    }

    private static JinjaUndefined Missing(object? value, object? key) => new(value switch
    {
        null => $"'None' has no attribute {Texts.Repr(key)}",
        IReadOnlyList<object?> when Numbers.IsInt(key) => $"{Kinds.NameOf(value)} object has no element {Texts.Repr(key)}",
        _ when key is string => $"'{Kinds.NameOf(value)} object' has no attribute {Texts.Repr(key)}",
        _ => $"{Kinds.NameOf(value)} object has no element {Texts.Repr(key)}",
    });
}

/// <summary>A method with the value it is of.</summary>
internal sealed class BoundMethod(object? value, string name, Func<object?, JinjaArguments, object?> method) : IJinjaCallable, IJinjaText
{
    public object? Call(JinjaArguments arguments) => method(value, arguments);

    public string Text(bool isRepr) => $"<built-in method {name} of {Kinds.NameOf(value)} object>";
}

/// <summary><c>a.b</c></summary>
internal sealed class AttributeOf(Expression value, string name, int line) : Expression(line)
{
    public Expression Value { get; } = value;

    public string Attribute { get; } = name;

    public override object? Evaluate(Frame frame) => Access.Attribute(frame.Run, Value.Evaluate(frame), Attribute);
}

/// <summary><c>a[b]</c></summary>
internal sealed class ItemOf(Expression value, Expression key, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame) => Access.Part(frame.Run, value.Evaluate(frame), key.Evaluate(frame));
}

/// <summary><c>a[b:c:d]</c></summary>
internal sealed class SliceOf(Expression value, Expression? start, Expression? stop, Expression? step, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame) => Sequences.Slice(value.Evaluate(frame), start?.Evaluate(frame), stop?.Evaluate(frame), step?.Evaluate(frame));
}
