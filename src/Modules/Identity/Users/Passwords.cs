using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Talentys.Kernel;

namespace Talentys.Identity.Users;

/// <summary>Hashes and checks passwords; checking one of a user who does not exist takes as long.</summary>
internal sealed class Passwords
{
    internal const int MinLength = 10;
    internal const int MaxLength = 200;

    // PBKDF2 with HMAC-SHA512: OWASP's Password Storage Cheat Sheet
    private const int Iterations = 210_000;

    private readonly PasswordHasher<string> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly string nobodys;

    public Passwords() => nobodys = hasher.HashPassword("", Tokens.Random(16));

    internal string Hash(string user, string password) => hasher.HashPassword(user, password);

    /// <summary>Whether the password is the user's; never for no user.</summary>
    internal bool IsRight(UserRow? user, string password) =>
        password.Length <= MaxLength
        && hasher.VerifyHashedPassword(user?.Name ?? "", user?.PasswordHash ?? nobodys, password) != PasswordVerificationResult.Failed
        && user is not null;

    /// <summary>A one-time password: 100 random bits in groups that can be read out.</summary>
    internal static string OneTime() => string.Join('-', Tokens.Random(13)[..20].Chunk(5).Select(group => new string(group)));

    /// <summary>Why a password cannot be used, or null.</summary>
    internal Fault? Refuse(UserRow user, string password) => password switch
    {
        { Length: < MinLength or > MaxLength } => Bad($"It needs {MinLength} to {MaxLength} characters."),
        _ when password.Contains(user.Name, StringComparison.OrdinalIgnoreCase) => Bad("It must not contain your name."),
        _ when password.Distinct().Count() < 4 => Bad("It needs at least four different characters."),
        _ when IsRight(user, password) => Bad("It must not be the one from before."),
        _ => null,
    };

    private static Fault Bad(string mend) => Fault.Invalid("identity.password_unfit", "The new password cannot be used.", "new", mend);
}
