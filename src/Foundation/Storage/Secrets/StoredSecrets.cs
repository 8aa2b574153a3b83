using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>Secrets in the metadata database; each is bound to its organisation and name, so that a moved row cannot be read.</summary>
internal sealed partial class StoredSecrets(IPlatformDbFactory databases, IDataProtectionProvider protection, TimeProvider clock) : ISecrets
{
    private const int MaxLength = 65_536;

    public async Task SetAsync(string organisation, string name, string value, CancellationToken cancellationToken)
    {
        if (!Name().IsMatch(name))
        {
            throw new FaultException(Fault.Invalid(
                "secrets.name_invalid", "The secret's name is not a valid one.", "name",
                "Use up to 128 letters, digits, underscores, hyphens and dots, beginning with a letter."));
        }

        if (value.Length is 0 or > MaxLength)
        {
            throw new FaultException(Fault.Invalid(
                "secrets.value_invalid", "The secret is empty or too long.", "value", $"Use 1 to {MaxLength} characters."));
        }

        var cipher = Protector(organisation, name).Protect(value);
        var now = clock.GetUtcNow();
        await using var db = databases.Create();
        if (await db.Set<SecretRow>().FindAsync([organisation, name], cancellationToken) is { } row)
        {
            (row.Cipher, row.ChangedAt) = (cipher, now);
        }
        else
        {
            db.Add(new SecretRow { Organisation = organisation, Name = name, Cipher = cipher, ChangedAt = now });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SecretName>> ListAsync(string organisation, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<SecretRow>().Where(row => row.Organisation == organisation)
            .OrderBy(row => row.Name).Select(row => new SecretName(row.Name, row.ChangedAt)).ToListAsync(cancellationToken);
    }

    public async Task<bool> DeleteAsync(string organisation, string name, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<SecretRow>().Where(row => row.Organisation == organisation && row.Name == name)
            .ExecuteDeleteAsync(cancellationToken) == 1;
    }

    public async Task<string?> FindAsync(string organisation, string name, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var cipher = await db.Set<SecretRow>().Where(row => row.Organisation == organisation && row.Name == name)
            .Select(row => row.Cipher).SingleOrDefaultAsync(cancellationToken);
        if (cipher is null)
        {
            return null;
        }

        try
        {
            return Protector(organisation, name).Unprotect(cipher);
        }
        catch (CryptographicException exception)
        {
            throw new FaultException(Fault.Failed(
                "secrets.unreadable", $"The secret `{name}` cannot be decrypted with the key ring of this server.", name,
                "Restore the folder `keys` that belongs to the metadata, or set the secret again."), exception);
        }
    }

    private IDataProtector Protector(string organisation, string name) =>
        protection.CreateProtector("Talentys.Secrets", organisation, name);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
