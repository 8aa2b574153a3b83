using Talentys.Jinja.Methods;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary>What stands in the brackets of a call.</summary>
internal sealed class CallArguments(
    IReadOnlyList<Expression> values, IReadOnlyList<(string Name, Expression Value)> named, Expression? more, Expression? moreNamed)
{
    public static CallArguments None { get; } = new([], [], null, null);

    public JinjaArguments Evaluate(Frame frame, object? first = null, bool hasFirst = false, object? caller = null)
    {
        if (values.Count == 0 && named.Count == 0 && more is null && moreNamed is null && !hasFirst && caller is null)
        {
            return new JinjaArguments(frame.Run, []);
        }

        var given = new List<object?>(values.Count + 1);
        if (hasFirst)
        {
            given.Add(first);
        }

        foreach (var value in values)
        {
            given.Add(value.Evaluate(frame));
        }

        if (more is not null)
        {
            given.AddRange(Sequences.Iterate(more.Evaluate(frame)));
        }

        return new JinjaArguments(frame.Run, given, Named(frame, caller));
    }

    private Dictionary<string, object?>? Named(Frame frame, object? caller)
    {
        if (named.Count == 0 && moreNamed is null && caller is null)
        {
            return null;
        }

        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in named)
        {
            given[name] = value.Evaluate(frame);
        }

        if (moreNamed?.Evaluate(frame) is { } all)
        {
            foreach (var (key, value) in Mappings.Pairs(all))
            {
                if (key is not string name)
                {
                    throw Faults.Type("keywords must be strings");
                }

                if (!given.TryAdd(name, value))
                {
                    throw Faults.Type($"got multiple values for keyword argument '{name}'");
                }
            }
        }

        if (caller is not null)
        {
            given["caller"] = caller;
        }

        return given;
    }
}

/// <summary><c>a(b)</c></summary>
internal sealed class CallOf(Expression function, CallArguments arguments, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame) => Evaluate(frame, null);

    public object? Evaluate(Frame frame, object? caller)
    {
        if (function is AttributeOf { Value: var owner, Attribute: var name })
        {
            // a method is called without being made a value first
            var value = owner.Evaluate(frame);
            if (value is not IJinjaObject && BuiltInMethods.Find(value, name) is { } method)
            {
                frame.Run.Step();
                return method(value, arguments.Evaluate(frame, caller: caller));
            }

            return Call(frame, Access.Attribute(frame.Run, value, name), caller);
        }

        return Call(frame, function.Evaluate(frame), caller);
    }

    private object? Call(Frame frame, object? target, object? caller)
    {
        switch (target)
        {
            case IContextCallable context:
                frame.Run.Step();
                return context.Call(frame, arguments.Evaluate(frame, caller: caller));
            case IJinjaCallable callable:
                frame.Run.Step();
                return callable.Call(arguments.Evaluate(frame, caller: caller));
            case JinjaUndefined undefined:
                return frame.Run.Environment.ForgivesUndefined ? target : throw Faults.Undefined(undefined);
            default:
                throw Faults.Type($"'{Kinds.NameOf(target)}' object is not callable");
        }
    }
}

/// <summary>A function that looks at where it is called.</summary>
internal interface IContextCallable
{
    object? Call(Frame frame, JinjaArguments arguments);
}

/// <summary><c>a | b(c)</c></summary>
internal sealed class Filtered(Expression? value, string name, CallArguments arguments, int line) : Expression(line)
{
    /// <summary>The filter without its value: of a block.</summary>
    public Expression? Value { get; } = value;

    public override object? Evaluate(Frame frame) => Of(frame, Value!.Evaluate(frame));

    /// <summary>The filter of the text of a block; those before it first.</summary>
    public object? OfBlock(Frame frame, object? text) => Of(frame, Value is Filtered before ? before.OfBlock(frame, text) : text);

    private object? Of(Frame frame, object? filtered)
    {
        frame.Run.Step();
        return frame.Run.Environment.Filters.TryGetValue(name, out var filter)
            ? filter(arguments.Evaluate(frame, filtered, true))
            : throw new JinjaException("TemplateRuntimeError", $"No filter named '{name}' found.");
    }
}

/// <summary><c>a is b(c)</c></summary>
internal sealed class Tested(Expression value, string name, CallArguments arguments, int line) : Expression(line)
{
    public override object? Evaluate(Frame frame)
    {
        var tested = value.Evaluate(frame);
        return frame.Run.Environment.Tests.TryGetValue(name, out var test)
            ? test(arguments.Evaluate(frame, tested, true))
            : throw new JinjaException("TemplateRuntimeError", $"No test named '{name}' found.");
    }
}
