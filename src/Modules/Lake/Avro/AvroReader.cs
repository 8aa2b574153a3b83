using System.Buffers.Binary;
using System.Text;

namespace Talentys.Lake.Avro;

/// <summary>Decodes Avro's binary encoding from a span. Every length is checked against what is left.</summary>
internal ref struct AvroReader(ReadOnlySpan<byte> data)
{
    // deeper than any schema of Iceberg; a record may contain itself
    private const int MaxDepth = 100;

    // records without a byte may be many in each row, but not without end
    private const int FreeSteps = 10_000;
    private const int StepsPerByte = 16;

    private readonly ReadOnlySpan<byte> data = data;
    private int at;
    private int depth;
    private long steps;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => at;

    /// <summary>Whether all is read.</summary>
    public readonly bool AtEnd => at == data.Length;

    /// <summary>An int or a long: zig-zag, base 128.</summary>
    public long ReadLong()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new InvalidDataException("The Avro data holds a number longer than 64 bits.");
    }

    /// <summary>A length, or a position that is never negative.</summary>
    public int ReadLength()
    {
        var length = ReadLong();
        return length is >= 0 and <= int.MaxValue ? (int)length : throw new InvalidDataException($"The Avro data holds a length of {length}.");
    }

    /// <summary>One byte.</summary>
    public byte ReadByte() => at < data.Length ? data[at++] : throw Truncated();

    /// <summary>A boolean.</summary>
    public bool ReadBoolean() => ReadByte() != 0;

    /// <summary>A float.</summary>
    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(ReadFixed(4));

    /// <summary>A double.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(ReadFixed(8));

    /// <summary>Bytes with their length before them.</summary>
    public ReadOnlySpan<byte> ReadBytes() => ReadFixed(ReadLength());

    /// <summary>UTF-8 with its length before it.</summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>A given number of bytes.</summary>
    public ReadOnlySpan<byte> ReadFixed(int length)
    {
        if ((uint)length > (uint)(data.Length - at))
        {
            throw Truncated();
        }

        var bytes = data.Slice(at, length);
        at += length;
        return bytes;
    }

    /// <summary>
    /// Items in the next block of an array or map; 0 at its end. The size of a block, where given, is read over. Items take
    /// a byte at least (Iceberg has no others), so a broken count asks for no more memory than there is data.
    /// </summary>
    public int ReadBlock()
    {
        var count = ReadLong();
        if (count < 0)
        {
            count = -count;
            ReadLong();
        }

        return count >= 0 && count <= data.Length - at ? (int)count : throw new InvalidDataException($"The Avro data holds a block of {count} items.");
    }

    /// <summary>Begins a record or another thing with parts; bounded in depth and number, whatever schema and data say.</summary>
    public void Enter()
    {
        if (++depth > MaxDepth || ++steps > FreeSteps + ((long)data.Length * StepsPerByte))
        {
            throw new InvalidDataException("The Avro data is nested too deeply.");
        }
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public void Leave() => depth--;

    private static InvalidDataException Truncated() => new("The Avro data ends too early.");
}
