using System.Buffers.Binary;

namespace Talentys.Lake.Planning;

/// <summary>
/// Values of bytes, some of which may be missing: their common length when they have one and none is missing, else where each
/// ends, with the top bit for a missing one; then all bytes in one piece.
/// </summary>
internal readonly struct PackedBytes
{
    private const uint Missing = 0x8000_0000;
    private readonly ReadOnlyMemory<byte> ends;
    private readonly ReadOnlyMemory<byte> data;
    private readonly int stride;

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is too short for that many.</exception>
    public PackedBytes(ReadOnlyMemory<byte> section, int count)
    {
        stride = section.Length >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(section.Span) : 0;
        var header = stride >= 0 ? 4L : 4L + (4L * count);
        if (section.Length < header || (stride >= 0 && section.Length < header + ((long)stride * count)))
        {
            throw new InvalidDataException("A column of the manifest's index is too short.");
        }

        ends = stride >= 0 ? default : section.Slice(4, 4 * count);
        data = section[(int)header..];
    }

    /// <summary>Bytes of each value, when all are there and of one length; else -1.</summary>
    public int Width => stride;

    /// <summary>Whether there is a value.</summary>
    public bool Has(int i) => stride >= 0 || (EndOf(i) & Missing) == 0;

    /// <summary>A value.</summary>
    public ReadOnlySpan<byte> this[int i]
    {
        get
        {
            if (stride >= 0)
            {
                return data.Span.Slice(i * stride, stride);
            }

            var start = i == 0 ? 0 : (int)(EndOf(i - 1) & ~Missing);
            return data.Span[start..(int)(EndOf(i) & ~Missing)];
        }
    }

    private uint EndOf(int i) => BinaryPrimitives.ReadUInt32LittleEndian(ends.Span[(i * 4)..]);

    /// <summary>Packs values.</summary>
    /// <param name="ends">Where each ends in the bytes.</param>
    /// <param name="missing">Which are missing.</param>
    /// <param name="bytes">All bytes.</param>
    public static byte[] Pack(ReadOnlySpan<int> ends, ReadOnlySpan<bool> missing, ReadOnlySpan<byte> bytes)
    {
        var stride = missing.Contains(true) || ends.Length == 0 ? -1 : ends[0];
        for (var i = 1; i < ends.Length && stride >= 0; i++)
        {
            stride = ends[i] - ends[i - 1] == stride ? stride : -1;
        }

        var header = stride >= 0 ? 4 : 4 + (4 * ends.Length);
        var packed = new byte[header + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(packed, stride);
        for (var i = 0; i < ends.Length && stride < 0; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(4 + (4 * i)), (uint)ends[i] | (missing[i] ? Missing : 0));
        }

        bytes.CopyTo(packed.AsSpan(header));
        return packed;
    }
}
