namespace Talentys.Jinja.Public;

/// <summary>The names that templates of one run know.</summary>
public interface IJinjaNames
{
    /// <summary>The value of a name; false when it is not known.</summary>
    bool TryGet(string name, out object? value);
}
