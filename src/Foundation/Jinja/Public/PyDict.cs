using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Public;

/// <summary>Python's dict: keeps the order of its keys, which may be any value that has a hash, None among them.</summary>
public sealed class PyDict : IEnumerable<KeyValuePair<object?, object?>>
{
    private readonly OrderedDictionary<Key, object?> items;

    /// <summary>An empty dict.</summary>
    public PyDict() => items = [];

    /// <summary>A dict of these pairs; a later one replaces an earlier one of the same key.</summary>
    public PyDict(IEnumerable<KeyValuePair<object?, object?>> pairs)
        : this()
    {
        foreach (var (key, value) in pairs)
        {
            this[key] = value;
        }
    }

    /// <summary>How many keys there are.</summary>
    public int Count => items.Count;

    /// <summary>The keys in order.</summary>
    public IEnumerable<object?> Keys => this.Select(pair => pair.Key);

    /// <summary>The values in the order of their keys.</summary>
    public IEnumerable<object?> Values => this.Select(pair => pair.Value);

    /// <summary>The value of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public object? this[object? key]
    {
        get => items[new Key(key)];
        set => items[new Key(key)] = value;
    }

    /// <summary>The value of a key, when there is one.</summary>
    public bool TryGetValue(object? key, [MaybeNullWhen(true)] out object? value) => items.TryGetValue(new Key(key), out value);

    /// <summary>Whether there is a key.</summary>
    public bool ContainsKey(object? key) => items.ContainsKey(new Key(key));

    /// <summary>Removes a key; tells whether it was there.</summary>
    public bool Remove(object? key) => items.Remove(new Key(key));

    /// <summary>Removes all keys.</summary>
    public void Clear() => items.Clear();

    /// <summary>The pairs in order.</summary>
    /// <exception cref="JinjaException">Keys were added or removed meanwhile.</exception>
    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator()
    {
        var count = items.Count;
        for (var i = 0; i < count; i++)
        {
            var (key, value) = items.GetAt(i);
            yield return KeyValuePair.Create(key.Value, value);
            if (items.Count != count)
            {
                throw new JinjaException("RuntimeError", "dictionary changed size during iteration");
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private readonly struct Key(object? value) : IEquatable<Key>
    {
        public object? Value { get; } = value;

        public bool Equals(Key other) => Equality.AreEqual(Value, other.Value);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => Equality.HashOf(Value);
    }
}
