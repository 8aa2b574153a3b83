using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Talentys.Lake.Manifests;

/// <summary>Figures by field id as manifests have them by the million: two arrays, of which files with the same columns share the ids.</summary>
/// <param name="ids">Field ids, ascending.</param>
/// <param name="values">What belongs to each.</param>
internal sealed class FieldMap<T>(int[] ids, T[] values) : IReadOnlyDictionary<int, T>
{
    /// <inheritdoc/>
    public int Count => ids.Length;

    /// <inheritdoc/>
    public IEnumerable<int> Keys => ids;

    /// <inheritdoc/>
    public IEnumerable<T> Values => values;

    /// <inheritdoc/>
    public T this[int key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no field {key}.");

    /// <inheritdoc/>
    public bool ContainsKey(int key) => Array.BinarySearch(ids, key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(int key, [MaybeNullWhen(false)] out T value)
    {
        var at = Array.BinarySearch(ids, key);
        value = at >= 0 ? values[at] : default;
        return at >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<int, T>> GetEnumerator()
    {
        for (var i = 0; i < ids.Length; i++)
        {
            yield return new KeyValuePair<int, T>(ids[i], values[i]);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
