using System.Globalization;
using System.Security.Cryptography;

namespace Talentys.Identity.Scram;

/// <summary>What is kept of a password for SCRAM-SHA-256 (RFC 5802, 7677): it checks a proof and cannot make one.</summary>
internal sealed record ScramVerifier(int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    private const string Mechanism = "SCRAM-SHA-256";
    private const int KeyLength = 32;

    /// <summary>The verifier of a password.</summary>
    public static ScramVerifier Of(string password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(SaslText.Prepare(password), salt, iterations, HashAlgorithmName.SHA256, KeyLength);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        return new ScramVerifier(iterations, salt, SHA256.HashData(clientKey), HMACSHA256.HashData(salted, "Server Key"u8));
    }

    /// <summary>Reads the form of RFC 5803; null for anything else.</summary>
    public static ScramVerifier? Parse(string? text)
    {
        if (text?.Split('$', ':') is not [Mechanism, var iterations, var salt, var stored, var server]
            || !int.TryParse(iterations, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        try
        {
            return new ScramVerifier(count, Convert.FromBase64String(salt), Convert.FromBase64String(stored), Convert.FromBase64String(server));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether a proof was made of the password, for these messages.</summary>
    public bool IsProvedBy(ReadOnlySpan<byte> proof, ReadOnlySpan<byte> messages)
    {
        if (proof.Length != KeyLength)
        {
            return false;
        }

        Span<byte> clientKey = stackalloc byte[KeyLength];
        HMACSHA256.HashData(StoredKey, messages, clientKey);
        for (var index = 0; index < KeyLength; index++)
        {
            clientKey[index] ^= proof[index];
        }

        Span<byte> stored = stackalloc byte[KeyLength];
        SHA256.HashData(clientKey, stored);
        return CryptographicOperations.FixedTimeEquals(stored, StoredKey);
    }

    /// <summary>Proves to the client that this server knows the verifier.</summary>
    public byte[] Sign(ReadOnlySpan<byte> messages) => HMACSHA256.HashData(ServerKey, messages);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mechanism}${Iterations}:{Convert.ToBase64String(Salt)}${Convert.ToBase64String(StoredKey)}:{Convert.ToBase64String(ServerKey)}");
}
