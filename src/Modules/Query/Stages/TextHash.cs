using System.Security.Cryptography;
using System.Text;

namespace Talentys.Query.Stages;

/// <summary>Tells texts apart in the names and versions of what the engine is given.</summary>
internal static class TextHash
{
    /// <summary>16 letters of SHA-256.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
