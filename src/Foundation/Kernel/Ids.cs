using System.Buffers.Binary;

namespace Talentys.Kernel;

/// <summary>Makes the identifiers of rows and files: 26 lower-case letters and digits that sort by the time they were made.</summary>
public static class Ids
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A new identifier: a version 7 UUID in Crockford's base 32, 26 characters.</summary>
    public static string New(TimeProvider? clock = null)
    {
        var guid = Guid.CreateVersion7((clock ?? TimeProvider.System).GetUtcNow());
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(26, value, static (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });
    }
}
