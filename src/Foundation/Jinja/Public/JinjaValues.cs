using Talentys.Jinja.Filters;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Public;

/// <summary>Values of templates outside of them.</summary>
public static class JinjaValues
{
    /// <summary>Its text, as Python's <c>str()</c> gives it.</summary>
    public static string Text(object? value) => Texts.Str(value);

    /// <summary>Its text, as Python's <c>json.dumps</c> gives it.</summary>
    /// <exception cref="JinjaException">It has no form in JSON.</exception>
    public static string Json(object? value, bool sortKeys) => MarkupFilters.Json(value, null, sortKeys);

    /// <summary>Its items; null where it has none to go through.</summary>
    public static IEnumerable<object?>? Items(object? value) => Sequences.Items(value);
}
