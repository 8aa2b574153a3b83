using System.Numerics;
using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>Python's <c>==</c>, hash and order.</summary>
internal static class Equality
{
    private const int Deepest = 200;

    public static bool AreEqual(object? left, object? right) => AreEqual(left, right, 0);

    public static int HashOf(object? value) => HashOf(value, 0);

    private static int HashOf(object? value, int depth) => value switch
    {
        _ when depth > Deepest => throw new JinjaException("RecursionError", "maximum recursion depth exceeded while hashing"),
        null => 0,
        bool or long or BigInteger or double or decimal => Numbers.HashOf(value),
        string text => text.GetHashCode(StringComparison.Ordinal),
        PyTuple tuple => tuple.Aggregate(new HashCode(), (hash, item) =>
        {
            JinjaRun.Visit();
            hash.Add(HashOf(item, depth + 1));
            return hash;
        }).ToHashCode(),
        PyList or PyDict or PySet => throw Faults.Type($"unhashable type: '{Kinds.NameOf(value)}'"),
        _ => value.GetHashCode(),
    };

    /// <summary>Below zero, zero or above; a fault for values that have no order.</summary>
    public static int Compare(object? left, object? right, string sign) => Compare(left, right, sign, 0);

    private static int Compare(object? left, object? right, string sign, int depth)
    {
        if (depth > Deepest)
        {
            throw new JinjaException("RecursionError", "maximum recursion depth exceeded in comparison");
        }

        if (Numbers.IsNumber(left) && Numbers.IsNumber(right))
        {
            return Numbers.Compare(left!, right!);
        }

        switch (left, right)
        {
            case (string a, string b):
                return Texts.Compare(a, b);
            case (PyList or PyTuple, PyList or PyTuple) when left!.GetType() == right!.GetType():
                return InOrder((IReadOnlyList<object?>)left, (IReadOnlyList<object?>)right, sign, depth);
            case (IComparable a, IComparable) when left.GetType() == right.GetType():
                return a.CompareTo(right);
            case (JinjaUndefined undefined, _):
                throw Faults.Undefined(undefined);
            case (_, JinjaUndefined undefined):
                throw Faults.Undefined(undefined);
            default:
                throw Faults.Type($"'{sign}' not supported between instances of '{Kinds.NameOf(left)}' and '{Kinds.NameOf(right)}'");
        }
    }

    private static int InOrder(IReadOnlyList<object?> left, IReadOnlyList<object?> right, string sign, int depth)
    {
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!AreEqual(left[i], right[i]))
            {
                return Compare(left[i], right[i], sign, depth + 1);
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static bool AreEqual(object? left, object? right, int depth)
    {
        JinjaRun.Visit();
        if (depth > Deepest)
        {
            throw new JinjaException("RecursionError", "maximum recursion depth exceeded in comparison");
        }

        return (left, right) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (PyList a, PyList b) => Items(a, b, depth),
            (PyTuple a, PyTuple b) => Items(a, b, depth),
            (PyDict a, PyDict b) => ReferenceEquals(a, b)
                || (a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other) && AreEqual(pair.Value, other, depth + 1))),
            (PySet a, PySet b) => a.Count == b.Count && a.All(b.Contains),
            (JinjaUndefined, JinjaUndefined) => true,
            _ when Numbers.IsNumber(left) && Numbers.IsNumber(right) => Numbers.AreEqual(left, right),
            _ => left.Equals(right),
        };
    }

    private static bool Items(IReadOnlyList<object?> left, IReadOnlyList<object?> right, int depth)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i], right[i], depth + 1))
            {
                return false;
            }
        }

        return true;
    }
}
