using System.Collections.Frozen;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Methods;

/// <summary>Methods of dicts.</summary>
internal static class DictMethods
{
    public static FrozenDictionary<string, Func<object?, JinjaArguments, object?>> All { get; } = new Dictionary<string, Func<PyDict, JinjaArguments, object?>>
    {
        ["keys"] = (dict, _) => new DictView("dict_keys", () => dict.Keys, dict),
        ["values"] = (dict, _) => new DictView("dict_values", () => dict.Values, dict),
        ["items"] = (dict, _) => new DictView("dict_items", () => dict.Select(pair => (object?)new PyTuple(pair.Key, pair.Value)), dict),
        ["get"] = Get,
        ["pop"] = Pop,
        ["popitem"] = PopItem,
        ["setdefault"] = SetDefault,
        ["update"] = Update,
        ["clear"] = (dict, _) =>
        {
            dict.Clear();
            return null;
        },
        ["copy"] = (dict, _) => new PyDict(dict),
        ["fromkeys"] = FromKeys,
    }.ToFrozenDictionary(pair => pair.Key, pair => (Func<object?, JinjaArguments, object?>)((dict, arguments) => pair.Value((PyDict)dict!, arguments)));

    private static object? Get(PyDict dict, JinjaArguments arguments)
    {
        var bound = arguments.Bind("get", "key", "default?");
        return dict.TryGetValue(bound[0], out var value) ? value : ReferenceEquals(bound[1], JinjaArguments.Missing) ? null : bound[1];
    }

    private static object? Pop(PyDict dict, JinjaArguments arguments)
    {
        var bound = arguments.Bind("pop", "key", "default?");
        if (dict.TryGetValue(bound[0], out var value))
        {
            dict.Remove(bound[0]);
            return value;
        }

        return ReferenceEquals(bound[1], JinjaArguments.Missing) ? throw Faults.Key(bound[0]) : bound[1];
    }

    private static PyTuple PopItem(PyDict dict, JinjaArguments arguments)
    {
        arguments.Bind("popitem");
        if (dict.Count == 0)
        {
            throw new JinjaException("KeyError", "'popitem(): dictionary is empty'");
        }

        var (key, value) = dict.Last();
        dict.Remove(key);
        return new PyTuple(key, value);
    }

    private static object? SetDefault(PyDict dict, JinjaArguments arguments)
    {
        var bound = arguments.Bind("setdefault", "key", "default?");
        if (!dict.TryGetValue(bound[0], out var value))
        {
            value = ReferenceEquals(bound[1], JinjaArguments.Missing) ? null : bound[1];
            dict[bound[0]] = value;
        }

        return value;
    }

    private static object? Update(PyDict dict, JinjaArguments arguments)
    {
        foreach (var (key, value) in arguments.Values.SelectMany(Mappings.Pairs).ToList())
        {
            dict[key] = value;
        }

        foreach (var (name, value) in arguments.Named)
        {
            dict[name] = value;
        }

        return null;
    }

    private static PyDict FromKeys(PyDict dict, JinjaArguments arguments)
    {
        var bound = arguments.Bind("fromkeys", "iterable", "value?");
        var value = ReferenceEquals(bound[1], JinjaArguments.Missing) ? null : bound[1];
        return new PyDict(Sequences.Iterate(bound[0]).Select(key => KeyValuePair.Create(key, value)));
    }
}
