namespace Talentys.Jinja.Public;

/// <summary>A value with attributes. Nothing else of .NET can be reached from a template.</summary>
public interface IJinjaObject
{
    /// <summary>Python's name of its type, told in faults.</summary>
    string TypeName { get; }

    /// <summary>An attribute; false when it has none of that name.</summary>
    bool TryGet(string name, out object? value);
}
