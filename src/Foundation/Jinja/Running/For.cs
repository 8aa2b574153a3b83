using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary><c>{% for a in b if c recursive %}...{% else %}...{% endfor %}</c></summary>
internal sealed class For(Expression target, Expression items, Expression? test, bool isRecursive, Body body, Body? otherwise, int line) : Statement(line)
{
    public override Flow Execute(Frame frame) => Run(frame, items.Evaluate(frame), 0);

    private Flow Run(Frame frame, object? values, int depth)
    {
        if (values is JinjaUndefined undefined && !frame.Run.Environment.ForgivesUndefined && undefined.Hint.Length == 0)
        {
            throw Faults.Undefined(undefined);
        }

        var outer = frame.Scope;
        var source = Sequences.Iterate(values);
        using var loop = new Loop(
            test is null ? source : Where(frame, outer, source),
            test is null && values is not null && Counted(values),
            depth, isRecursive ? inner => Recurse(frame, outer, inner, depth) : null);
        var any = false;
        try
        {
            while (loop.Next())
            {
                any = true;
                frame.Run.Step();
                frame.Scope = new Scope(outer);
                Targets.Set(frame, target, loop.Current);
                frame.Scope["loop"] = loop;
                if (body.Execute(frame) is var flow and not (Flow.Next or Flow.Continue))
                {
                    if (flow == Flow.Return)
                    {
                        return flow;
                    }

                    break;
                }
            }

            if (!any && otherwise is not null)
            {
                frame.Scope = new Scope(outer);
                return otherwise.Execute(frame);
            }

            return Flow.Next;
        }
        finally
        {
            frame.Scope = outer;
        }
    }

    private static bool Counted(object values) => values is string or PyDict or PySet or IJinjaMapping or IReadOnlyCollection<object?>;

    private IEnumerable<object?> Where(Frame frame, Scope outer, IEnumerable<object?> source)
    {
        foreach (var value in source)
        {
            var here = frame.Scope;
            frame.Scope = new Scope(outer);
            bool holds;
            try
            {
                Targets.Set(frame, target, value);
                holds = Sequences.IsTrue(test!.Evaluate(frame));
            }
            finally
            {
                frame.Scope = here;
            }

            if (holds)
            {
                yield return value;
            }
        }
    }

    private string Recurse(Frame frame, Scope outer, object? values, int depth)
    {
        frame.Run.Enter();
        var here = frame.Scope;
        frame.Scope = outer;
        try
        {
            return frame.Captured(() => Run(frame, values, depth + 1), out _);
        }
        finally
        {
            frame.Scope = here;
            frame.Run.Leave();
        }
    }
}

/// <summary>The variable <c>loop</c>.</summary>
internal sealed class Loop(IEnumerable<object?> source, bool isCounted, int depth, Func<object?, string>? recurse) : IJinjaObject, IJinjaCallable, IDisposable
{
    private readonly IEnumerator<object?> items = source.GetEnumerator();
    private readonly Queue<object?> ahead = new();
    private object? before;
    private object?[]? changed;
    private int index = -1;
    private int? length;
    private bool ended;

    public object? Current { get; private set; }

    public string TypeName => "LoopContext";

    public void Dispose() => items.Dispose();

    public bool Next()
    {
        if (!Peek())
        {
            return false;
        }

        before = Current;
        Current = ahead.Dequeue();
        index++;
        return true;
    }

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "index" => (long)index + 1,
            "index0" => (long)index,
            "revindex" => (long)Length() - index,
            "revindex0" => (long)Length() - index - 1,
            "first" => index == 0,
            "last" => !Peek(),
            "length" => (long)Length(),
            "depth" => (long)depth + 1,
            "depth0" => (long)depth,
            "previtem" => index == 0 ? new JinjaUndefined("there is no previous item") : before,
            "nextitem" => Peek() ? ahead.Peek() : new JinjaUndefined("there is no next item"),
            "cycle" => new JinjaFunction("cycle", Cycle),
            "changed" => new JinjaFunction("changed", arguments => Changed(arguments)),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public object? Call(JinjaArguments arguments)
    {
        if (recurse is null)
        {
            throw Faults.Type("The loop must have the 'recursive' marker to be called recursively.");
        }

        return recurse(arguments.Bind("loop", "iterable")[0]);
    }

    private bool Peek()
    {
        if (ahead.Count > 0)
        {
            return true;
        }

        if (ended || !items.MoveNext())
        {
            ended = true;
            return false;
        }

        ahead.Enqueue(items.Current);
        return true;
    }

    private int Length()
    {
        if (length is null && isCounted)
        {
            length = Sequences.Length(source is IReadOnlyCollection<object?> counted ? counted : new PyList(source));
        }

        if (length is null)
        {
            while (!ended && items.MoveNext())
            {
                ahead.Enqueue(items.Current);
            }

            ended = true;
            length = index + 1 + ahead.Count;
        }

        return length.Value;
    }

    private object? Cycle(JinjaArguments arguments) => arguments.Values.Count == 0
        ? throw Faults.Type("no items for cycling given") : arguments.Values[index % arguments.Values.Count];

    private bool Changed(JinjaArguments arguments)
    {
        var now = arguments.Values.ToArray();
        var differs = changed is null || !Equality.AreEqual(new PyTuple(changed), new PyTuple(now));
        changed = now;
        return differs;
    }
}
