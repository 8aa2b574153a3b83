using System.Numerics;

namespace Talentys.DuckDb.Columns;

/// <summary>Bitmap of values that are there, joined from the engine's: bit i of byte i / 8 is row i, in both formats.</summary>
internal unsafe struct Validity
{
    private NativeBuffer bits;

    /// <summary>Rows without a value so far; the bitmap exists only when there are any.</summary>
    public int Nulls { get; private set; }

    /// <summary>Appends the bits of a chunk.</summary>
    /// <param name="source">Bits of the chunk; null when all values are there.</param>
    /// <param name="at">Rows before it.</param>
    /// <param name="rows">Rows in it.</param>
    public void Append(ulong* source, int at, int rows)
    {
        var nulls = source is null ? 0 : rows - CountOnes(source, rows);
        if (nulls == 0 && Nulls == 0)
        {
            return;
        }

        bits.Reserve(Bytes(at + rows));
        if (Nulls == 0)
        {
            SetOnes(0, at);
        }

        if (nulls == 0)
        {
            SetOnes(at, rows);
        }
        else
        {
            Copy(source, at, rows);
        }

        Nulls += nulls;
    }

    public byte* Take() => bits.Take();

    public void Dispose() => bits.Dispose();

    // whole words, so that a word may be written at once
    private static long Bytes(int rows) => ((long)rows + 127) / 64 * 8;

    private static int CountOnes(ulong* source, int rows)
    {
        var ones = 0;
        for (var word = 0; word < rows / 64; word++)
        {
            ones += BitOperations.PopCount(source[word]);
        }

        return rows % 64 == 0 ? ones : ones + BitOperations.PopCount(source[rows / 64] & ((1UL << (rows % 64)) - 1));
    }

    private readonly void SetOnes(int at, int rows)
    {
        while (rows > 0)
        {
            var count = Math.Min(64 - (at % 64), rows);
            Put(at, count == 64 ? ulong.MaxValue : (1UL << count) - 1);
            at += count;
            rows -= count;
        }
    }

    private readonly void Copy(ulong* source, int at, int rows)
    {
        for (var row = 0; row < rows; row += 64)
        {
            var count = Math.Min(64, rows - row);
            var word = source[row / 64];
            word = count == 64 ? word : word & ((1UL << count) - 1);
            var room = 64 - ((at + row) % 64);
            Put(at + row, room < 64 ? word & ((1UL << room) - 1) : word);
            if (count > room)
            {
                Put(at + row + room, word >> room);
            }
        }
    }

    // Writes bits that lie in one word; those after them are cleared, those before are kept.
    private readonly void Put(int at, ulong value)
    {
        var word = (ulong*)bits.Data + (at / 64);
        var shift = at % 64;
        var before = shift == 0 ? 0 : *word & ((1UL << shift) - 1);
        *word = before | (value << shift);
    }
}
