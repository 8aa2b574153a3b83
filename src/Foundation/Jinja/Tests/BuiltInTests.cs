using System.Numerics;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Tests;

/// <summary>Jinja's tests: what stands behind <c>is</c>.</summary>
internal static class BuiltInTests
{
    public static Dictionary<string, Func<JinjaArguments, bool>> All() => new(StringComparer.Ordinal)
    {
        ["odd"] = arguments => IsOdd(arguments.Bind("odd", "value")[0]),
        ["even"] = arguments => !IsOdd(arguments.Bind("even", "value")[0]),
        ["divisibleby"] = arguments => arguments.Bind("divisibleby", "value", "num") is var bound && Equality.AreEqual(Operations.Of("%", bound[0], bound[1]), 0L),
        ["defined"] = arguments => arguments.Values[0] is not JinjaUndefined,
        ["undefined"] = arguments => arguments.Values[0] is JinjaUndefined,
        ["filter"] = arguments => arguments.Values[0] is string name && arguments.Run.Environment.Filters.ContainsKey(name),
        ["test"] = arguments => arguments.Values[0] is string name && arguments.Run.Environment.Tests.ContainsKey(name),
        ["none"] = arguments => arguments.Values[0] is null,
        ["boolean"] = arguments => arguments.Values[0] is bool,
        ["true"] = arguments => arguments.Values[0] is true,
        ["false"] = arguments => arguments.Values[0] is false,
        ["integer"] = arguments => arguments.Values[0] is long or BigInteger,
        ["float"] = arguments => arguments.Values[0] is double,
        ["number"] = arguments => Numbers.IsNumber(arguments.Values[0]),
        ["string"] = arguments => arguments.Values[0] is string,
        ["lower"] = arguments => Texts.Str(arguments.Values[0]) is var text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["upper"] = arguments => Texts.Str(arguments.Values[0]) is var text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["mapping"] = arguments => Mappings.IsMapping(arguments.Values[0]),
        ["sequence"] = arguments => arguments.Values[0] is string or PyDict or PySet or IJinjaMapping or IReadOnlyList<object?> or JinjaUndefined,
        ["iterable"] = arguments => Sequences.Items(arguments.Values[0]) is not null,
        ["callable"] = arguments => arguments.Values[0] is IJinjaCallable,
        ["escaped"] = _ => false,
        ["sameas"] = arguments => arguments.Bind("sameas", "value", "other") is var bound && AreSame(bound[0], bound[1]),
        ["in"] = arguments => arguments.Bind("in", "value", "seq") is var bound && Sequences.Contains(bound[1], bound[0]),
        ["=="] = Compared("=="),
        ["eq"] = Compared("=="),
        ["equalto"] = Compared("=="),
        ["!="] = Compared("!="),
        ["ne"] = Compared("!="),
        [">"] = Compared(">"),
        ["gt"] = Compared(">"),
        ["greaterthan"] = Compared(">"),
        ["ge"] = Compared(">="),
        [">="] = Compared(">="),
        ["<"] = Compared("<"),
        ["lt"] = Compared("<"),
        ["lessthan"] = Compared("<"),
        ["<="] = Compared("<="),
        ["le"] = Compared("<="),
    };

    private static Func<JinjaArguments, bool> Compared(string sign) => arguments =>
        arguments.Bind(sign, "a", "b") is var bound && Operations.Holds(sign, bound[0], bound[1]);

    private static bool IsOdd(object? value) => Equality.AreEqual(Operations.Of("%", value, 2L), 1L);

    private static bool AreSame(object? left, object? right) => ReferenceEquals(left, right)
        || (left is bool a && right is bool b && a == b)
        || (left is long c && right is long d && c == d)
        || (left is string e && right is string f && string.Equals(e, f, StringComparison.Ordinal));
}
