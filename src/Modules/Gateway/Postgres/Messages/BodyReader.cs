using System.Buffers.Binary;
using System.Text;
using Talentys.Gateway.Postgres.Errors;

namespace Talentys.Gateway.Postgres.Messages;

/// <summary>Takes the body of a message apart; what does not fit is a violation of the protocol.</summary>
internal ref struct BodyReader(ReadOnlySpan<byte> body)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> rest = body;

    public readonly bool IsAtEnd => rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public int Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    /// <summary>A count of things that follow, of at least so many bytes each.</summary>
    public int Count(int bytesEach)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(Take(2));
        return (long)count * bytesEach <= rest.Length ? count : throw Violation();
    }

    public string CString()
    {
        var end = rest.IndexOf((byte)0);
        if (end < 0)
        {
            throw Violation();
        }

        var text = Text(rest[..end]);
        rest = rest[(end + 1)..];
        return text;
    }

    /// <summary>A value with its length before it; null for a length of -1.</summary>
    public byte[]? Value()
    {
        var length = Int32();
        return length == -1 ? null : Take(length).ToArray();
    }

    public ReadOnlySpan<byte> Rest()
    {
        var all = rest;
        rest = default;
        return all;
    }

    public readonly void End()
    {
        if (!rest.IsEmpty)
        {
            throw Violation();
        }
    }

    /// <summary>Text in UTF-8.</summary>
    /// <exception cref="PgException"><c>22021</c>.</exception>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new PgException("22021", "A text is not valid UTF-8.", "Set client_encoding to UTF8 and send texts in it.");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > rest.Length)
        {
            throw Violation();
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static PgException Violation() => new("08P01", "The message does not have the shape of the protocol.");
}
