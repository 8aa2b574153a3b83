using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Talentys.Lake.Maintenance;

/// <summary>A set of locations kept by 128 bits of their hash: a table may have millions of files.</summary>
internal sealed class LocationSet
{
    private readonly HashSet<UInt128> hashes = [];

    /// <summary>Number of locations.</summary>
    public int Count => hashes.Count;

    /// <summary>Adds a location; false when it is there.</summary>
    public bool Add(string location) => hashes.Add(Hash(location));

    /// <summary>Whether a location is there.</summary>
    public bool Contains(string location) => hashes.Contains(Hash(location));

    private static UInt128 Hash(string location)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(location.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
