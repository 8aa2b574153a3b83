using System.Security.Cryptography;

namespace Talentys.Projects.Resources;

/// <summary>Tells one content of a file from others.</summary>
internal static class FileVersion
{
    private const int Letters = 32;

    /// <summary>The first half of the SHA-256 of the bytes, in hexadecimal.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..Letters];
}
