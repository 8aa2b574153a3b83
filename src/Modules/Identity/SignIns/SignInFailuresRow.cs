namespace Talentys.Identity.SignIns;

/// <summary>Tries to sign in under a name, whether it exists or not: so that the answer does not tell.</summary>
internal sealed class SignInFailuresRow
{
    public required string Name { get; init; }

    public int Count { get; init; }

    public DateTimeOffset LastAt { get; init; }

    public DateTimeOffset LockedUntil { get; init; }
}
