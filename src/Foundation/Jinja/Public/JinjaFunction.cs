namespace Talentys.Jinja.Public;

/// <summary>A function of .NET that templates may call.</summary>
/// <param name="name">Its name, told in faults.</param>
/// <param name="call">What it does.</param>
public sealed class JinjaFunction(string name, Func<JinjaArguments, object?> call) : IJinjaCallable
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public object? Call(JinjaArguments arguments) => call(arguments);
}
