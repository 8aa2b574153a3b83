namespace Talentys.Jinja.Public;

/// <summary>A value with a layout of its own in <c>format</c>: a date by <c>%Y</c>.</summary>
public interface IJinjaFormat
{
    /// <summary>Its text by the part behind the colon.</summary>
    string Format(string specification);
}
