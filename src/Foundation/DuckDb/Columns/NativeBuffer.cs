using System.Runtime.InteropServices;

namespace Talentys.DuckDb.Columns;

/// <summary>Memory outside of the collector that grows, aligned to 64 bytes as the Arrow format advises.</summary>
internal unsafe struct NativeBuffer
{
    private const nuint Alignment = 64;

    public byte* Data;
    private long capacity;

    /// <summary>Makes room for this many bytes; what is there is kept, the rest is not cleared.</summary>
    public void Reserve(long bytes)
    {
        if (bytes <= capacity)
        {
            return;
        }

        capacity = (Math.Max(bytes, capacity * 2) + 63) & ~63L;
        Data = (byte*)NativeMemory.AlignedRealloc(Data, (nuint)capacity, Alignment);
    }

    /// <summary>Hands the memory over; it is freed by <see cref="Free"/>.</summary>
    public byte* Take()
    {
        var taken = Data;
        this = default;
        return taken;
    }

    public void Dispose() => Free(Take());

    public static void Free(byte* data) => NativeMemory.AlignedFree(data);
}
