using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Talentys.Query.Results;

/// <summary>
/// Clears what lies in the buffers of a batch where there is no value: the engine leaves there whatever was in its memory, which
/// may be what a mask or filter hid. Readers of Arrow get the buffers as they are.
/// </summary>
internal static class NullSlots
{
    /// <summary>The batch with nothing under its nulls and behind its last row. The given one is disposed.</summary>
    public static RecordBatch Clear(RecordBatch batch)
    {
        using (batch)
        {
            return new RecordBatch(batch.Schema, batch.Arrays.Select(array => ArrowArrayFactory.BuildArray(Clear(array.Data, null))), batch.Length);
        }
    }

    private static ArrayData Clear(ArrayData data, bool[]? parents)
    {
        var live = Live(data, parents);
        var end = data.Offset + data.Length;
        ArrowBuffer[] buffers = [.. data.Buffers.Select((buffer, i) => i == 0 ? Copy(buffer, (end + 7) / 8) : buffer)];
        var children = data.Children;
        switch (data.DataType)
        {
            case BooleanType:
                buffers[1] = Bits(data, live);
                break;
            case FixedWidthType { BitWidth: >= 8 } type:
                buffers[1] = Slots(data, live, type.BitWidth / 8);
                break;
            case StringType or BinaryType:
                (buffers[1], buffers[2]) = (Copy(data.Buffers[1], (end + 1) * sizeof(int)), Texts(data, live));
                break;
            case ListType or MapType:
                buffers[1] = Copy(data.Buffers[1], (end + 1) * sizeof(int));
                children = [Clear(data.Children[0], Elements(data, live))];
                break;
            case FixedSizeListType list:
                children = [Clear(data.Children[0], Repeated(live, list.ListSize, data))];
                break;
            case StructType:
                children = [.. data.Children.Select(child => Clear(child, Aligned(live, data, child)))];
                break;
            case NullType:
                break;
            default:
                // a layout that is not known here cannot be cleared: nothing of it is shown
                return Nothing(data);
        }

        return new ArrayData(data.DataType, data.Length, data.NullCount, data.Offset, buffers, children, data.Dictionary);
    }

    private static bool[] Live(ArrayData data, bool[]? parents)
    {
        var live = new bool[data.Length];
        var bits = data.Buffers.Length > 0 && data.DataType is not NullType ? data.Buffers[0].Span : default;
        for (var i = 0; i < live.Length; i++)
        {
            live[i] = (parents is null || parents[i]) && (bits.IsEmpty || BitUtility.GetBit(bits, data.Offset + i));
        }

        return live;
    }

    private static ArrowBuffer Copy(ArrowBuffer buffer, int bytes) =>
        buffer.IsEmpty ? ArrowBuffer.Empty : new ArrowBuffer(buffer.Span[..Math.Min(bytes, buffer.Length)].ToArray());

    private static ArrowBuffer Slots(ArrayData data, bool[] live, int width)
    {
        var slots = new byte[(data.Offset + data.Length) * width];
        var values = data.Buffers[1].Span;
        for (var i = 0; i < live.Length; i++)
        {
            if (live[i])
            {
                var at = (data.Offset + i) * width;
                values.Slice(at, width).CopyTo(slots.AsSpan(at));
            }
        }

        return new ArrowBuffer(slots);
    }

    private static ArrowBuffer Bits(ArrayData data, bool[] live)
    {
        var bits = new byte[(data.Offset + data.Length + 7) / 8];
        for (var i = 0; i < live.Length; i++)
        {
            if (live[i] && BitUtility.GetBit(data.Buffers[1].Span, data.Offset + i))
            {
                BitUtility.SetBit(bits, data.Offset + i);
            }
        }

        return new ArrowBuffer(bits);
    }

    private static ArrowBuffer Texts(ArrayData data, bool[] live)
    {
        var texts = new byte[data.Length == 0 ? 0 : Offset(data, data.Length)];
        for (var i = 0; i < live.Length; i++)
        {
            var (start, end) = (Offset(data, i), Offset(data, i + 1));
            if (live[i] && end > start)
            {
                data.Buffers[2].Span[start..end].CopyTo(texts.AsSpan(start));
            }
        }

        return new ArrowBuffer(texts);
    }

    private static bool[] Elements(ArrayData data, bool[] live)
    {
        var elements = new bool[data.Children[0].Length];
        for (var i = 0; i < live.Length; i++)
        {
            if (live[i])
            {
                elements.AsSpan(Offset(data, i)..Offset(data, i + 1)).Fill(true);
            }
        }

        return elements;
    }

    private static bool[] Repeated(bool[] live, int times, ArrayData data)
    {
        var elements = new bool[data.Children[0].Length];
        for (var i = 0; i < live.Length; i++)
        {
            elements.AsSpan((data.Offset + i) * times, times).Fill(live[i]);
        }

        return elements;
    }

    private static bool[] Aligned(bool[] live, ArrayData data, ArrayData child)
    {
        var elements = new bool[child.Length];
        live.AsSpan(0, Math.Min(live.Length, child.Length - Math.Min(child.Length, data.Offset))).CopyTo(elements.AsSpan(Math.Min(child.Length, data.Offset)));
        return elements;
    }

    private static int Offset(ArrayData data, int index) =>
        BinaryPrimitives.ReadInt32LittleEndian(data.Buffers[1].Span[((data.Offset + index) * sizeof(int))..]);

    private static ArrayData Nothing(ArrayData data) => throw new Kernel.FaultException(Kernel.Fault.Failed(
        "query.policy_type", $"Values of the type {data.DataType.Name} cannot be shown where an access policy holds.", null, "Cast the column to VARCHAR."));
}
