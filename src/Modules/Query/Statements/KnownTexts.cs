using Microsoft.Extensions.Caching.Memory;

namespace Talentys.Query.Statements;

/// <summary>
/// What was found out about texts before, up to a size; the least used go first. Everybody shares it and nobody changes it:
/// what else it hangs on must be part of the text.
/// </summary>
internal sealed class KnownTexts<T> : IDisposable
    where T : class
{
    private const long MostCharacters = 4_000_000;

    /// <summary>Texts longer than this are generated, and seldom sent twice.</summary>
    private const int LongestText = 100_000;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostCharacters, CompactionPercentage = 0.25 });

    /// <summary>What is known of a text, or null.</summary>
    public T? Find(string text) => cache.TryGetValue(text, out var known) ? (T)known! : null;

    /// <summary>Keeps what was found out.</summary>
    public void Keep(string text, T known)
    {
        if (text.Length <= LongestText)
        {
            cache.Set(text, known, new MemoryCacheEntryOptions { Size = text.Length + 200 });
        }
    }

    public void Dispose() => cache.Dispose();
}
