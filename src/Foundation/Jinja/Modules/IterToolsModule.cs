using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary><c>modules.itertools</c>.</summary>
internal static class IterToolsModule
{
    public static PyType Of() => new("itertools", null, new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["chain"] = new PyType("itertools.chain", arguments => Stepped(arguments.Run, arguments.Values.SelectMany(Sequences.Iterate)), new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["from_iterable"] = Function("from_iterable", arguments => Sequences.Iterate(arguments.Bind("from_iterable", "iterable")[0]).SelectMany(Sequences.Iterate)),
        }),
        ["count"] = Function("count", arguments => arguments.Bind("count", "start?", "step?") is var bound ? Counted(Or(bound[0], 0L), Or(bound[1], 1L)) : []),
        ["cycle"] = Function("cycle", arguments => Cycled([.. Sequences.Iterate(arguments.Bind("cycle", "iterable")[0])])),
        ["repeat"] = Function("repeat", arguments => arguments.Bind("repeat", "object", "times?") is var bound
            ? Enumerable.Repeat(bound[0], ReferenceEquals(bound[1], JinjaArguments.Missing) ? int.MaxValue : Math.Max(0, Numbers.Index(bound[1]))) : []),
        ["accumulate"] = Function("accumulate", Accumulated),
        ["compress"] = Function("compress", arguments => arguments.Bind("compress", "data", "selectors") is var bound
            ? Sequences.Iterate(bound[0]).Zip(Sequences.Iterate(bound[1])).Where(pair => Sequences.IsTrue(pair.Second)).Select(pair => pair.First) : []),
        ["takewhile"] = Function("takewhile", arguments => Test(arguments, "takewhile") is var (test, items) ? items.TakeWhile(test) : []),
        ["dropwhile"] = Function("dropwhile", arguments => Test(arguments, "dropwhile") is var (test, items) ? items.SkipWhile(test) : []),
        ["filterfalse"] = Function("filterfalse", arguments => Test(arguments, "filterfalse") is var (test, items) ? items.Where(item => !test(item)) : []),
        ["groupby"] = Function("groupby", Grouped),
        ["pairwise"] = Function("pairwise", arguments => Sequences.Iterate(arguments.Bind("pairwise", "iterable")[0]).ToList() is var all
            ? all.Zip(all.Skip(1)).Select(pair => (object?)new PyTuple(pair.First, pair.Second)) : []),
        ["islice"] = Function("islice", Sliced),
        ["starmap"] = Function("starmap", arguments => arguments.Bind("starmap", "function", "iterable") is [IJinjaCallable function, var items]
            ? Sequences.Iterate(items).Select(item => function.Call(new JinjaArguments(arguments.Run, [.. Sequences.Iterate(item)]))) : throw Faults.Type("starmap() needs a function")),
        ["tee"] = Function("tee", arguments => arguments.Bind("tee", "iterable", "n?") is var bound && Sequences.Iterate(bound[0]).ToList() is var all
            ? [.. Enumerable.Repeat(all, Math.Clamp(Numbers.Index(Or(bound[1], 2L)), 0, 1000)).Select(one => (object?)new PyList(one))] : []),
        ["zip_longest"] = Function("zip_longest", Zipped),
        ["product"] = Function("product", Product),
        ["permutations"] = Function("permutations", arguments => Picked(arguments, "permutations", false, false)),
        ["combinations"] = Function("combinations", arguments => Picked(arguments, "combinations", true, false)),
        ["combinations_with_replacement"] = Function("combinations_with_replacement", arguments => Picked(arguments, "combinations_with_replacement", true, true)),
    });

    /// <summary>Each item that is taken counts as a step, so that what does not end is stopped.</summary>
    private static JinjaFunction Function(string name, Func<JinjaArguments, IEnumerable<object?>> call) => new(name, arguments => Stepped(arguments.Run, call(arguments)));

    private static IEnumerable<object?> Stepped(JinjaRun run, IEnumerable<object?> items)
    {
        foreach (var item in items)
        {
            run.Step();
            yield return item;
        }
    }

    private static object? Or(object? given, object? otherwise) => ReferenceEquals(given, JinjaArguments.Missing) ? otherwise : given;

    private static IEnumerable<object?> Counted(object? start, object? step)
    {
        for (var value = start; ; value = Operations.Of("+", value, step))
        {
            yield return value;
        }
    }

    private static IEnumerable<object?> Cycled(List<object?> items)
    {
        while (items.Count > 0)
        {
            foreach (var item in items)
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<object?> Accumulated(JinjaArguments arguments)
    {
        var bound = arguments.Bind("accumulate", "iterable", "func?");
        object? sum = null;
        var any = false;
        foreach (var item in Sequences.Iterate(bound[0]))
        {
            sum = !any ? item : bound[1] is IJinjaCallable function ? function.Call(new JinjaArguments(arguments.Run, [sum, item])) : Operations.Of("+", sum, item);
            any = true;
            yield return sum;
        }
    }

    private static (Func<object?, bool> Test, IEnumerable<object?> Items) Test(JinjaArguments arguments, string name)
    {
        var bound = arguments.Bind(name, "predicate", "iterable");
        return (item => Sequences.IsTrue(bound[0] switch
        {
            null => item,
            IJinjaCallable function => function.Call(new JinjaArguments(arguments.Run, [item])),
            _ => throw Faults.Type($"'{Kinds.NameOf(bound[0])}' object is not callable"),
        }), Sequences.Iterate(bound[1]));
    }

    /// <summary>Neighbours with the same key, as pairs of the key and a list.</summary>
    private static IEnumerable<object?> Grouped(JinjaArguments arguments)
    {
        var bound = arguments.Bind("groupby", "iterable", "key?");
        PyList? group = null;
        object? last = null;
        foreach (var item in Sequences.Iterate(bound[0]))
        {
            var key = bound[1] is IJinjaCallable function ? function.Call(new JinjaArguments(arguments.Run, [item])) : item;
            if (group is not null && !Equality.AreEqual(last, key))
            {
                yield return new PyTuple(last, group);
                group = null;
            }

            (group ??= []).Add(item);
            last = key;
        }

        if (group is not null)
        {
            yield return new PyTuple(last, group);
        }
    }

    private static IEnumerable<object?> Sliced(JinjaArguments arguments)
    {
        var values = arguments.Values;
        var (start, stop, step) = values.Count switch
        {
            2 => (0, values[1], 1),
            3 => (Numbers.Index(values[1] ?? 0L), values[2], 1),
            4 => (Numbers.Index(values[1] ?? 0L), values[2], Numbers.Index(values[3] ?? 1L)),
            _ => throw Faults.Type($"islice expected at least 2 arguments, got {values.Count}"),
        };
        if (stop is not null && Numbers.Index(stop) < 0)
        {
            throw Faults.Value($"{(values.Count == 2 ? "Stop argument" : "Indices")} for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
        }

        if (start < 0 || step < 1)
        {
            throw Faults.Value("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
        }

        var end = stop is null ? int.MaxValue : Numbers.Index(stop);
        return Sequences.Iterate(values[0]).Take(end).Skip(start).Where((_, i) => i % step == 0);
    }

    private static IEnumerable<object?> Zipped(JinjaArguments arguments)
    {
        var fill = arguments.Named.GetValueOrDefault("fillvalue");
        var lists = arguments.Values.Select(items => Sequences.Iterate(items).ToList()).ToList();
        var longest = lists.Count == 0 ? 0 : lists.Max(list => list.Count);
        return Enumerable.Range(0, longest).Select(i => (object?)new PyTuple([.. lists.Select(list => i < list.Count ? list[i] : fill)]));
    }

    private static IEnumerable<object?> Product(JinjaArguments arguments)
    {
        var times = arguments.Named.TryGetValue("repeat", out var repeat) ? Numbers.Index(repeat) : 1;
        var lists = arguments.Values.Select(items => Sequences.Iterate(items).ToList()).ToList();
        lists = [.. Enumerable.Repeat(lists, Math.Max(0, times)).SelectMany(all => all)];
        return Rows(0, new object?[lists.Count]);

        IEnumerable<object?> Rows(int at, object?[] row)
        {
            if (at == lists.Count)
            {
                yield return new PyTuple([.. row]);
                yield break;
            }

            foreach (var item in lists[at])
            {
                row[at] = item;
                foreach (var whole in Rows(at + 1, row))
                {
                    yield return whole;
                }
            }
        }
    }

    private static IEnumerable<object?> Picked(JinjaArguments arguments, string name, bool inOrder, bool repeated)
    {
        var bound = arguments.Bind(name, "iterable", "r?");
        var items = Sequences.Iterate(bound[0]).ToList();
        var size = bound[1] is null || ReferenceEquals(bound[1], JinjaArguments.Missing) ? items.Count : Numbers.Index(bound[1]);
        if (size < 0)
        {
            throw Faults.Value("r must be non-negative");
        }

        return size > items.Count && !repeated ? [] : Rows(0, new int[Math.Min(size, 10_000)]);

        IEnumerable<object?> Rows(int at, int[] places)
        {
            if (at == places.Length)
            {
                yield return new PyTuple([.. places.Select(place => items[place])]);
                yield break;
            }

            var first = !inOrder || at == 0 ? 0 : repeated ? places[at - 1] : places[at - 1] + 1;
            for (var i = first; i < items.Count; i++)
            {
                if (!inOrder && places.AsSpan(0, at).Contains(i))
                {
                    continue;
                }

                places[at] = i;
                foreach (var row in Rows(at + 1, places))
                {
                    yield return row;
                }
            }
        }
    }
}
