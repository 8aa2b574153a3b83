using System.Collections;

namespace Talentys.Jinja.Public;

/// <summary>Python's set; its items come in the order in which they were added.</summary>
public sealed class PySet : IEnumerable<object?>
{
    private readonly PyDict items = new();

    /// <summary>An empty set.</summary>
    public PySet()
    {
    }

    /// <summary>A set of these items.</summary>
    public PySet(IEnumerable<object?> items)
    {
        foreach (var item in items)
        {
            Add(item);
        }
    }

    /// <summary>How many items there are.</summary>
    public int Count => items.Count;

    /// <summary>Whether an item is in it.</summary>
    public bool Contains(object? item) => items.ContainsKey(item);

    /// <summary>Adds an item; tells whether it is new.</summary>
    public bool Add(object? item)
    {
        if (items.ContainsKey(item))
        {
            return false;
        }

        items[item] = null;
        return true;
    }

    /// <summary>Removes an item; tells whether it was there.</summary>
    public bool Remove(object? item) => items.Remove(item);

    /// <summary>Removes all items.</summary>
    public void Clear() => items.Clear();

    /// <summary>The items.</summary>
    public IEnumerator<object?> GetEnumerator() => items.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
