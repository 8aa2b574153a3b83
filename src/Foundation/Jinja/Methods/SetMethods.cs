using System.Collections.Frozen;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Methods;

/// <summary>Methods of sets.</summary>
internal static class SetMethods
{
    public static FrozenDictionary<string, Func<object?, JinjaArguments, object?>> All { get; } = new Dictionary<string, Func<PySet, JinjaArguments, object?>>
    {
        ["add"] = (set, arguments) => Done(() => set.Add(arguments.Bind("add", "object")[0])),
        ["discard"] = (set, arguments) => Done(() => set.Remove(arguments.Bind("discard", "object")[0])),
        ["remove"] = (set, arguments) => set.Remove(arguments.Bind("remove", "object")[0]) ? null : throw Faults.Key(arguments.Values[0]),
        ["clear"] = (set, _) => Done(set.Clear),
        ["copy"] = (set, _) => new PySet(set),
        ["pop"] = (set, _) => set.Count == 0 ? throw new JinjaException("KeyError", "'pop from an empty set'") : Taken(set),
        ["union"] = (set, arguments) => new PySet(set.Concat(arguments.Values.SelectMany(Sequences.Iterate))),
        ["update"] = (set, arguments) => Done(() => Others(arguments).ForEach(item => set.Add(item))),
        ["intersection"] = (set, arguments) => new PySet(set.Where(item => arguments.Values.All(other => Sequences.Contains(other, item)))),
        ["difference"] = (set, arguments) => new PySet(set.Where(item => !arguments.Values.Any(other => Sequences.Contains(other, item)))),
        ["symmetric_difference"] = (set, arguments) => Either(set, new PySet(Sequences.Iterate(arguments.Bind("symmetric_difference", "other")[0]))),
        ["issubset"] = (set, arguments) => set.All(item => Sequences.Contains(arguments.Bind("issubset", "other")[0], item)),
        ["issuperset"] = (set, arguments) => Sequences.Iterate(arguments.Bind("issuperset", "other")[0]).All(set.Contains),
        ["isdisjoint"] = (set, arguments) => !Sequences.Iterate(arguments.Bind("isdisjoint", "other")[0]).Any(set.Contains),
    }.ToFrozenDictionary(pair => pair.Key, pair => (Func<object?, JinjaArguments, object?>)((set, arguments) => pair.Value((PySet)set!, arguments)));

    private static List<object?> Others(JinjaArguments arguments) => [.. arguments.Values.SelectMany(Sequences.Iterate)];

    private static PySet Either(PySet left, PySet right) => new(left.Where(item => !right.Contains(item)).Concat(right.Where(item => !left.Contains(item))));

    private static object? Taken(PySet set)
    {
        var item = set.First();
        set.Remove(item);
        return item;
    }

    private static object? Done(Action action)
    {
        action();
        return null;
    }
}
