using System.Buffers.Binary;
using System.Text;

namespace Talentys.Lake.Stores.Copies;

/// <summary>Reads the compact protocol of Apache Thrift, in which footers of Parquet files are: fields by number, the unknown ones skipped.</summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 64;
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    /// <summary>Types of the protocol that are asked for here.</summary>
    public const int True = 1, False = 2, Byte = 3, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12;

    /// <summary>The next field of a struct; false at its end.</summary>
    public bool Field(ref int id, out int type)
    {
        var head = Next();
        type = head & 15;
        if (type == 0)
        {
            return false;
        }

        id = head >> 4 is var step and not 0 ? id + step : (int)Long();
        return true;
    }

    /// <summary>The number of items of a list, and their type.</summary>
    public int Items(out int type)
    {
        var head = Next();
        type = head & 15;
        var count = head >> 4 is var few and < 15 ? few : checked((int)Unsigned());
        return count <= bytes.Length ? count : throw Broken();
    }

    /// <summary>A number.</summary>
    public long Long()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A text.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(checked((int)Unsigned())));

    /// <summary>Reads over a value.</summary>
    public void Skip(int type, int depth = 0)
    {
        if (depth > Deepest)
        {
            throw Broken();
        }

        switch (type)
        {
            case True or False:
                break;
            case Byte:
                Take(1);
                break;
            case 4 or 5 or 6:
                Unsigned();
                break;
            case Double:
                Take(8);
                break;
            case Binary:
                Take(checked((int)Unsigned()));
                break;
            case List or Set:
                var count = Items(out var item);
                for (var i = 0; i < count; i++)
                {
                    SkipItem(item, depth + 1);
                }

                break;
            case Map:
                var pairs = checked((int)Unsigned());
                var types = pairs > 0 ? Next() : 0;
                for (var i = 0; i < pairs; i++)
                {
                    SkipItem(types >> 4, depth + 1);
                    SkipItem(types & 15, depth + 1);
                }

                break;
            case Struct:
                var id = 0;
                while (Field(ref id, out var inner))
                {
                    Skip(inner, depth + 1);
                }

                break;
            default:
                throw Broken();
        }
    }

    /// <summary>Truths are in the head of a field, but a byte each in a list.</summary>
    private void SkipItem(int type, int depth)
    {
        if (type is True or False)
        {
            Take(1);
        }
        else
        {
            Skip(type, depth);
        }
    }

    private ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var one = Next();
            value |= (ulong)(one & 0x7f) << shift;
            if ((one & 0x80) == 0)
            {
                return value;
            }
        }

        throw Broken();
    }

    private int Next() => at < bytes.Length ? bytes[at++] : throw Broken();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - at)
        {
            throw Broken();
        }

        at += count;
        return bytes.Slice(at - count, count);
    }

    private static InvalidDataException Broken() => new("The footer of a Parquet file is broken.");

    /// <summary>The length of the footer, from the last eight bytes of a file; null when it is no Parquet file.</summary>
    public static int? FooterLength(ReadOnlySpan<byte> end) =>
        end.Length >= 8 && end[^4..].SequenceEqual("PAR1"u8) ? BinaryPrimitives.ReadInt32LittleEndian(end[^8..]) : null;
}
