using System.Collections.Frozen;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Methods;

/// <summary>Methods of lists.</summary>
internal static class ListMethods
{
    public static FrozenDictionary<string, Func<object?, JinjaArguments, object?>> All { get; } = new Dictionary<string, Func<PyList, JinjaArguments, object?>>
    {
        ["append"] = (list, arguments) => Done(() => list.Add(arguments.Bind("append", "object")[0])),
        ["extend"] = (list, arguments) => Done(() => list.AddRange([.. Sequences.Iterate(arguments.Bind("extend", "iterable")[0])])),
        ["insert"] = Insert,
        ["pop"] = Pop,
        ["remove"] = Remove,
        ["clear"] = (list, _) => Done(list.Clear),
        ["copy"] = (list, _) => new PyList(list),
        ["count"] = (list, arguments) => (long)list.Count(item => Equality.AreEqual(item, arguments.Bind("count", "value")[0])),
        ["index"] = (list, arguments) => Index(list, arguments, "list"),
        ["reverse"] = (list, _) => Done(list.Reverse),
        ["sort"] = Sort,
    }.ToFrozenDictionary(pair => pair.Key, pair => (Func<object?, JinjaArguments, object?>)((list, arguments) => pair.Value((PyList)list!, arguments)));

    public static object? Index(IReadOnlyList<object?> list, JinjaArguments arguments, string type)
    {
        var bound = arguments.Bind("index", "value", "start?", "stop?");
        var start = Bound(bound[1], 0);
        var stop = Bound(bound[2], list.Count);
        for (var i = start; i < Math.Min(stop, list.Count); i++)
        {
            if (Equality.AreEqual(list[i], bound[0]))
            {
                return (long)i;
            }
        }

        throw Faults.Value(type == "tuple" ? "tuple.index(x): x not in tuple" : $"{Texts.Repr(bound[0])} is not in list");

        int Bound(object? given, int otherwise) => ReferenceEquals(given, JinjaArguments.Missing) ? otherwise
            : Numbers.Index(given) is var index && index < 0 ? Math.Max(0, index + list.Count) : index;
    }

    /// <summary>Items in order, those that are equal as they stood.</summary>
    public static IEnumerable<object?> Sorted(IEnumerable<object?> items, Func<object?, object?>? key, bool reverse)
    {
        var keyed = items.Select(item => (Item: item, Key: key is null ? item : key(item)));
        var order = Comparer<object?>.Create((left, right) => Equality.AreEqual(left, right) ? 0 : -Equality.Compare(right, left, "<"));
        var sorted = reverse ? keyed.OrderByDescending(pair => pair.Key, order) : keyed.OrderBy(pair => pair.Key, order);
        try
        {
            return [.. sorted.Select(pair => pair.Item)];
        }
        catch (InvalidOperationException failure) when (failure.InnerException is JinjaException inner)
        {
            throw inner;
        }
    }

    private static object? Insert(PyList list, JinjaArguments arguments)
    {
        var bound = arguments.Bind("insert", "index", "object");
        var index = Numbers.Index(bound[0]);
        list.Insert(Math.Clamp(index < 0 ? index + list.Count : index, 0, list.Count), bound[1]);
        return null;
    }

    private static object? Pop(PyList list, JinjaArguments arguments)
    {
        var given = arguments.Bind("pop", "index?")[0];
        var index = ReferenceEquals(given, JinjaArguments.Missing) ? -1 : Numbers.Index(given);
        if (list.Count == 0)
        {
            throw Faults.Index("pop from empty list");
        }

        index = index < 0 ? index + list.Count : index;
        if (index < 0 || index >= list.Count)
        {
            throw Faults.Index("pop index out of range");
        }

        var item = list[index];
        list.RemoveAt(index);
        return item;
    }

    private static object? Remove(PyList list, JinjaArguments arguments)
    {
        var value = arguments.Bind("remove", "value")[0];
        var index = list.FindIndex(item => Equality.AreEqual(item, value));
        if (index < 0)
        {
            throw Faults.Value("list.remove(x): x not in list");
        }

        list.RemoveAt(index);
        return null;
    }

    private static object? Sort(PyList list, JinjaArguments arguments)
    {
        if (arguments.Values.Count > 0)
        {
            throw Faults.Type("sort() takes no positional arguments");
        }

        var bound = arguments.Bind("sort", "key?", "reverse?");
        var key = bound[0] as IJinjaCallable;
        var sorted = Sorted(
            list, key is null ? null : item => key.Call(new JinjaArguments(arguments.Run, [item])), !ReferenceEquals(bound[1], JinjaArguments.Missing) && Sequences.IsTrue(bound[1])).ToList();
        list.Clear();
        list.AddRange(sorted);
        return null;
    }

    private static object? Done(Action action)
    {
        action();
        return null;
    }
}
