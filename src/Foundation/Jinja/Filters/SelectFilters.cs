using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Filters;

/// <summary>Filters that pick and change items.</summary>
internal static class SelectFilters
{
    public static object? Map(JinjaArguments arguments)
    {
        var values = arguments.Values;
        if (values.Count == 1 && arguments.Named.TryGetValue("attribute", out var path))
        {
            var otherwise = arguments.Named.TryGetValue("default", out var given) ? given : JinjaArguments.Missing;
            if (arguments.Named.Keys.FirstOrDefault(name => name is not ("attribute" or "default")) is { } unknown)
            {
                throw new JinjaException("FilterArgumentError", $"Unexpected keyword argument '{unknown}'");
            }

            return ItemFilters.Lazily(Items(values[0]).Select(item => Given.Attribute(arguments.Run, item, path, otherwise)));
        }

        if (values.Count < 2)
        {
            throw new JinjaException("FilterArgumentError", "map requires a filter argument");
        }

        var name = Texts.Str(values[1]);
        var filter = arguments.Run.Environment.Filters.GetValueOrDefault(name) ?? throw new JinjaException("TemplateRuntimeError", $"No filter named '{name}'.");
        return ItemFilters.Lazily(Items(values[0]).Select(item => filter(new JinjaArguments(arguments.Run, [item, .. values.Skip(2)], arguments.Named))));
    }

    public static object? Select(JinjaArguments arguments) => Picked(arguments, false, true);

    public static object? Reject(JinjaArguments arguments) => Picked(arguments, false, false);

    public static object? SelectAttr(JinjaArguments arguments) => Picked(arguments, true, true);

    public static object? RejectAttr(JinjaArguments arguments) => Picked(arguments, true, false);

    /// <summary>What is false, None among it, has no items here.</summary>
    private static IEnumerable<object?> Items(object? value) => Sequences.IsTrue(value) ? Sequences.Iterate(value) : [];

    private static IEnumerable<object?> Picked(JinjaArguments arguments, bool byAttribute, bool holds)
    {
        var values = arguments.Values;
        var skipped = byAttribute ? 2 : 1;
        if (values.Count < skipped)
        {
            throw new JinjaException("FilterArgumentError", "Missing parameter for attribute name");
        }

        Func<JinjaArguments, bool>? test = null;
        if (values.Count > skipped)
        {
            var name = Texts.Str(values[skipped]);
            test = arguments.Run.Environment.Tests.GetValueOrDefault(name) ?? throw new JinjaException("TemplateRuntimeError", $"No test named '{name}'.");
        }

        return ItemFilters.Lazily(Items(values[0]).Where(item =>
        {
            var value = byAttribute ? Given.Attribute(arguments.Run, item, values[1], JinjaArguments.Missing) : item;
            return holds == (test is null ? Sequences.IsTrue(value) : test(new JinjaArguments(arguments.Run, [value, .. values.Skip(skipped + 1)], arguments.Named)));
        }));
    }
}
