namespace Talentys.Jinja.Public;

/// <summary>Names with their values.</summary>
public sealed class JinjaNames : Dictionary<string, object?>, IJinjaNames
{
    /// <summary>No names.</summary>
    public JinjaNames()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>These names.</summary>
    public JinjaNames(IEnumerable<KeyValuePair<string, object?>> names)
        : base(names, StringComparer.Ordinal)
    {
    }

    bool IJinjaNames.TryGet(string name, out object? value) => TryGetValue(name, out value);
}
