using System.Security.Cryptography;
using System.Text;

namespace Talentys.Identity;

/// <summary>Random tokens and their hashes. They hold 160 bits or more, so a plain hash cannot be searched.</summary>
internal static class Tokens
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>Random bytes in base 32.</summary>
    internal static string Random(int bytes)
    {
        var letters = (bytes * 8 + 4) / 5;
        return string.Create(letters, 0, static (text, _) =>
        {
            Span<byte> random = stackalloc byte[text.Length];
            RandomNumberGenerator.Fill(random);
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[random[i] & 31];
            }
        });
    }

    /// <summary>SHA-256 in hexadecimal, as it is stored and looked up.</summary>
    internal static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Compares in a time that does not tell where they differ.</summary>
    internal static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
