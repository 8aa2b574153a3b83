using System.Globalization;
using Apache.Arrow;
using Talentys.Query.Results;

namespace Talentys.Benchmarks.Workloads;

/// <summary>Answers of two ways of asking the same.</summary>
internal static class Answers
{
    private const double Tolerance = 1e-9;

    /// <summary>Reads all rows of an answer as text.</summary>
    public static async Task<List<string?[]>> ReadAsync(Func<ValueTask<RecordBatch?>> next)
    {
        var rows = new List<string?[]>();
        while (await next() is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    rows.Add([.. batch.Arrays.Select(array => Text(array, row))]);
                }
            }
        }

        return rows;
    }

    /// <summary>In what two answers differ, told in a sentence; null when they do not. Sums of doubles may differ in their last digits.</summary>
    public static string? Difference(WorkloadPart query, List<string?[]> expected, List<string?[]> actual)
    {
        if (expected.Count != actual.Count)
        {
            return $"{query.Name} has {actual.Count} rows instead of {expected.Count}.";
        }

        for (var row = 0; row < expected.Count && !query.RowsAlone; row++)
        {
            for (var column = 0; column < expected[row].Length; column++)
            {
                if (!Same(expected[row][column], actual[row][column]))
                {
                    return string.Create(
                        CultureInfo.InvariantCulture, $"{query.Name} has {actual[row][column]} instead of {expected[row][column]} in row {row}, column {column}.");
                }
            }
        }

        return null;
    }

    private static string? Text(IArrowArray array, int row) => array switch
    {
        DoubleArray numbers => numbers.GetValue(row)?.ToString("R", CultureInfo.InvariantCulture) is { } text ? text + DoubleMark : null,
        _ => CellText.Whole(array, row),
    };

    // tells that digits are those of a double
    private const string DoubleMark = " double";

    private static bool Same(string? one, string? other) => one == other
        || (one?.EndsWith(DoubleMark, StringComparison.Ordinal) is true && other?.EndsWith(DoubleMark, StringComparison.Ordinal) is true
            && Number(one) is var x && Number(other) is var y && Math.Abs(x - y) <= Tolerance * Math.Max(Math.Abs(x), Math.Abs(y)));

    private static double Number(string text) => double.Parse(text.AsSpan(0, text.Length - DoubleMark.Length), CultureInfo.InvariantCulture);
}
