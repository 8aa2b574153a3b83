using System.Text;
using Talentys.Jinja.Public;
using Talentys.Jinja.Running;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Filters;

/// <summary>Filters of things with items.</summary>
internal static class ItemFilters
{
    public static object? Attr(JinjaArguments arguments)
    {
        var bound = arguments.Bind("attr", "obj", "name");
        return Access.TryAttribute(bound[0], Texts.Str(bound[1]), out var value) ? value
            : new JinjaUndefined($"'{Kinds.NameOf(bound[0])} object' has no attribute {Texts.Repr(bound[1])}");
    }

    public static object? Default(JinjaArguments arguments)
    {
        var bound = arguments.Bind("default", "value", "default_value?", "boolean?");
        return bound[0] is JinjaUndefined || (Given.Truth(bound[2], false) && !Sequences.IsTrue(bound[0])) ? (Given.Is(bound[1]) ? bound[1] : "") : bound[0];
    }

    public static object? First(JinjaArguments arguments)
    {
        foreach (var item in Sequences.Iterate(arguments.Bind("first", "seq")[0]))
        {
            return item;
        }

        return new JinjaUndefined("No first item, sequence was empty.");
    }

    public static object? Last(JinjaArguments arguments)
    {
        var items = Sequences.Iterate(arguments.Bind("last", "seq")[0]).ToList();
        return items.Count == 0 ? new JinjaUndefined("No last item, sequence was empty.") : items[^1];
    }

    public static object? Random(JinjaArguments arguments)
    {
        var items = Sequences.Iterate(arguments.Bind("random", "seq")[0]).ToList();
        return items.Count == 0 ? new JinjaUndefined("No random item, sequence was empty.") : items[System.Random.Shared.Next(items.Count)];
    }

    public static object? Length(JinjaArguments arguments) => (long)Sequences.Length(arguments.Bind("length", "obj")[0]);

    public static object? List(JinjaArguments arguments) => new PyList(Sequences.Iterate(arguments.Bind("list", "value")[0]));

    public static object? Items(JinjaArguments arguments)
    {
        var value = arguments.Bind("items", "value")[0];
        return value is JinjaUndefined ? new PyList()
            : Mappings.IsMapping(value) ? new PyList(Mappings.Pairs(value).Select(pair => new PyTuple(pair.Key, pair.Value)))
            : throw Faults.Type("Can only get item pairs from a mapping.");
    }

    public static object? Reverse(JinjaArguments arguments)
    {
        var value = arguments.Bind("reverse", "value")[0];
        return value is string text ? string.Concat(Texts.Points(text).Reverse())
            : Sequences.Items(value) is { } items ? Lazily(items.Reverse()) : throw new JinjaException("FilterArgumentError", "argument must be iterable");
    }

    public static object? Join(JinjaArguments arguments)
    {
        var bound = arguments.Bind("join", "value", "d?", "attribute?");
        var items = Sequences.Iterate(bound[0]);
        var parts = Given.Is(bound[2]) && bound[2] is not null ? items.Select(item => Given.Attribute(arguments.Run, item, bound[2], JinjaArguments.Missing)) : items;
        var (text, separator, isFirst) = (new StringBuilder(), Given.Text(bound[1], ""), true);
        foreach (var part in parts)
        {
            text.Append(isFirst ? "" : separator).Append(Texts.Str(part));
            JinjaRun.Bound(text.Length);
            isFirst = false;
        }

        return text.ToString();
    }

    /// <summary>Items that come one after another, as a generator does.</summary>
    public static IEnumerable<object?> Lazily(IEnumerable<object?> items)
    {
        foreach (var item in items)
        {
            JinjaRun.Visit();
            yield return item;
        }
    }
}
