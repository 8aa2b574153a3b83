namespace Talentys.Jinja.Public;

/// <summary>A value with items that are found by keys: <c>value['key']</c>.</summary>
public interface IJinjaMapping
{
    /// <summary>How many items there are.</summary>
    int Count { get; }

    /// <summary>The keys in order.</summary>
    IEnumerable<object?> Keys { get; }

    /// <summary>The item of a key; false when there is none.</summary>
    bool TryGetItem(object? key, out object? value);
}
