using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>What has keys and values.</summary>
internal static class Mappings
{
    public static bool IsMapping(object? value) => value is PyDict or IJinjaMapping;

    /// <summary>The pairs of a dict, or of pairs.</summary>
    public static IEnumerable<(object? Key, object? Value)> Pairs(object? value)
    {
        switch (value)
        {
            case PyDict dict:
                return dict.Select(pair => (pair.Key, pair.Value));
            case IJinjaMapping mapping:
                return mapping.Keys.Select(key => (key, mapping.TryGetItem(key, out var item) ? item : null));
            default:
                return Sequences.Iterate(value).Select((pair, i) => Sequences.Items(pair)?.ToList() switch
                {
                    [var key, var item] => (key, item),
                    null => throw Faults.Type($"cannot convert dictionary update sequence element #{i} to a sequence"),
                    var other => throw Faults.Value($"dictionary update sequence element #{i} has length {other.Count}; 2 is required"),
                });
        }
    }
}
