using System.Numerics;
using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>Python's names of types.</summary>
internal static class Kinds
{
    public static string NameOf(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        long or BigInteger => "int",
        double => "float",
        decimal => "Decimal",
        string => "str",
        PyList => "list",
        PyTuple => "tuple",
        PyDict => "dict",
        PySet => "set",
        JinjaUndefined => "Undefined",
        IJinjaObject named => named.TypeName,
        IJinjaCallable => "function",
        IEnumerable<object?> => "generator",
        _ => "object",
    };
}
