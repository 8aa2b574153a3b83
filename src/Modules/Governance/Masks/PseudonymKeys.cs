using System.Collections.Concurrent;
using System.Security.Cryptography;
using Talentys.Storage;

namespace Talentys.Governance.Masks;

/// <summary>The keys of organisations, made when first needed and kept among the secrets.</summary>
internal sealed class PseudonymKeys(ISecrets secrets) : IDisposable
{
    private const string Name = "pseudonyms";
    private const int Length = 32;
    private readonly ConcurrentDictionary<string, PseudonymKey> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim one = new(1);

    public async ValueTask<PseudonymKey> OfAsync(string organisation, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(organisation, out var key))
        {
            return key;
        }

        await one.WaitAsync(cancellationToken);
        try
        {
            // no organisation has this name, so no file can refer to the secret and no list shows it
            var vault = $"{organisation}/governance";
            if (await secrets.FindAsync(vault, Name, cancellationToken) is not { } text)
            {
                await secrets.SetAsync(vault, Name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length)), cancellationToken);
                text = (await secrets.FindAsync(vault, Name, cancellationToken))!;
            }

            return known.GetOrAdd(organisation, new PseudonymKey(Convert.FromHexString(text)));
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
