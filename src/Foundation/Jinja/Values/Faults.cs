using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>Python's errors.</summary>
internal static class Faults
{
    public static JinjaException Type(string message) => new("TypeError", message);

    public static JinjaException Value(string message) => new("ValueError", message);

    public static JinjaException Attribute(object? value, string name) => new("AttributeError", $"'{Kinds.NameOf(value)}' object has no attribute '{name}'");

    public static JinjaException Undefined(JinjaUndefined value) => new("UndefinedError", value.Hint);

    public static JinjaException Index(string message) => new("IndexError", message);

    public static JinjaException Key(object? key) => new("KeyError", Texts.Repr(key));

    public static JinjaException Limit(string message) => new("LimitError", message);

    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
