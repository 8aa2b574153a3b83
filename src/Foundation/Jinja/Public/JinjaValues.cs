using Talentys.Jinja.Values;

namespace Talentys.Jinja.Public;

/// <summary>Values of templates outside of them.</summary>
public static class JinjaValues
{
    /// <summary>Its text, as Python's <c>str()</c> gives it.</summary>
    public static string Text(object? value) => Texts.Str(value);
}
