using System.Buffers.Binary;

namespace Talentys.Lake.Avro;

/// <summary>Restores blocks that other writers compressed with Snappy (google/snappy, "format_description.txt").</summary>
internal static class Snappy
{
    private const int ChecksumLength = 4;
    private const uint Polynomial = 0xEDB88320;

    /// <summary>Restores a block of an Avro file: Snappy, then the CRC-32 of what it holds, most significant byte first.</summary>
    /// <exception cref="InvalidDataException">The block is broken, or longer than the limit.</exception>
    public static byte[] Restore(ReadOnlySpan<byte> block, int limit)
    {
        if (block.Length < ChecksumLength)
        {
            throw Broken();
        }

        var restored = Decode(block[..^ChecksumLength], limit);
        return Crc32(restored) == BinaryPrimitives.ReadUInt32BigEndian(block[^ChecksumLength..]) ? restored : throw Broken();
    }

    private static byte[] Decode(ReadOnlySpan<byte> data, int limit)
    {
        var reader = new Input(data);
        var length = reader.Varint();

        // no element of two bytes gives more than 64, so a broken length asks for no more than data can hold
        if (length > (uint)limit || length > (ulong)data.Length * 64)
        {
            throw Broken();
        }

        var output = new byte[(int)length];
        var at = 0;
        while (!reader.AtEnd)
        {
            var tag = reader.Byte();
            var (count, offset) = (tag & 3) switch
            {
                0 => (tag >> 2 < 60 ? (tag >> 2) + 1 : (long)reader.LittleEndian((tag >> 2) - 59) + 1, 0L),
                1 => (((tag >> 2) & 7) + 4, ((tag >> 5) << 8) | reader.Byte()),
                2 => ((tag >> 2) + 1, reader.LittleEndian(2)),
                _ => ((tag >> 2) + 1, reader.LittleEndian(4)),
            };
            if (count > output.Length - at)
            {
                throw Broken();
            }

            if ((tag & 3) == 0)
            {
                reader.Take((int)count).CopyTo(output.AsSpan(at));
            }
            else if (offset == 0 || offset > at)
            {
                throw Broken();
            }
            else
            {
                // byte by byte, because a copy may reach into what it writes
                for (var i = 0; i < count; i++)
                {
                    output[at + i] = output[at + i - (int)offset];
                }
            }

            at += (int)count;
        }

        return at == output.Length ? output : throw Broken();
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (Polynomial & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }

    private static InvalidDataException Broken() => new("The Avro file is broken: a block of it is not what Snappy writes.");

    private ref struct Input(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> data = data;
        private int at;

        public readonly bool AtEnd => at == data.Length;

        public byte Byte() => at < data.Length ? data[at++] : throw Broken();

        public ReadOnlySpan<byte> Take(int count)
        {
            if (count > data.Length - at)
            {
                throw Broken();
            }

            var taken = data.Slice(at, count);
            at += count;
            return taken;
        }

        public long LittleEndian(int bytes)
        {
            var value = 0L;
            for (var i = 0; i < bytes; i++)
            {
                value |= (long)Byte() << (8 * i);
            }

            return value;
        }

        public ulong Varint()
        {
            var value = 0UL;
            for (var shift = 0; shift < 35; shift += 7)
            {
                var next = Byte();
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }

            throw Broken();
        }
    }
}
