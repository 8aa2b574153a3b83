using Talentys.Jinja.Public;

namespace Talentys.Transformation.Yaml;

/// <summary>Short ways to what is in read YAML.</summary>
internal static class Values
{
    public static object? Get(this PyDict dict, string key) => dict.TryGetValue(key, out var value) ? value : null;

    public static string? Text(this PyDict dict, string key) => dict.Get(key) as string ?? dict.Get(key)?.ToString();

    public static PyDict Dict(this PyDict dict, string key) => dict.Get(key) as PyDict ?? [];

    public static IEnumerable<PyDict> Dicts(this PyDict dict, string key) => (dict.Get(key) as PyList)?.OfType<PyDict>() ?? [];

    /// <summary>A list of texts; one text is a list of one.</summary>
    public static IReadOnlyList<string> Texts(object? value) => value switch
    {
        string text => [text],
        PyList list => [.. list.Where(item => item is not null).Select(item => item as string ?? item!.ToString()!)],
        _ => [],
    };
}
