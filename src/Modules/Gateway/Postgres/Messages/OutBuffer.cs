using System.Buffers.Binary;
using System.Text;

namespace Talentys.Gateway.Postgres.Messages;

/// <summary>Bytes on their way to a client: grows, is written out, begins again. Numbers are big-endian.</summary>
internal sealed class OutBuffer
{
    private const int Small = 16 * 1024;
    private const int Kept = 1024 * 1024;

    private byte[] bytes = new byte[Small];
    private int message;

    /// <summary>Bytes in it.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    /// <summary>Begins a message.</summary>
    public void Begin(char type)
    {
        Byte((byte)type);
        message = Length;
        Int32(0);
    }

    /// <summary>Ends the message: now its length is known.</summary>
    public void End() => PutLength(message, Length - message);

    /// <summary>Room for so many bytes, which belong to the buffer from now on.</summary>
    public Span<byte> Take(int count)
    {
        Ensure(count);
        var span = bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    /// <summary>Room for at most so many bytes; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Room(int count)
    {
        Ensure(count);
        return bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Byte(byte value)
    {
        Ensure(1);
        bytes[Length++] = value;
    }

    public void Int16(int value) => BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Text without an end.</summary>
    public void Text(string value) => Length += Encoding.UTF8.GetBytes(value, Room(Encoding.UTF8.GetMaxByteCount(value.Length)));

    /// <summary>Text that ends with a zero byte; one within would end it early and is left out.</summary>
    public void CString(string value)
    {
        Text(value.Contains('\0', StringComparison.Ordinal) ? value.Replace("\0", "", StringComparison.Ordinal) : value);
        Byte(0);
    }

    /// <summary>Writes a number where room was taken for it.</summary>
    public void PutLength(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);

    public ReadOnlySpan<byte> From(int start) => bytes.AsSpan(start, Length - start);

    /// <summary>Forgets everything after a place.</summary>
    public void Cut(int length) => Length = length;

    public void Clear()
    {
        Length = 0;
        if (bytes.Length > Kept)
        {
            bytes = new byte[Small]; // one large value does not hold its memory for the rest of the connection
        }
    }

    private void Ensure(int count)
    {
        if (bytes.Length - Length < count)
        {
            System.Array.Resize(ref bytes, (int)Math.Min(Math.Max(bytes.Length * 2L, (long)Length + count), System.Array.MaxLength));
        }
    }
}
