namespace Talentys.Jinja.Public;

/// <summary>Python's list.</summary>
public sealed class PyList : List<object?>
{
    /// <summary>An empty list.</summary>
    public PyList()
    {
    }

    /// <summary>A list of these items.</summary>
    public PyList(IEnumerable<object?> items)
        : base(items)
    {
    }
}
