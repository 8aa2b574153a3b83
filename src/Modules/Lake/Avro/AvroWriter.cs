using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Talentys.Lake.Avro;

/// <summary>Encodes Avro's binary encoding into memory.</summary>
internal sealed class AvroWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(4096);

    /// <summary>Bytes written since the start or the last <see cref="Clear"/>.</summary>
    public int Length => buffer.WrittenCount;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    /// <summary>Forgets what was written.</summary>
    public void Clear() => buffer.ResetWrittenCount();

    /// <summary>An int or a long.</summary>
    public void WriteLong(long value)
    {
        var span = buffer.GetSpan(10);
        var rest = (ulong)(value << 1) ^ (ulong)(value >> 63);
        var length = 0;
        while (rest >= 0x80)
        {
            span[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        buffer.Advance(length);
    }

    /// <summary>A boolean.</summary>
    public void WriteBoolean(bool value)
    {
        buffer.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        buffer.Advance(1);
    }

    /// <summary>A float.</summary>
    public void WriteFloat(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    /// <summary>A double.</summary>
    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    /// <summary>Bytes with their length before them.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        buffer.Write(value);
    }

    /// <summary>UTF-8 with its length before it.</summary>
    public void WriteString(string value)
    {
        WriteLong(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, buffer);
    }

    /// <summary>Bytes as they are.</summary>
    public void WriteFixed(ReadOnlySpan<byte> value) => buffer.Write(value);
}
