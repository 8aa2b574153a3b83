using System.Security.Cryptography;
using Talentys.Kernel;

namespace Talentys.Governance.Masks;

/// <summary>
/// The key of an organisation's pseudonyms: HMAC-SHA-256 (RFC 2104) written as SQL. The key stands in the SELECT of views, which
/// no statement can look at: EXPLAIN of tables with policies is refused.
/// </summary>
internal sealed class PseudonymKey
{
    private const int Block = 64;
    private readonly string inner;
    private readonly string outer;

    public PseudonymKey(byte[] key)
    {
        var block = new byte[Block];
        (key.Length > Block ? SHA256.HashData(key) : key).CopyTo(block, 0);
        inner = Convert.ToHexStringLower(Array.ConvertAll(block, it => (byte)(it ^ 0x36)));
        outer = Convert.ToHexStringLower(Array.ConvertAll(block, it => (byte)(it ^ 0x5c)));
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(key))[..16];
    }

    /// <summary>Tells the key from others without telling it.</summary>
    public string Fingerprint { get; }

    /// <summary>The token of a column: 64 hexadecimal digits; NULL of NULL.</summary>
    public string Token(string column) =>
        $"sha256(unhex({SqlText.Literal(outer)}) || unhex(sha256(unhex({SqlText.Literal(inner)}) || encode(CAST({column} AS VARCHAR)))))";
}
