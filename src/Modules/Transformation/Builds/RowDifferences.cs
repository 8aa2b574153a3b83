using System.Text;

namespace Talentys.Transformation.Builds;

/// <summary>How rows differ from those that were expected, whatever their order.</summary>
/// <param name="Count">How many rows differ.</param>
/// <param name="Text">A table of them: <c>→</c> is a row of which values differ, <c>+++</c> one too many, <c>---</c> one that is missing.</param>
internal sealed record RowDifferences(int Count, string Text)
{
    private const int MostShown = 30;
    private const int LongestValue = 60;

    public static RowDifferences Between(IReadOnlyList<string> names, List<string?[]> actual, List<string?[]> expected)
    {
        var (tooMany, missing) = (Without(actual, expected), Without(expected, actual));
        var lines = new List<string[]>();
        foreach (var wanted in missing.ToList())
        {
            // the row that is most like it stands beside it
            var nearest = tooMany.MaxBy(row => Same(row, wanted));
            if (nearest is not null && (Same(nearest, wanted) > 0 || names.Count == 1))
            {
                tooMany.Remove(nearest);
                missing.Remove(wanted);
                lines.Add(["→", .. wanted.Zip(nearest, (was, now) => was == now ? Shown(was) : $"{Shown(was)} → {Shown(now)}")]);
            }
        }

        lines.AddRange(tooMany.Select(row => (string[])["+++", .. row.Select(Shown)]));
        lines.AddRange(missing.Select(row => (string[])["---", .. row.Select(Shown)]));
        return new RowDifferences(lines.Count, lines.Count == 0 ? "" : Table([["@@", .. names], .. lines.Take(MostShown)], lines.Count - MostShown));
    }

    private static int Same(string?[] left, string?[] right) => left.Zip(right).Count(pair => pair.First == pair.Second);

    private static List<string?[]> Without(List<string?[]> rows, List<string?[]> others)
    {
        static string Key(string?[] row) => string.Join('\u0001', row.Select(value => value is null ? "\u0002" : value));
        var there = others.CountBy(Key).ToDictionary(StringComparer.Ordinal);
        return [.. rows.Where(row =>
        {
            var found = there.TryGetValue(Key(row), out var count) && count > 0;
            there[Key(row)] = count - 1;
            return !found;
        })];
    }

    private static string Shown(string? value)
    {
        var text = value is null ? "NULL" : new string([.. value.Select(one => char.IsControl(one) ? ' ' : one)]);
        return text.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }

    private static string Table(List<string[]> lines, int more)
    {
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(string.Join(" | ", line.Select((value, column) => value.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return more > 0 ? text.Append("... and ").Append(more).Append(" more").ToString() : text.ToString().TrimEnd('\n');
    }
}
