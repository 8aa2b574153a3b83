namespace Talentys.Jinja.Running;

/// <summary>The names of one part of a template; it sees those around it.</summary>
internal sealed class Scope(Scope? outer)
{
    private Dictionary<string, object?>? own;

    public Scope? Outer { get; } = outer;

    public object? this[string name]
    {
        set => (own ??= new Dictionary<string, object?>(StringComparer.Ordinal))[name] = value;
    }

    public IEnumerable<KeyValuePair<string, object?>> Own => own ?? [];

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.own is { } names && names.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }
}
