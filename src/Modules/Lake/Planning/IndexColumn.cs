namespace Talentys.Lake.Planning;

/// <summary>A column of a manifest's index that grows: its rows come in order, and may be missing.</summary>
internal abstract class IndexColumn
{
    /// <summary>Rows so far.</summary>
    public int Count { get; protected set; }

    /// <summary>Ends at a row: adds missing ones, or takes back what is beyond.</summary>
    public abstract void EndAt(int rows);

    /// <summary>The column as a section; null when nothing is in it.</summary>
    public abstract byte[]? Pack();
}

/// <summary>Numbers; a missing one is -1.</summary>
internal sealed class NumberColumn : IndexColumn
{
    /// <summary>Stands for a number that is not told.</summary>
    public const long Missing = -1;

    private long[] numbers = new long[256];

    /// <summary>Sets the number of a row.</summary>
    public void Set(int row, long number)
    {
        EndAt(row);
        EndAt(row + 1);
        numbers[row] = number;
    }

    /// <inheritdoc/>
    public override void EndAt(int rows)
    {
        if (rows > numbers.Length)
        {
            Array.Resize(ref numbers, Math.Max(rows, numbers.Length * 2));
        }

        if (rows > Count)
        {
            numbers.AsSpan(Count, rows - Count).Fill(Missing);
        }

        Count = rows;
    }

    /// <inheritdoc/>
    public override byte[]? Pack()
    {
        var all = numbers.AsSpan(0, Count);
        return all.ContainsAnyExcept(Missing) ? PackedNumbers.Pack(all) : null;
    }
}

/// <summary>Values of bytes.</summary>
internal sealed class BytesColumn : IndexColumn
{
    private byte[] bytes = new byte[1024];
    private int[] ends = new int[256];
    private bool[] missing = new bool[256];

    private int Length => Count == 0 ? 0 : ends[Count - 1];

    /// <summary>Sets the value of a row.</summary>
    public void Set(int row, ReadOnlySpan<byte> value)
    {
        EndAt(row);
        var start = Length;
        if (start + value.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(start + value.Length, bytes.Length * 2));
        }

        EndAt(row + 1);
        value.CopyTo(bytes.AsSpan(start));
        ends[row] = start + value.Length;
        missing[row] = false;
    }

    /// <inheritdoc/>
    public override void EndAt(int rows)
    {
        if (rows > ends.Length)
        {
            Array.Resize(ref ends, Math.Max(rows, ends.Length * 2));
            Array.Resize(ref missing, ends.Length);
        }

        var length = Length;
        for (var row = Count; row < rows; row++)
        {
            ends[row] = length;
            missing[row] = true;
        }

        Count = rows;
    }

    /// <inheritdoc/>
    public override byte[]? Pack() => missing.AsSpan(0, Count).Contains(false)
        ? PackedBytes.Pack(ends.AsSpan(0, Count), missing.AsSpan(0, Count), bytes.AsSpan(0, Length))
        : null;
}
