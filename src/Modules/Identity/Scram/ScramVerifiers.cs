using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Talentys.Storage;

namespace Talentys.Identity.Scram;

/// <summary>
/// Makes and opens SCRAM verifiers. All have one salt, random for this installation: the salt is sent before it is known
/// whether a password or one of many keys will be proved, and a salt of one's own would tell which names exist. What a salt
/// for each would bring, that a stolen table is not searched for all passwords at once, is brought by more: verifiers of
/// passwords are encrypted with the key ring, which is not in the database.
/// </summary>
internal sealed class ScramVerifiers(IPlatformDbFactory databases, IDataProtectionProvider protection) : IDisposable
{
    /// <summary>Rounds of PBKDF2; each connection of a client computes them.</summary>
    public const int Iterations = 10_000;

    private readonly IDataProtector protector = protection.CreateProtector("talentys.identity.scram");
    private readonly SemaphoreSlim once = new(1);
    private byte[]? salt;

    /// <summary>The salt; made once.</summary>
    public async Task<byte[]> SaltAsync(CancellationToken cancellationToken)
    {
        if (salt is { } known)
        {
            return known;
        }

        await once.WaitAsync(cancellationToken);
        try
        {
            return salt ??= await FindAsync(cancellationToken) ?? await MakeAsync(cancellationToken);
        }
        finally
        {
            once.Release();
        }
    }

    /// <summary>The verifier of a secret.</summary>
    public async Task<ScramVerifier> OfAsync(string secret, CancellationToken cancellationToken) =>
        ScramVerifier.Of(secret, await SaltAsync(cancellationToken), Iterations);

    /// <summary>The verifier of a password, encrypted, as it is stored.</summary>
    public async Task<string> SealAsync(string password, CancellationToken cancellationToken) =>
        protector.Protect((await OfAsync(password, cancellationToken)).ToString());

    /// <summary>A stored verifier of a password; null when there is none, or none that this key ring opens.</summary>
    public ScramVerifier? Open(string? stored)
    {
        try
        {
            return stored is null ? null : ScramVerifier.Parse(protector.Unprotect(stored));
        }
        catch (CryptographicException)
        {
            return null; // made anew when its user signs in
        }
    }

    public void Dispose() => once.Dispose();

    private async Task<byte[]?> FindAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<ScramSaltRow>().Where(row => row.Id == ScramSaltRow.OnlyId).Select(row => row.Salt).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        var made = RandomNumberGenerator.GetBytes(16);
        await using var db = databases.Create();
        db.Add(new ScramSaltRow { Id = ScramSaltRow.OnlyId, Salt = made });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return made;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // another node was first, or the failure comes again
            return await FindAsync(cancellationToken) ?? throw new InvalidOperationException("The salt could not be stored.");
        }
    }
}
