using System.Numerics;
using System.Text;

namespace Talentys.Lake.Planning;

/// <summary>The sections of an index that are lists of few different things.</summary>
internal static class IndexBlobs
{
    /// <summary>Partition values, as <see cref="Types.SingleValue"/> has them.</summary>
    public static byte[] WriteTuples(IReadOnlyCollection<IReadOnlyList<object?>> tuples) => Write(tuples, (writer, tuple) =>
    {
        writer.Write7BitEncodedInt(tuple.Count);
        foreach (var value in tuple)
        {
            WriteValue(writer, value);
        }
    });

    /// <summary>Reads what <see cref="WriteTuples"/> wrote.</summary>
    public static IReadOnlyList<IReadOnlyList<object?>> ReadTuples(ReadOnlyMemory<byte> section) => Read(section, reader =>
    {
        var tuple = new object?[reader.Read7BitEncodedInt()];
        for (var i = 0; i < tuple.Length; i++)
        {
            tuple[i] = ReadValue(reader);
        }

        return (IReadOnlyList<object?>)tuple;
    });

    /// <summary>Sets of field ids.</summary>
    public static byte[] WriteLeafSets(IReadOnlyCollection<int[]?> sets) => Write(sets, (writer, set) =>
    {
        writer.Write7BitEncodedInt(set is null ? 0 : set.Length + 1);
        foreach (var id in set ?? [])
        {
            writer.Write(id);
        }
    });

    /// <summary>Reads what <see cref="WriteLeafSets"/> wrote; sizes themselves are not kept.</summary>
    public static IReadOnlyList<Dictionary<int, long>?> ReadLeafSets(ReadOnlyMemory<byte> section) => Read(section, reader =>
    {
        var length = reader.Read7BitEncodedInt() - 1;
        if (length < 0)
        {
            return null;
        }

        var set = new Dictionary<int, long>();
        for (var i = 0; i < length; i++)
        {
            set[reader.ReadInt32()] = 0;
        }

        return set;
    });

    /// <summary>Texts.</summary>
    public static byte[] WriteTexts(IReadOnlyCollection<string> texts) => Write(texts, (writer, text) => writer.Write(text));

    /// <summary>Reads what <see cref="WriteTexts"/> wrote.</summary>
    public static IReadOnlyList<string> ReadTexts(ReadOnlyMemory<byte> section) => Read(section, reader => reader.ReadString());

    private static byte[] Write<T>(IReadOnlyCollection<T> items, Action<BinaryWriter, T> write)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(items.Count);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.Flush();
        return memory.ToArray();
    }

    private static List<T> Read<T>(ReadOnlyMemory<byte> section, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(new MemoryStream(section.ToArray()), Encoding.UTF8);
        var items = new List<T>();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            items.Add(read(reader));
        }

        return items;
    }

    private static void WriteValue(BinaryWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.Write((byte)0);
                break;
            case bool flag:
                writer.Write((byte)1);
                writer.Write(flag);
                break;
            case int number:
                writer.Write((byte)2);
                writer.Write(number);
                break;
            case long number:
                writer.Write((byte)3);
                writer.Write(number);
                break;
            case float number:
                writer.Write((byte)4);
                writer.Write(number);
                break;
            case double number:
                writer.Write((byte)5);
                writer.Write(number);
                break;
            case BigInteger number:
                WriteBytes(writer, 6, number.ToByteArray());
                break;
            case string text:
                WriteBytes(writer, 7, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                WriteBytes(writer, 8, bytes);
                break;
            default:
                throw new InvalidOperationException($"A {value.GetType().Name} is no partition value.");
        }
    }

    private static void WriteBytes(BinaryWriter writer, byte tag, byte[] bytes)
    {
        writer.Write(tag);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static object? ReadValue(BinaryReader reader) => reader.ReadByte() switch
    {
        0 => null,
        1 => reader.ReadBoolean(),
        2 => reader.ReadInt32(),
        3 => reader.ReadInt64(),
        4 => reader.ReadSingle(),
        5 => reader.ReadDouble(),
        6 => new BigInteger(Bytes(reader)),
        7 => Encoding.UTF8.GetString(Bytes(reader)),
        8 => Bytes(reader),
        var tag => throw new InvalidDataException($"The index of a manifest has a value of kind {tag}."),
    };

    private static byte[] Bytes(BinaryReader reader) => reader.ReadBytes(reader.Read7BitEncodedInt());
}
