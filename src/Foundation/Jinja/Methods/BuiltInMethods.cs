using System.Collections.Frozen;
using System.Numerics;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Methods;

/// <summary>Methods of Python's own types.</summary>
internal static class BuiltInMethods
{
    private static readonly FrozenDictionary<string, Func<object?, JinjaArguments, object?>> OfTuples = new Dictionary<string, Func<object?, JinjaArguments, object?>>
    {
        ["count"] = (tuple, arguments) => (long)((PyTuple)tuple!).Count(item => Equality.AreEqual(item, arguments.Bind("count", "value")[0])),
        ["index"] = (tuple, arguments) => ListMethods.Index((PyTuple)tuple!, arguments, "tuple"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<object?, JinjaArguments, object?>> OfInts = new Dictionary<string, Func<object?, JinjaArguments, object?>>
    {
        ["bit_length"] = (value, _) => (long)BigInteger.Abs(Numbers.Big(value!)).GetBitLength(),
        ["conjugate"] = (value, _) => value,
        ["is_integer"] = (_, _) => true,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<object?, JinjaArguments, object?>> OfFloats = new Dictionary<string, Func<object?, JinjaArguments, object?>>
    {
        ["is_integer"] = (value, _) => double.IsInteger((double)value!),
        ["conjugate"] = (value, _) => value,
    }.ToFrozenDictionary();

    public static Func<object?, JinjaArguments, object?>? Find(object? value, string name) => Of(value)?.GetValueOrDefault(name);

    private static FrozenDictionary<string, Func<object?, JinjaArguments, object?>>? Of(object? value) => value switch
    {
        string => TextMethods.All,
        PyDict => DictMethods.All,
        PyList => ListMethods.All,
        PySet => SetMethods.All,
        PyTuple => OfTuples,
        bool or long or BigInteger => OfInts,
        double => OfFloats,
        _ => null,
    };
}
