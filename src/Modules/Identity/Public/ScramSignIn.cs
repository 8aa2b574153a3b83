using System.Net;
using Microsoft.EntityFrameworkCore;
using Talentys.Identity.Keys;
using Talentys.Identity.Scram;
using Talentys.Identity.SignIns;
using Talentys.Identity.Users;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Identity.Public;

/// <summary>Signing in with SCRAM-SHA-256, for surfaces that are not HTTP: users with their passwords, and API keys under any name.</summary>
public sealed class ScramSignIn
{
    private readonly IPlatformDbFactory databases;
    private readonly ScramVerifiers verifiers;
    private readonly KeyStore keys;
    private readonly SignInBrake brake;
    private readonly SignInRate rate;
    private readonly LocalToken local;
    private (string Token, ScramVerifier Verifier)? ofLocal;

    internal ScramSignIn(
        IPlatformDbFactory databases, ScramVerifiers verifiers, KeyStore keys, SignInBrake brake, SignInRate rate, LocalToken local)
    {
        this.databases = databases;
        this.verifiers = verifiers;
        this.keys = keys;
        this.brake = brake;
        this.rate = rate;
        this.local = local;
    }

    /// <summary>What a client needs to make its proof: the same for every name, known or not.</summary>
    public async Task<ScramChallenge> ChallengeAsync(CancellationToken cancellationToken) =>
        new(await verifiers.SaltAsync(cancellationToken), ScramVerifiers.Iterations);

    /// <summary>Finds whose password or key a proof was made of.</summary>
    /// <exception cref="FaultException">
    /// <c>identity.sign_in_failed</c>, the same for unknown names, wrong passwords and users who are disabled;
    /// <c>identity.locked</c>; <c>identity.too_many_sign_ins</c>.
    /// </exception>
    public async Task<ScramSignedIn> CheckAsync(ScramAttempt attempt, CancellationToken cancellationToken)
    {
        var origin = Origin.Of(attempt.From);
        rate.Look(origin);

        // keys first and without a brake: nobody guesses one, and wrong tries under a name must not lock out programs
        if (await OfLocalAsync(attempt, cancellationToken) is { } operating)
        {
            return operating;
        }

        if (await keys.FindAsync(Proves, cancellationToken) is var (key, ofKey))
        {
            return Signed(Principals.OfKey(key), ofKey, attempt);
        }

        var name = UserName.Normalise(attempt.User);
        name = name.Length > UserName.MaxLength ? name[..UserName.MaxLength] : name;
        var (user, ofUser) = await brake.CheckAsync(name, () => OfUserAsync(name, Proves, cancellationToken), cancellationToken);
        if (user is null)
        {
            rate.Count(origin);
            throw new FaultException(UserFaults.WrongPassword);
        }

        return Signed(Principals.OfUser(user, byLink: false), ofUser!, attempt);

        bool Proves(ScramVerifier verifier) => verifier.IsProvedBy(attempt.Proof.Span, attempt.Messages.Span);
    }

    private async Task<ScramSignedIn?> OfLocalAsync(ScramAttempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.From is not { } from || !IPAddress.IsLoopback(from) || local.Current is not { } token)
        {
            return null;
        }

        if (ofLocal is not { } known || known.Token != token)
        {
            ofLocal = known = (token, await verifiers.OfAsync(token, cancellationToken));
        }

        return known.Verifier.IsProvedBy(attempt.Proof.Span, attempt.Messages.Span)
            ? Signed(Principals.OfLocalOperator(), known.Verifier, attempt)
            : null;
    }

    private async Task<(UserRow? User, ScramVerifier? Verifier)> OfUserAsync(
        string name, Func<ScramVerifier, bool> proves, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var user = await db.Set<UserRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == name && !row.Disabled, cancellationToken);
        return verifiers.Open(user?.ScramVerifier) is { } verifier && proves(verifier) ? (user, verifier) : default;
    }

    private static ScramSignedIn Signed(PrincipalIdentity identity, ScramVerifier verifier, ScramAttempt attempt) =>
        new(identity.Principal, identity.Restriction, verifier.Sign(attempt.Messages.Span));
}

/// <summary>What the server sends before a proof.</summary>
/// <param name="Salt">Salt.</param>
/// <param name="Iterations">Rounds.</param>
public sealed record ScramChallenge(ReadOnlyMemory<byte> Salt, int Iterations);

/// <summary>A proof as a client sends it.</summary>
/// <param name="User">The name that it gives.</param>
/// <param name="From">Where it comes from; null for this machine's sockets.</param>
/// <param name="Messages">The messages before, which it is made for (RFC 5802: AuthMessage).</param>
/// <param name="Proof">The proof.</param>
public sealed record ScramAttempt(string User, IPAddress? From, ReadOnlyMemory<byte> Messages, ReadOnlyMemory<byte> Proof);

/// <summary>Who signed in.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Restriction">Why nothing may be done yet, or null.</param>
/// <param name="Signature">Proves to the client that this is the server that knows the password.</param>
public sealed record ScramSignedIn(Principal Principal, Fault? Restriction, ReadOnlyMemory<byte> Signature);
