namespace Talentys.Jinja.Public;

/// <summary>The value of a name, an attribute or an item that does not exist. It prints as nothing; most of what is done with it is a fault.</summary>
/// <param name="hint">What is missing, as a sentence without its full stop.</param>
public sealed class JinjaUndefined(string hint)
{
    /// <summary>What is missing: <c>'x' is undefined</c>.</summary>
    public string Hint { get; } = hint;

    /// <summary>The value of a name that is not known.</summary>
    public static JinjaUndefined Named(string name) => new($"'{name}' is undefined");
}
