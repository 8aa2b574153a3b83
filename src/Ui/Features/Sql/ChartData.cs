using System.Globalization;
using Talentys.Contracts;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Features.Sql;

/// <summary>Makes a chart of the rows of a result.</summary>
public static class ChartData
{
    /// <summary>Most labels of a chart of words.</summary>
    public const int MostLabels = 300;

    private const int MostSlices = 12;

    /// <summary>What the columns of a result suggest; null where none holds numbers and none can be counted.</summary>
    public static ChartChoice? Suggest(IReadOnlyList<ResultColumn> columns)
    {
        if (columns.Count == 0)
        {
            return null;
        }

        var numbers = Enumerable.Range(0, columns.Count).Where(i => DataGrid.IsNumber(columns[i].Type)).ToList();
        var x = Along(columns) ?? 0;
        var y = numbers.Where(i => i != x).OrderBy(i => IsKey(columns[i].Name)).Take(1).ToList();
        var time = IsTime(columns[x].Type);
        if (y.Count == 0)
        {
            return new ChartChoice(time ? ChartKind.Line : ChartKind.Bar, x, [x], Aggregation.Count);
        }

        return time
            ? new ChartChoice(ChartKind.Line, x, y, Aggregation.Sum)
            : DataGrid.IsNumber(columns[x].Type)
                ? new ChartChoice(ChartKind.Scatter, x, y, Aggregation.None)
                : new ChartChoice(ChartKind.Bar, x, y, Aggregation.Sum);
    }

    // what stands before the first number is what was grouped by; a time after it (the first, the last one) is only told
    private static int? Along(IReadOnlyList<ResultColumn> columns)
    {
        List<ResultColumn> before = [.. columns.TakeWhile(column => !DataGrid.IsNumber(column.Type))];
        return before.Count > 0 && before.Count < columns.Count
            ? IndexOf(before, column => IsTime(column.Type)) ?? 0
            : IndexOf(columns, column => IsTime(column.Type)) ?? IndexOf(columns, column => !DataGrid.IsNumber(column.Type));
    }

    /// <summary>The chart of rows whose first cell is the label and whose others are the values.</summary>
    /// <param name="choice">What is drawn.</param>
    /// <param name="columns">The columns of the result.</param>
    /// <param name="rows">The cells: of the column along the chart, then of those that are drawn.</param>
    /// <param name="title">Title of the chart.</param>
    /// <param name="other">Word for the slices of a pie that are put together.</param>
    public static ChartSpec Of(
        ChartChoice choice, IReadOnlyList<ResultColumn> columns, IReadOnlyList<IReadOnlyList<string?>> rows, string title, string other)
    {
        var axis = choice.Type == ChartKind.Pie || choice is { Type: ChartKind.Bar } ? ChartAxis.Category
            : IsTime(columns[choice.X].Type) ? ChartAxis.Time
            : DataGrid.IsNumber(columns[choice.X].Type) ? ChartAxis.Number
            : ChartAxis.Category;
        var points = choice.By == Aggregation.None
            ? rows.Select(row => new Point(row[0], [.. row.Skip(1).Select(Number)])).ToList()
            : Group(rows, choice);
        if (IsTime(columns[choice.X].Type))
        {
            points = [.. points.OrderBy(point => point.Label, StringComparer.Ordinal)];
        }
        else if (DataGrid.IsNumber(columns[choice.X].Type) && choice.Type is not ChartKind.Pie)
        {
            points = [.. points.OrderBy(point => Number(point.Label))];
        }

        if (axis != ChartAxis.Category)
        {
            // what has no place on the axis is not drawn
            points.RemoveAll(point => point.Label is null || (axis == ChartAxis.Number && Number(point.Label) is null));
        }

        if (choice.Type == ChartKind.Pie)
        {
            points = Slices(points, other);
        }
        else if (axis == ChartAxis.Category && points.Count > MostLabels)
        {
            points = points[..MostLabels];
        }

        var names = choice.By == Aggregation.Count ? [columns[choice.Y[0]].Name] : choice.Y.Select(y => columns[y].Name).ToList();
        return new ChartSpec(
            choice.Type, title, axis,
            [.. points.Select(point => axis == ChartAxis.Time ? IsoTime(point.Label!) : point.Label ?? "NULL")],
            [.. names.Select((name, i) => new ChartSeries(name, [.. points.Select(point => i < point.Values.Count ? point.Values[i] : null)]))],
            IsHorizontal: choice.Type == ChartKind.Bar && !IsTime(columns[choice.X].Type) && points.Count <= 30 && points.Any(point => point.Label?.Length > 12));
    }

    /// <summary>Whether values of a type are times.</summary>
    public static bool IsTime(string type) =>
        type.StartsWith("DATE", StringComparison.OrdinalIgnoreCase) || type.StartsWith("TIMESTAMP", StringComparison.OrdinalIgnoreCase);

    /// <summary>A cell as a number, or null.</summary>
    public static double? Number(string? cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static List<Point> Group(IReadOnlyList<IReadOnlyList<string?>> rows, ChartChoice choice)
    {
        var groups = new Dictionary<string, (string? Label, long Rows, double[] Sums, long[] Counts)>();
        foreach (var row in rows)
        {
            var key = row[0] is { } label ? "=" + label : "";
            if (!groups.TryGetValue(key, out var group))
            {
                group = (row[0], 0, new double[row.Count - 1], new long[row.Count - 1]);
            }

            for (var i = 1; i < row.Count; i++)
            {
                if (Number(row[i]) is { } value)
                {
                    group.Sums[i - 1] += value;
                    group.Counts[i - 1]++;
                }
            }

            groups[key] = group with { Rows = group.Rows + 1 };
        }

        return [.. groups.Values.Select(group => new Point(group.Label, choice.By switch
        {
            Aggregation.Count => [group.Rows],
            Aggregation.Average => [.. group.Sums.Zip(group.Counts, (sum, count) => count == 0 ? (double?)null : sum / count)],
            _ => [.. group.Sums.Zip(group.Counts, (sum, count) => count == 0 ? (double?)null : sum)],
        }))];
    }

    private static List<Point> Slices(List<Point> points, string other)
    {
        var sorted = points.Where(point => point.Values is [> 0, ..]).OrderByDescending(point => point.Values[0]).ToList();
        return sorted.Count <= MostSlices
            ? sorted
            : [.. sorted[..(MostSlices - 1)], new Point(other, [sorted.Skip(MostSlices - 1).Sum(point => point.Values[0])])];
    }

    private static bool IsKey(string name) => name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase);

    private static int? IndexOf(IReadOnlyList<ResultColumn> columns, Func<ResultColumn, bool> test)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (test(columns[i]))
            {
                return i;
            }
        }

        return null;
    }

    private static string IsoTime(string label) => label.Length > 10 && label[10] == ' ' ? label[..10] + "T" + label[11..] : label;

    private sealed record Point(string? Label, IReadOnlyList<double?> Values);
}
