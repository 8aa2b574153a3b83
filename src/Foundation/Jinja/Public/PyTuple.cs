using System.Collections;

namespace Talentys.Jinja.Public;

/// <summary>Python's tuple: a list that does not change, equal to another by its items.</summary>
public sealed class PyTuple(IReadOnlyList<object?> items) : IReadOnlyList<object?>
{
    /// <summary>A tuple of these items.</summary>
    public PyTuple(params object?[] items)
        : this((IReadOnlyList<object?>)items)
    {
    }

    /// <summary>How many items there are.</summary>
    public int Count => items.Count;

    /// <summary>An item by its place, from 0.</summary>
    public object? this[int index] => items[index];

    /// <summary>The items in order.</summary>
    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
