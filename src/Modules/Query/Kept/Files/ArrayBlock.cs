using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Talentys.Query.Kept.Files;

/// <summary>
/// One Arrow array in a file: a header of 8-byte numbers, then its buffers as they are, each from a multiple of 8 bytes on.
/// The header is the array's nodes before their children: length, null count, offset, the number of buffers with the length
/// of each, the number of children, and whether there is a dictionary. What the types are is kept beside, in a
/// <see cref="ArrayShape"/>.
/// </summary>
internal static class ArrayBlock
{
    /// <summary>Bytes of the header of an array without children.</summary>
    public const int PlainHeader = (1 + 3 + 1 + MostBuffers + 2) * sizeof(long);

    private const int MostBuffers = 3;

    /// <summary>The pieces to write, in order.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Pieces(ArrayData array)
    {
        List<long> header = [0];
        List<ArrowBuffer> buffers = [];
        Describe(array, header, buffers);
        header[0] = header.Count * sizeof(long);
        var bytes = new byte[header.Count * sizeof(long)];
        for (var i = 0; i < header.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), header[i]);
        }

        yield return bytes;
        foreach (var buffer in buffers.Where(buffer => buffer.Length > 0))
        {
            yield return buffer.Memory;
            if (buffer.Length % sizeof(long) is var over and > 0)
            {
                yield return new byte[sizeof(long) - over];
            }
        }
    }

    /// <summary>Reads a whole array.</summary>
    /// <param name="block">Its block, from the header on.</param>
    /// <param name="shape">Its types.</param>
    public static IArrowArray Read(byte[] block, ArrayShape shape)
    {
        var at = (int)Number(block, 0);
        var header = 1;
        return ArrowArrayFactory.BuildArray(Read(block, shape, ref header, ref at));
    }

    /// <summary>A number of a header.</summary>
    public static long Number(ReadOnlySpan<byte> header, int index) => BinaryPrimitives.ReadInt64LittleEndian(header[(index * sizeof(long))..]);

    /// <summary>Bytes that a buffer takes in a block.</summary>
    public static long Padded(long length) => (length + 7) & ~7L;

    private static void Describe(ArrayData array, List<long> header, List<ArrowBuffer> buffers)
    {
        header.AddRange([array.Length, array.NullCount, array.Offset, array.Buffers.Length]);
        header.AddRange(array.Buffers.Select(buffer => (long)buffer.Length));
        buffers.AddRange(array.Buffers);
        header.Add(array.Children?.Length ?? 0);
        header.Add(array.Dictionary is null ? 0 : 1);
        foreach (var child in array.Children ?? [])
        {
            Describe(child, header, buffers);
        }

        if (array.Dictionary is { } dictionary)
        {
            Describe(dictionary, header, buffers);
        }
    }

    private static ArrayData Read(byte[] block, ArrayShape shape, ref int header, ref int at)
    {
        var (length, nulls, offset) = ((int)Number(block, header), (int)Number(block, header + 1), (int)Number(block, header + 2));
        var buffers = new ArrowBuffer[(int)Number(block, header + 3)];
        header += 4;
        for (var i = 0; i < buffers.Length; i++)
        {
            var bytes = (int)Number(block, header++);
            buffers[i] = bytes == 0 ? ArrowBuffer.Empty : new ArrowBuffer(block.AsMemory(at, bytes));
            at += (int)Padded(bytes);
        }

        header += 2;
        var children = new ArrayData[shape.Children.Count];
        for (var i = 0; i < children.Length; i++)
        {
            children[i] = Read(block, shape.Children[i], ref header, ref at);
        }

        var dictionary = shape.Dictionary is null ? null : Read(block, shape.Dictionary, ref header, ref at);
        return new ArrayData(shape.Type, length, nulls, offset, buffers, children, dictionary);
    }
}

/// <summary>The types of an array and of those in it, which are the same in all batches of a result.</summary>
internal sealed record ArrayShape(IArrowType Type, IReadOnlyList<ArrayShape> Children, ArrayShape? Dictionary)
{
    /// <summary>Whether rows of it can be read from the file without reading all.</summary>
    public bool IsPlain { get; } = Children.Count == 0 && Dictionary is null
        && (Type is StringType or BinaryType or BooleanType || (Type is FixedWidthType { BitWidth: >= 8 } width && width.BitWidth % 8 == 0));

    public static ArrayShape Of(ArrayData array) => new(
        array.DataType, [.. (array.Children ?? []).Select(Of)], array.Dictionary is { } dictionary ? Of(dictionary) : null);
}
