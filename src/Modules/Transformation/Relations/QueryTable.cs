using System.Collections;
using Talentys.Jinja.Public;

namespace Talentys.Transformation.Relations;

/// <summary>The rows of a statement as templates see them: <c>table.rows</c>, <c>table.columns[0].values()</c>, <c>row['name']</c>.</summary>
internal sealed class QueryTable(IReadOnlyList<string> names, IReadOnlyList<object?[]> rows) : IJinjaObject, IEnumerable<object?>
{
    public static QueryTable Empty { get; } = new([], []);

    public IReadOnlyList<string> Names => names;

    public IReadOnlyList<object?[]> Rows => rows;

    /// <summary>Where <c>print_table()</c> prints to.</summary>
    public Action<string> Print { get; init; } = static _ => { };

    /// <summary>What the engine said of the statement.</summary>
    public object? Response { get; private init; } = "OK";

    public string TypeName => "Table";

    /// <summary>The same rows, with what was said of them.</summary>
    public QueryTable Told(object? response) => new(names, rows) { Print = Print, Response = response };

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "rows" => new PyList(this),
            "columns" => new Items([.. names.Select((_, i) => Column(i))], names),
            "column_names" => new PyTuple([.. names]),
            "print_table" => new JinjaFunction(name, arguments => Printed(arguments)),
            "print_csv" => new JinjaFunction(name, _ => Lines(rows.Select(row => row.Select(Texts)).Prepend(names).Select(line => string.Join(',', line.Select(Csv))))),
            "print_json" => new JinjaFunction(name, _ => Lines([JinjaValues.Json(new PyList(rows.Select(row => (object?)new PyDict(names.Zip(row, (key, item) => KeyValuePair.Create((object?)key, item))))), false)])),
            _ when TableMethods.Find(name, this) is { } method => method,
            _ => null,
        };
        return value is not null;
    }

    public IEnumerator<object?> GetEnumerator() => rows.Select(row => (object?)new Items(row, names)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A table of other rows or columns.</summary>
    public QueryTable With(IReadOnlyList<string> otherNames, IReadOnlyList<object?[]> otherRows) => new(otherNames, otherRows) { Print = Print };

    private string Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Print(line);
        }

        return "";
    }

    private static string Csv(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private string Printed(JinjaArguments arguments)
    {
        var bound = arguments.Bind("print_table", "max_rows?", "max_columns?", "output?", "max_column_width?", "locale?", "max_precision?");
        int Most(int at, int otherwise) => bound[at] is long told ? (int)Math.Clamp(told, 1, int.MaxValue) : otherwise;
        var (shownRows, shownColumns, width) = (rows.Take(Most(0, 20)).ToList(), Math.Min(names.Count, Most(1, 6)), Most(3, 20));
        string Cut(object? value) => (value is double or decimal && bound[5] is long digits ? TableMethods.Short(value, (int)Math.Clamp(digits, 0, 28)) : Texts(value)) is var text && text.Length > width ? text[..Math.Max(0, width - 3)] + "..." : text;
        var cells = shownRows.Select(row => row.Take(shownColumns).Select(Cut).ToList()).ToList();
        var widths = Enumerable.Range(0, shownColumns).Select(i => cells.Select(row => row[i].Length).Append(Cut(names[i]).Length).Max()).ToList();
        var more = names.Count > shownColumns ? " ... |" : " |";
        string Line(IEnumerable<string> values) => "| " + string.Join(" | ", values) + more;
        Print(Line(widths.Select((wide, i) => Cut(names[i]).PadRight(wide))));
        Print(Line(widths.Select(wide => new string('-', wide))));
        for (var row = 0; row < cells.Count; row++)
        {
            var values = shownRows[row];
            Print(Line(widths.Select((wide, i) => values[i] is string or null ? cells[row][i].PadRight(wide) : cells[row][i].PadLeft(wide))));
        }

        if (rows.Count > shownRows.Count)
        {
            Print(Line(widths.Select(wide => "...".PadRight(wide))));
        }

        return "";
    }

    private static string Texts(object? value) => value is null ? "" : JinjaValues.Text(value);

    private Items Column(int i) => new([.. rows.Select(row => row[i])], []) { Name = names[i], Index = i };

    /// <summary>Values by number and by name: a row, a column, the columns.</summary>
    private sealed class Items(IReadOnlyList<object?> values, IReadOnlyList<string> names) : IJinjaObject, IJinjaMapping, IEnumerable<object?>
    {
        public string? Name { get; init; }

        /// <summary>Of a column its number.</summary>
        public long Index { get; init; }

        public string TypeName => "Row";

        public int Count => values.Count;

        public IEnumerable<object?> Keys => names;

        public bool TryGetItem(object? key, out object? value)
        {
            var at = key switch
            {
                long number => (int)(number < 0 ? number + values.Count : number),
                string name => Enumerable.Range(0, names.Count).FirstOrDefault(i => string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase), -1),
                _ => -1,
            };
            value = at >= 0 && at < values.Count ? values[at] : null;
            return at >= 0 && at < values.Count;
        }

        public bool TryGet(string name, out object? value)
        {
            value = name switch
            {
                "name" when Name is not null => Name,
                "index" when Name is not null => Index,
                "data_type" when Name is not null => TableMethods.ColumnType,
                "values" => new JinjaFunction(name, _ => new PyTuple([.. values])),
                "values_distinct" => new JinjaFunction(name, _ => new PyTuple([.. new PySet(values)])),
                "values_without_nulls" => new JinjaFunction(name, _ => new PyTuple([.. values.Where(one => one is not null)])),
                "values_sorted" => new JinjaFunction(name, arguments => new PyTuple([.. TableMethods.Sorted(values, one => one, arguments.Run)])),
                "items" => new JinjaFunction(name, _ => new PyTuple([.. names.Zip(values, (key, item) => (object?)new PyTuple([key, item]))])),
                "get" => new JinjaFunction(name, arguments => TryGetItem(arguments.Values[0], out var found) ? found : arguments.Values.Count > 1 ? arguments.Values[1] : null),
                "keys" => new JinjaFunction(name, _ => new PyTuple([.. names])),
                "dict" => new JinjaFunction(name, _ => new PyDict(names.Zip(values, (key, item) => KeyValuePair.Create((object?)key, item)))),
                _ => null,
            };
            return value is not null || TryGetItem(name, out value);
        }

        public IEnumerator<object?> GetEnumerator() => values.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
