using System.Globalization;

namespace Talentys.Jinja.Public;

/// <summary>A place in a template.</summary>
/// <param name="Template">Name of the template, commonly the path of its file.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Macro">The macro that ran there; null outside of macros.</param>
public sealed record JinjaPlace(string Template, int Line, string? Macro)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{Template}, line {Line}");
        return Macro is null ? place : $"macro {Macro} ({place})";
    }
}
