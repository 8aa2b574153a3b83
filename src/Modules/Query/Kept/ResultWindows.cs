using Talentys.Contracts;
using Talentys.Query.Kept.Columns;
using Talentys.Query.Kept.Files;

namespace Talentys.Query.Kept;

/// <summary>Reads windows of a result: rows that lie near each other are read together.</summary>
internal static class ResultWindows
{
    /// <summary>Rows between two that are wanted which are still read with them.</summary>
    private const int Near = 64;

    public static async Task<ResultWindow> ReadAsync(KeptResult result, WindowRequest window, CancellationToken cancellationToken)
    {
        if (result.Readable() is not { } readable)
        {
            return new ResultWindow(window.Offset, window.FirstColumn, [], []) { Next = result.IsRunning ? window.Offset : null };
        }

        using (readable.Lease)
        {
            var rows = readable.Rows;
            var count = (int)Math.Clamp(rows.Rows - window.Offset, 0, window.Count);
            var numbers = window.Order is { } order
                ? await result.Orders!.NumbersAsync(order, window.Offset, count, cancellationToken)
                : Enumerable.Range(0, count).Select(i => window.Offset + i).ToArray();
            var columns = Math.Clamp(rows.Schema.FieldsList.Count - window.FirstColumn, 0, window.Columns);
            var cells = numbers.Select(_ => new string?[columns]).ToArray();
            List<CutCell> cut = [];
            var runs = Runs(rows, numbers);
            for (var column = 0; column < columns && runs.Count > 0; column++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Fill(rows, runs, window.FirstColumn + column, cells, column, cut);
            }

            return new ResultWindow(
                window.Offset, window.FirstColumn, cells, [.. cut.OrderBy(cell => cell.Row).ThenBy(cell => cell.Column)])
            {
                Next = result.IsRunning || window.Offset + count < rows.Rows ? window.Offset + count : null,
            };
        }
    }

    private static void Fill(RowFile rows, List<Run> runs, int column, string?[][] cells, int at, List<CutCell> cut)
    {
        var plain = rows.IsPlain(column);
        (int Batch, ColumnRange? Range) whole = (-1, null);
        foreach (var run in runs)
        {
            if (!plain && whole.Batch != run.Batch)
            {
                whole = (run.Batch, new ColumnRange(rows.Column(run.Batch, column), 0)); // nested values are only read all at once
            }

            var from = plain ? run.Wanted[0].Row : 0;
            var range = whole.Range ?? rows.Range(run.Place, column, from, run.Wanted[^1].Row + 1);
            foreach (var (row, index) in run.Wanted)
            {
                var (text, length) = range.Cell(row - from);
                cells[index][at] = text;
                if (text is not null && length > text.Length)
                {
                    cut.Add(new CutCell(index, column, length));
                }
            }
        }
    }

    private static List<Run> Runs(RowFile rows, long[] numbers)
    {
        List<Run> runs = [];
        foreach (var (number, index) in numbers.Select((number, index) => (number, index)).OrderBy(pair => pair.number))
        {
            if (runs is [.., var last] && number < last.Place.FirstRow + last.Place.Rows
                && number - last.Place.FirstRow - last.Wanted[^1].Row <= Near)
            {
                last.Wanted.Add(((int)(number - last.Place.FirstRow), index));
            }
            else
            {
                var (batch, place) = rows.Find(number);
                runs.Add(new Run(batch, place, [((int)(number - place.FirstRow), index)]));
            }
        }

        return runs;
    }

    /// <summary>Wanted rows of one batch: number in the batch and index in the window.</summary>
    private sealed record Run(int Batch, BatchPlace Place, List<(int Row, int Index)> Wanted);
}

/// <summary>A window that is asked for.</summary>
internal sealed record WindowRequest(long Offset, int Count, int FirstColumn, int Columns, RowOrder? Order);
