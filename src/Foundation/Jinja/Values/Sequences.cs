using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>What has items: how many, which, in what order.</summary>
internal static class Sequences
{
    public static bool IsTrue(object? value) => value switch
    {
        null or JinjaUndefined => false,
        bool truth => truth,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        PyDict dict => dict.Count > 0,
        PyList list => list.Count > 0,
        PyTuple tuple => tuple.Count > 0,
        PySet set => set.Count > 0,
        IJinjaMapping mapping => mapping.Count > 0,
        IReadOnlyCollection<object?> items => items.Count > 0,
        _ when Numbers.IsNumber(value) => !Numbers.AreEqual(value, 0L),
        _ => true,
    };

    /// <summary>The items as a loop sees them: the keys of a dict, the characters of a text.</summary>
    public static IEnumerable<object?> Iterate(object? value) => Items(value) ?? throw Faults.Type($"'{Kinds.NameOf(value)}' object is not iterable");

    /// <summary>The same; null when it has none.</summary>
    public static IEnumerable<object?>? Items(object? value) => value switch
    {
        string text => Texts.Points(text),
        PyDict dict => dict.Keys,
        PyList list => Live(list),
        PyTuple tuple => Visited(tuple),
        IEnumerable<object?> items => items,
        IJinjaMapping mapping => mapping.Keys,
        JinjaUndefined => [],
        _ => null,
    };

    private static IEnumerable<object?> Visited(PyTuple tuple)
    {
        foreach (var item in tuple)
        {
            JinjaRun.Visit();
            yield return item;
        }
    }

    /// <summary>As in Python, what is added to a list meanwhile comes too.</summary>
    private static IEnumerable<object?> Live(PyList list)
    {
        for (var i = 0; i < list.Count; i++)
        {
            JinjaRun.Visit();
            yield return list[i];
        }
    }

    public static int Length(object? value) => value switch
    {
        string text => Texts.Length(text),
        PyDict dict => dict.Count,
        PySet set => set.Count,
        IReadOnlyCollection<object?> items => items.Count,
        IJinjaMapping mapping => mapping.Count,
        JinjaUndefined => 0,
        _ => throw Faults.Type($"object of type '{Kinds.NameOf(value)}' has no len()"),
    };

    public static bool Contains(object? container, object? item) => container switch
    {
        string text => item is string part ? text.Contains(part, StringComparison.Ordinal)
            : item is JinjaUndefined undefined ? throw Faults.Undefined(undefined)
            : throw Faults.Type($"'in <string>' requires string as left operand, not {Kinds.NameOf(item)}"),
        PyDict dict => dict.ContainsKey(item),
        PySet set => set.Contains(item),
        IJinjaMapping mapping => mapping.TryGetItem(item, out _),
        JinjaUndefined => false,
        IEnumerable<object?> items => items.Any(one => ReferenceEquals(one, item) || Equality.AreEqual(one, item)),
        _ => throw Faults.Type($"argument of type '{Kinds.NameOf(container)}' is not iterable"),
    };

    /// <summary><c>value[key]</c>; null when there is no such item.</summary>
    public static bool TryItem(object? value, object? key, out object? item)
    {
        item = null;
        switch (value)
        {
            case PyDict dict:
                return dict.TryGetValue(key, out item);
            case IJinjaMapping mapping:
                return mapping.TryGetItem(key, out item);
            case string text when Numbers.IsInt(key):
                return At(text, Numbers.Index(key), out item);
            case IReadOnlyList<object?> list when Numbers.IsInt(key):
                var index = Numbers.Index(key);
                index = index < 0 ? index + list.Count : index;
                if (index < 0 || index >= list.Count)
                {
                    return false;
                }

                item = list[index];
                return true;
            default:
                return false;
        }
    }

    /// <summary><c>value[start:stop:step]</c>; each may be None.</summary>
    public static object? Slice(object? value, object? start, object? stop, object? step)
    {
        if (value is JinjaUndefined undefined)
        {
            throw Faults.Undefined(undefined);
        }

        IReadOnlyList<object?> all = value switch
        {
            string text => [.. Texts.Points(text)],
            IReadOnlyList<object?> list => list,
            _ => throw Faults.Type($"'{Kinds.NameOf(value)}' object is not subscriptable"),
        };
        var by = step is null ? 1 : Numbers.Index(step);
        if (by == 0)
        {
            throw Faults.Value("slice step cannot be zero");
        }

        var (low, high) = by > 0 ? (0, all.Count) : (-1, all.Count - 1);
        long at = Bound(start, by > 0 ? low : high);
        long end = Bound(stop, by > 0 ? high : low);
        if (value is PyRange range)
        {
            return range.Part(at, end, by);
        }

        var taken = new List<object?>();
        for (; by > 0 ? at < end : at > end; at += by)
        {
            taken.Add(all[(int)at]);
        }

        return value switch
        {
            string => string.Concat(taken),
            PyTuple => new PyTuple(taken),
            _ => new PyList(taken),
        };

        int Bound(object? given, int otherwise)
        {
            if (given is null)
            {
                return otherwise;
            }

            var index = Numbers.Index(given);
            return index < 0 ? Math.Max(index + all.Count, low) : Math.Min(index, high);
        }
    }

    private static bool At(string text, int index, out object? item)
    {
        var points = Texts.Length(text);
        index = index < 0 ? index + points : index;
        if (index < 0 || index >= points)
        {
            item = null;
            return false;
        }

        item = points == text.Length ? text[index].ToString() : Texts.Points(text).ElementAt(index);
        return true;
    }
}
