using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>What signs between two values do.</summary>
internal static class Operations
{
    public const int Longest = 100_000_000;

    public static bool Holds(string sign, object? left, object? right) => sign switch
    {
        "==" => Equality.AreEqual(left, right),
        "!=" => !Equality.AreEqual(left, right),
        "in" => Sequences.Contains(right, left),
        "not in" => !Sequences.Contains(right, left),
        "<" => Subset(left, right, true) ?? Ordered(left, right, "<", order => order < 0),
        "<=" => Subset(left, right, false) ?? Ordered(left, right, "<=", order => order <= 0),
        ">" => Subset(right, left, true) ?? Ordered(left, right, ">", order => order > 0),
        _ => Subset(right, left, false) ?? Ordered(left, right, ">=", order => order >= 0),
    };

    public static object? Of(string sign, object? left, object? right)
    {
        if (Numbers.IsNumber(left) && Numbers.IsNumber(right))
        {
            return Numbers.Of(sign switch { "//" => '\\', "**" => '^', _ => sign[0] }, left!, right!);
        }

        return (sign, left, right) switch
        {
            (_, JinjaUndefined undefined, _) => throw Faults.Undefined(undefined),
            ("%", string format, _) => PercentFormat.Of(format, right),
            (_, _, JinjaUndefined undefined) => throw Faults.Undefined(undefined),
            (_, IJinjaOperand operand, _) when operand.TryOperate(sign, right, true, out var result) => result,
            (_, _, IJinjaOperand operand) when operand.TryOperate(sign, left, false, out var result) => result,
            ("+", string a, string b) => Appended(a, b),
            ("+", PyList a, PyList b) => new PyList([.. Sequences.Iterate(a), .. Sequences.Iterate(b)]),
            ("+", PyTuple a, PyTuple b) => new PyTuple([.. Sequences.Iterate(a), .. Sequences.Iterate(b)]),
            ("*", string text, _) when Numbers.IsInt(right) => Repeated(text, right),
            ("*", _, string text) when Numbers.IsInt(left) => Repeated(text, left),
            ("*", PyList list, _) when Numbers.IsInt(right) => new PyList(Repeated(list, right)),
            ("*", _, PyList list) when Numbers.IsInt(left) => new PyList(Repeated(list, left)),
            ("*", PyTuple tuple, _) when Numbers.IsInt(right) => new PyTuple([.. Repeated(tuple, right)]),
            ("*", _, PyTuple tuple) when Numbers.IsInt(left) => new PyTuple([.. Repeated(tuple, left)]),
            ("-", PySet a, PySet b) => new PySet(a.Where(item => !b.Contains(item))),
            ("+", string, _) => throw Faults.Type($"can only concatenate str (not \"{Kinds.NameOf(right)}\") to str"),
            ("+", PyList, _) => throw Faults.Type($"can only concatenate list (not \"{Kinds.NameOf(right)}\") to list"),
            ("+", PyTuple, _) => throw Faults.Type($"can only concatenate tuple (not \"{Kinds.NameOf(right)}\") to tuple"),
            ("*", string or PyList or PyTuple, _) => throw Faults.Type($"can't multiply sequence by non-int of type '{Kinds.NameOf(right)}'"),
            _ => throw Faults.Type($"unsupported operand type(s) for {(sign == "**" ? "** or pow()" : sign)}: '{Kinds.NameOf(left)}' and '{Kinds.NameOf(right)}'"),
        };
    }

    private static string Appended(string left, string right)
    {
        JinjaRun.Bound((long)left.Length + right.Length);
        return left + right;
    }

    private static bool Ordered(object? left, object? right, string sign, Func<int, bool> holds) =>
        left is double a && double.IsNaN(a) && Numbers.IsNumber(right) ? false
        : right is double b && double.IsNaN(b) && Numbers.IsNumber(left) ? false
        : holds(Equality.Compare(left, right, sign));

    private static bool? Subset(object? left, object? right, bool proper) => left is PySet a && right is PySet b
        ? a.All(b.Contains) && (!proper || a.Count < b.Count) : null;

    private static string Repeated(string text, object? times)
    {
        var count = Math.Max(0, Numbers.Index(times));
        Bound((long)text.Length * count);
        return string.Concat(Enumerable.Repeat(text, count));
    }

    private static IEnumerable<object?> Repeated(IReadOnlyCollection<object?> items, object? times)
    {
        var count = Math.Max(0, Numbers.Index(times));
        Bound((long)items.Count * count);
        return Enumerable.Repeat(items, count).SelectMany(all => all);
    }

    private static void Bound(long length)
    {
        if (length > Longest)
        {
            throw Faults.Limit($"The value would have more than {Longest:N0} items.");
        }
    }
}
