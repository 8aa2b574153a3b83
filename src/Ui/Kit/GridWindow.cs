using System.Text.Json;
using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Kit;

/// <summary>The part of a grid that is asked for.</summary>
/// <param name="Offset">Number of the first row, from 0.</param>
/// <param name="Count">Most rows; at most 1,000.</param>
/// <param name="FirstColumn">Number of the first column, from 0.</param>
/// <param name="Columns">Most columns; at most 200.</param>
public sealed record GridWindow(long Offset, int Count, int FirstColumn, int Columns)
{
    /// <summary>The window of rows that are all here, as the grid reads it.</summary>
    public byte[] Of(IReadOnlyList<IReadOnlyList<string?>> rows) => JsonSerializer.SerializeToUtf8Bytes(
        new ResultWindow(Offset, FirstColumn, [.. rows.Skip((int)Offset).Take(Count).Select(row => row.Skip(FirstColumn).Take(Columns).ToList())], []), ApiClient.Json);
}

/// <summary>How a grid is sorted.</summary>
/// <param name="Column">Number of the column, -1 for none.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record GridSort(int Column, bool Descending)
{
    /// <summary>As the rows came.</summary>
    public static GridSort None { get; } = new(-1, false);
}

/// <summary>Something that can be done with a column.</summary>
/// <param name="Text">What.</param>
/// <param name="Chosen">Does it with the number of the column.</param>
public sealed record GridAction(string Text, Func<int, Task> Chosen);
