using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Relations;

/// <summary>Tables that are made of a table: those methods of agate that need no function of Python.</summary>
internal static class TableMethods
{
    public static JinjaFunction? Find(string name, QueryTable table) => name switch
    {
        "select" => new JinjaFunction(name, arguments => Chosen(table, Places(table, arguments.Bind(name, "key")[0]))),
        "exclude" => new JinjaFunction(name, arguments => Places(table, arguments.Bind(name, "key")[0]) is var left ? Chosen(table, [.. Enumerable.Range(0, table.Names.Count).Except(left)]) : null),
        "rename" => new JinjaFunction(name, arguments => Renamed(table, arguments.Bind(name, "column_names?", "row_names?", "slug_columns?", "slug_rows?")[0])),
        "limit" => new JinjaFunction(name, arguments => Limited(table, arguments.Bind(name, "start_or_stop?", "stop?"))),
        "distinct" => new JinjaFunction(name, arguments => Distinct(table, arguments.Bind(name, "key?")[0])),
        "order_by" => new JinjaFunction(name, arguments => Ordered(table, arguments)),
        _ => null,
    };

    /// <summary>The type of a column, as packages ask it: for the values of its items as JSON has them.</summary>
    public static PyDict ColumnType { get; } = new(
    [
        new("jsonify", new JinjaFunction("jsonify", arguments => arguments.Bind("jsonify", "d")[0] switch
        {
            null or string or bool => arguments.Values[0],
            long or double or decimal => Convert.ToDouble(arguments.Values[0], CultureInfo.InvariantCulture),
            var other => JinjaValues.Text(other).Replace(' ', 'T'),
        })),
    ]);

    /// <summary>A number with at most so many digits behind the point; an ellipsis stands for the others.</summary>
    public static string Short(object number, int digits) => Convert.ToDecimal(number, CultureInfo.InvariantCulture) is var whole && decimal.Truncate(whole * (decimal)Math.Pow(10, digits)) is var kept
        && kept == whole * (decimal)Math.Pow(10, digits) ? JinjaValues.Text(number) : (kept / (decimal)Math.Pow(10, digits)).ToString("F" + digits, CultureInfo.InvariantCulture) + "…";

    /// <summary>Items in the order of Jinja's <c>sort</c>; those that are nothing at the end.</summary>
    public static IReadOnlyList<T> Sorted<T>(IEnumerable<T> items, Func<T, object?> key, JinjaRun run)
    {
        var all = items.ToList();
        var keys = new PyList(all.Select(key).Where(one => one is not null).Distinct());
        var sorted = ((PyList)run.Environment.Filters["sort"](new JinjaArguments(run, [keys], new Dictionary<string, object?> { ["case_sensitive"] = true }))!).ToList();
        return [.. all.OrderBy(one => key(one) is { } told ? sorted.IndexOf(told) : int.MaxValue)];
    }

    private static QueryTable Chosen(QueryTable table, IReadOnlyList<int> places) =>
        table.With([.. places.Select(at => table.Names[at])], [.. table.Rows.Select(row => places.Select(at => row[at]).ToArray())]);

    private static QueryTable Renamed(QueryTable table, object? told) => table.With(
        told switch
        {
            PyDict dict => [.. table.Names.Select(name => dict.Text(name) ?? name)],
            _ when JinjaValues.Items(told)?.ToList() is { } list && list.Count == table.Names.Count => [.. list.Select(JinjaValues.Text)],
            _ => throw new JinjaException("ValueError", $"rename() takes {table.Names.Count} names, or a dict of names"),
        },
        table.Rows);

    private static QueryTable Limited(QueryTable table, object?[] bound)
    {
        var (from, to) = bound[1] is long stop ? (bound[0] as long? ?? 0, stop) : (0L, bound[0] as long? ?? table.Rows.Count);
        return table.With(table.Names, [.. table.Rows.Take((int)Math.Clamp(to, 0, int.MaxValue)).Skip((int)Math.Clamp(from, 0, int.MaxValue))]);
    }

    private static QueryTable Distinct(QueryTable table, object? key)
    {
        var places = ReferenceEquals(key, JinjaArguments.Missing) ? [.. Enumerable.Range(0, table.Names.Count)] : Places(table, key);
        var seen = new PySet();
        return table.With(table.Names, [.. table.Rows.Where(row => seen.Add(new PyTuple([.. places.Select(at => row[at])])))]);
    }

    private static QueryTable Ordered(QueryTable table, JinjaArguments arguments)
    {
        var bound = arguments.Bind("order_by", "key", "reverse?");
        IReadOnlyList<object?[]> rows = table.Rows;

        // the first column decides: it is sorted last, and what is equal keeps its order
        foreach (var at in Places(table, bound[0]).Reverse())
        {
            rows = Sorted(rows, row => row[at], arguments.Run);
        }

        return table.With(table.Names, bound[1] is true ? [.. rows.Reverse()] : rows);
    }

    private static int[] Places(QueryTable table, object? key) =>
        [.. (key is string one ? [one] : JinjaValues.Items(key) ?? throw new JinjaException("TypeError", "the columns are a name or a list of names")).Select(name =>
            Enumerable.Range(0, table.Names.Count).FirstOrDefault(i => string.Equals(table.Names[i], name as string, StringComparison.OrdinalIgnoreCase), -1) is >= 0 and var at ? at
                : throw new JinjaException("KeyError", $"there is no column {JinjaValues.Text(name)}"))];
}
