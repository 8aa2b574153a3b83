using Talentys.Jinja.Methods;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Filters;

/// <summary>Filters about order.</summary>
internal static class OrderFilters
{
    public static object? Sort(JinjaArguments arguments)
    {
        var bound = arguments.Bind("sort", "value", "reverse?", "case_sensitive?", "attribute?");
        var sensitive = Given.Truth(bound[2], false);
        Func<object?, object?> key = bound[3] is string paths && paths.Contains(',', StringComparison.Ordinal)
            ? Several([.. paths.Split(',').Select(path => Given.Key(arguments.Run, path, sensitive))])
            : Given.Key(arguments.Run, bound[3], sensitive);
        return new PyList(ListMethods.Sorted(Sequences.Iterate(bound[0]), key, Given.Truth(bound[1], false)));
    }

    public static object? DictSort(JinjaArguments arguments)
    {
        var bound = arguments.Bind("dictsort", "value", "case_sensitive?", "by?", "reverse?");
        var at = Given.Text(bound[2], "key") switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw new JinjaException("FilterArgumentError", "You can only sort by either \"key\" or \"value\""),
        };
        var sensitive = Given.Truth(bound[1], false);
        return new PyList(ListMethods.Sorted(
            Mappings.Pairs(bound[0]).Select(pair => (object?)new PyTuple(pair.Key, pair.Value)),
            pair => ((PyTuple)pair!)[at] is string text && !sensitive ? text.ToLowerInvariant() : ((PyTuple)pair)[at], Given.Truth(bound[3], false)));
    }

    public static object? Unique(JinjaArguments arguments)
    {
        var bound = arguments.Bind("unique", "value", "case_sensitive?", "attribute?");
        var key = Given.Key(arguments.Run, bound[2], Given.Truth(bound[1], false));
        var seen = new PySet();
        return ItemFilters.Lazily(Sequences.Iterate(bound[0]).Where(item => seen.Add(key(item))));
    }

    public static object? Min(JinjaArguments arguments) => Extreme(arguments, "min", -1);

    public static object? Max(JinjaArguments arguments) => Extreme(arguments, "max", 1);

    private static object? Extreme(JinjaArguments arguments, string name, int sign)
    {
        var bound = arguments.Bind(name, "value", "case_sensitive?", "attribute?");
        var key = Given.Key(arguments.Run, bound[2], Given.Truth(bound[1], false));
        object? best = null, bestKey = null;
        var any = false;
        foreach (var item in Sequences.Iterate(bound[0]))
        {
            var itemKey = key(item);
            if (!any || Equality.Compare(itemKey, bestKey, sign > 0 ? ">" : "<") * sign > 0)
            {
                (best, bestKey, any) = (item, itemKey, true);
            }
        }

        return any ? best : new JinjaUndefined("No aggregated item, sequence was empty.");
    }

    private static Func<object?, object?> Several(IReadOnlyList<Func<object?, object?>> keys) => item => new PyTuple([.. keys.Select(key => key(item))]);
}
