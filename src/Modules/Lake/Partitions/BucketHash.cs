using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Talentys.Lake.Partitions;

/// <summary>The hash of bucket partitions: Murmur3, 32 bits, x86, seed 0 (spec, appendix B).</summary>
internal static class BucketHash
{
    /// <summary>First constant of the algorithm.</summary>
    public const uint C1 = 0xCC9E2D51;

    /// <summary>Second constant.</summary>
    public const uint C2 = 0x1B873593;

    /// <summary>What is added after each block.</summary>
    public const uint C3 = 0xE6546B64;

    /// <summary>First constant of the end.</summary>
    public const uint C4 = 0x85EBCA6B;

    /// <summary>Second constant of the end.</summary>
    public const uint C5 = 0xC2B2AE35;

    /// <summary>The hash of a value as <see cref="Types.SingleValue"/> has it. Numbers of 32 and of 64 bits hash alike, so that columns may widen.</summary>
    public static int Of(object value)
    {
        switch (value)
        {
            case int number:
                return Of((long)number);
            case long number:
                return Of(number);
            case BigInteger unscaled:
                return Of(unscaled.ToByteArray(isUnsigned: false, isBigEndian: true));
            case string text:
                return Of(Encoding.UTF8.GetBytes(text));
            case byte[] bytes:
                return Of(bytes.AsSpan());
            default:
                throw new InvalidOperationException($"A {value.GetType().Name} has no bucket.");
        }
    }

    private static int Of(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Of(bytes);
    }

    private static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = 0u;
        var rest = bytes;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Mix(BinaryPrimitives.ReadUInt32LittleEndian(rest)), 13) * 5) + C3;
        }

        if (rest.Length > 0)
        {
            var last = 0u;
            for (var i = rest.Length - 1; i >= 0; i--)
            {
                last = (last << 8) | rest[i];
            }

            hash ^= Mix(last);
        }

        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * C4;
        hash = (hash ^ (hash >> 13)) * C5;
        return (int)(hash ^ (hash >> 16));
    }

    private static uint Mix(uint block) => BitOperations.RotateLeft(block * C1, 15) * C2;
}
