namespace Talentys.Jinja.Public;

/// <summary>A value that templates can call.</summary>
public interface IJinjaCallable
{
    /// <summary>Calls it.</summary>
    /// <exception cref="JinjaException">It cannot be called so, or it failed.</exception>
    object? Call(JinjaArguments arguments);
}
