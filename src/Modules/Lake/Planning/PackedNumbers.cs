using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Talentys.Lake.Planning;

/// <summary>
/// Numbers in as few bytes as their range needs: width (0 when all are the same), least number, then the differences to it.
/// </summary>
internal readonly struct PackedNumbers
{
    private const int Header = 16;
    private readonly ReadOnlyMemory<byte> data;
    private readonly int width;
    private readonly long least;

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is too short for that many.</exception>
    public PackedNumbers(ReadOnlyMemory<byte> section, int count)
    {
        if (section.Length < Header || section.Length < Header + ((long)section.Span[0] * count))
        {
            throw new InvalidDataException("A column of the manifest's index is too short.");
        }

        width = section.Span[0];
        least = BinaryPrimitives.ReadInt64LittleEndian(section.Span[8..]);
        data = section[Header..];
    }

    /// <summary>A number.</summary>
    public long this[int i] => width switch
    {
        0 => least,
        1 => least + data.Span[i],
        2 => least + MemoryMarshal.Read<ushort>(data.Span[(i * 2)..]),
        4 => least + MemoryMarshal.Read<uint>(data.Span[(i * 4)..]),
        _ => MemoryMarshal.Read<long>(data.Span[(i * 8)..]),
    };

    /// <summary>The rows whose number is one of those that are wanted.</summary>
    /// <param name="wanted">For each number from 0 on whether it is.</param>
    /// <param name="count">Rows there are.</param>
    public List<int> RowsOf(ReadOnlySpan<bool> wanted, int count)
    {
        var rows = new List<int>();
        var from = checked((int)least);
        switch (width)
        {
            case 0:
                rows.AddRange(wanted[from] ? Enumerable.Range(0, count) : []);
                break;
            case 1:
                Add(rows, data.Span[..count], wanted[from..]);
                break;
            case 2:
                Add(rows, MemoryMarshal.Cast<byte, ushort>(data.Span)[..count], wanted[from..]);
                break;
            default:
                for (var row = 0; row < count; row++)
                {
                    if (wanted[(int)this[row]])
                    {
                        rows.Add(row);
                    }
                }

                break;
        }

        return rows;
    }

    private static void Add<T>(List<int> rows, ReadOnlySpan<T> numbers, ReadOnlySpan<bool> wanted)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        for (var row = 0; row < numbers.Length; row++)
        {
            if (wanted[int.CreateTruncating(numbers[row])])
            {
                rows.Add(row);
            }
        }
    }

    /// <summary>Packs numbers.</summary>
    public static byte[] Pack(ReadOnlySpan<long> numbers)
    {
        var (least, most) = (0L, 0L);
        if (numbers.Length > 0)
        {
            (least, most) = (numbers[0], numbers[0]);
            foreach (var number in numbers)
            {
                least = Math.Min(least, number);
                most = Math.Max(most, number);
            }
        }

        var range = unchecked((ulong)(most - least));
        var width = range switch { 0 => 0, <= byte.MaxValue => 1, <= ushort.MaxValue => 2, <= uint.MaxValue => 4, _ => 8 };
        var packed = new byte[Header + (width * numbers.Length)];
        packed[0] = (byte)width;
        BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(8), least);
        var data = packed.AsSpan(Header);
        for (var i = 0; i < numbers.Length && width > 0; i++)
        {
            var difference = numbers[i] - least;
            switch (width)
            {
                case 1:
                    data[i] = (byte)difference;
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt16LittleEndian(data[(i * 2)..], (ushort)difference);
                    break;
                case 4:
                    BinaryPrimitives.WriteUInt32LittleEndian(data[(i * 4)..], (uint)difference);
                    break;
                default:
                    BinaryPrimitives.WriteInt64LittleEndian(data[(i * 8)..], numbers[i]);
                    break;
            }
        }

        return packed;
    }
}
