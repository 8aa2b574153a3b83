using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Jinja.Running;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Filters;

/// <summary>Arguments of filters with what they are when they are left out.</summary>
internal static class Given
{
    public static bool Is(object? value) => !ReferenceEquals(value, JinjaArguments.Missing);

    public static string Text(object? value, string otherwise) => Is(value) ? Texts.Str(value) : otherwise;

    public static int Int(object? value, int otherwise) => Is(value) ? Numbers.Index(value) : otherwise;

    public static bool Truth(object? value, bool otherwise) => Is(value) ? Sequences.IsTrue(value) : otherwise;

    /// <summary>An attribute by a path, <c>a.b.0</c>, or an item by its place.</summary>
    public static object? Attribute(JinjaRun run, object? item, object? path, object? otherwise)
    {
        object?[] parts = path switch
        {
            string text => [.. text.Split('.').Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (object?)index : part)],
            _ => [path],
        };
        foreach (var part in parts)
        {
            item = Access.Part(run, item, part);
            if (item is JinjaUndefined && Is(otherwise))
            {
                item = otherwise;
            }
        }

        return item;
    }

    /// <summary>What items are compared by: themselves or an attribute, and texts without regard to case unless asked.</summary>
    public static Func<object?, object?> Key(JinjaRun run, object? path, bool caseSensitive, object? otherwise = null)
    {
        otherwise ??= JinjaArguments.Missing;
        return item =>
        {
            var value = Is(path) && path is not null ? Attribute(run, item, path, otherwise) : item;
            return !caseSensitive && value is string text ? text.ToLowerInvariant() : value;
        };
    }
}
