namespace Talentys.Jinja.Public;

/// <summary>A value that says how it is printed.</summary>
public interface IJinjaText
{
    /// <summary>Its text: as <c>str()</c> gives it, or as <c>repr()</c> does inside of lists and dicts.</summary>
    string Text(bool isRepr);
}
